"""The one place where what happened becomes an exit code, a message, and one JSON document if JSON was asked for."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Final, NoReturn

from typer.exceptions import Exit, TyperException
from typer.main import get_command

from consolidate.cli.signals import Terminated
from consolidate.cli.terminal import put_json, talk_console
from consolidate.errors import ConsolidateError, FileSystemError

USAGE: Final = 2
BUG: Final = 70
INTERRUPTED: Final = 128 + signal.SIGINT
TERMINATED: Final = 128 + signal.SIGTERM
BROKEN_PIPE: Final = 141  # 128 + SIGPIPE: what a shell says of a program whose reader went away


def run(arguments: Sequence[str]) -> int:
    """Run a command line; whatever happens, return its exit code."""
    try:
        with _terminable():
            return _run(arguments)
    except KeyboardInterrupt:
        return _fail(INTERRUPTED, "interrupted", arguments)
    except Terminated:
        return _fail(TERMINATED, "terminated", arguments)
    except BrokenPipeError:  # the reader went away (`| head`)
        _give_up_stdout()
        return BROKEN_PIPE
    except OSError as error:
        message = f"cannot be read or written: {error}"
        return _fail(FileSystemError.exit_code, message, arguments if _can_print() else ())


def _run(arguments: Sequence[str]) -> int:
    """Run a command line; return its exit code unless a signal or a closed pipe ends it."""
    from consolidate.cli.app import app

    try:
        command = get_command(app)
        # not command.main(), which has its own ideas of what interrupts and closed pipes mean
        with command.make_context("consolidate", list(arguments)) as context:
            return int(command.invoke(context) or 0)
    except Exit as done:
        return done.exit_code
    except TyperException as error:
        return _usage(error, arguments)
    except ConsolidateError as error:
        return _known(error, arguments)
    except OSError:
        _trace(arguments)
        raise
    except MemoryError:
        return _fail(BUG, "out of memory", arguments)
    except Exception as error:  # noqa: BLE001  (the last door: a bug of ours ends in words, not in a traceback)
        _trace(arguments)
        report = "this is a bug of consolidate, please report it; --debug shows where it happened"
        return _fail(BUG, f"unexpected {type(error).__name__}: {error} ({report})", arguments)


def _can_print() -> bool:
    """Return whether stdout still takes what is printed; give it up if not."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _give_up_stdout()
        return False
    return True


def _give_up_stdout() -> None:
    """Send what is still to be flushed nowhere: the interpreter, at its end, must not fail over it again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: TyperException, arguments: Sequence[str]) -> int:
    """Say what is wrong with the command line and how it should look."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message(), file=sys.stderr)  # noqa: T201
        return USAGE
    hint = f"\n{context.get_usage()}\nTry '{context.command_path} --help'." if context else ""
    return _fail(USAGE, error.format_message(), arguments, hint)


def _known(error: ConsolidateError, arguments: Sequence[str]) -> int:
    """Say one of our own errors in its words."""
    from consolidate.reports import failure

    _trace(arguments)
    if _asked_for_json(arguments):
        put_json(failure.document(error))
    failure.write(error, talk_console())
    return error.exit_code


def _fail(code: int, message: str, arguments: Sequence[str], hint: str = "") -> int:
    """Say what has no error class."""
    from consolidate.reports import failure

    if _asked_for_json(arguments):
        put_json(failure.plain_document(code, message))
    failure.write_message(message + hint, talk_console())
    return code


def _trace(arguments: Sequence[str]) -> None:
    """Print the traceback if --debug asks for it."""
    if "--debug" in arguments:
        traceback.print_exc()


def _asked_for_json(arguments: Sequence[str]) -> bool:
    """Return whether --format json was given; read from the raw words, as usage errors come before parsing ends."""
    formats = [word.removeprefix("--format=") for word in arguments if word.startswith("--format=")]
    formats += [after for word, after in itertools.pairwise(arguments) if word in {"--format", "-f"}]
    return bool(formats) and formats[-1] == "json"


def _raise_terminated(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001  (a signal handler's shape)
    raise Terminated


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """Turn SIGTERM into an exception for as long as a command runs, so that files are cleaned up."""
    try:
        before = signal.signal(signal.SIGTERM, _raise_terminated)
    except ValueError:  # not in the main thread: signals are somebody else's
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
