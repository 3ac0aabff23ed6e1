"""Ctrl-C and SIGTERM while solving: the first asks for the best plan so far, the second ends at once."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import Final, Self

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Terminated(BaseException):
    """SIGTERM arrived; like KeyboardInterrupt no Exception, so that nothing swallows it."""


class StopOnSignal:
    """Sets an event at the first signal and ends the process at the second; ``exit_code`` is 0 without one."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._before: dict[int, object] = {}
        self.exit_code = 0

    def __enter__(self) -> Self:
        """Take over the signals, in the main thread; elsewhere they are somebody else's."""
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._handle) for number in _SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _handle(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  (a signal handler's shape)
        if self.exit_code:
            # the solver's thread would keep the interpreter alive; files are written whole or not at all
            os._exit(128 + number)
        self.exit_code = 128 + number
        self._stop.set()
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, b"\nstopping with the best plan so far ...\n")
