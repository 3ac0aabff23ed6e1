"""Refuse the network from the moment this module is imported, in C code as well: an audit hook cannot be taken out."""

import socket
import sys

SENDING = frozenset({"socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"})
ASKING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})
LOCAL = getattr(socket, "AF_UNIX", None)  # None where there are none


class NetworkRefusedError(RuntimeError):
    """A test, or what it started, reached for the network."""


def refuse_network(event: str, args: tuple[object, ...]) -> None:
    """Raise when `event` is about a socket that is not of this machine's file system."""
    if event in ASKING:
        message = f"the suite runs without a network: {event}{tuple(args)[:2]!r}"
        raise NetworkRefusedError(message)
    if event in SENDING:
        sock, *rest = args
        if LOCAL is None or getattr(sock, "family", None) != LOCAL:
            message = f"the suite runs without a network: {event} to {rest[0] if rest else 'nowhere'!r}"
            raise NetworkRefusedError(message)


sys.addaudithook(refuse_network)
