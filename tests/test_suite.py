"""The suite keeps its own promises: no network, here and in what it starts, and random tests that can be repeated."""

import socket
import subprocess
import sys

import pytest
from hypothesis import core

REACH_OUT = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=0.1)"


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1"])
def test_no_socket_leaves_this_process(host: str) -> None:
    """Connecting to an address is refused before a packet is sent."""
    with socket.socket() as sock, pytest.raises(RuntimeError, match="without a network"):
        sock.connect((host, 9))


def test_no_name_is_looked_up() -> None:
    """Asking for the address of a host is refused."""
    with pytest.raises(RuntimeError, match="without a network"):
        socket.getaddrinfo("example.org", 443)


def test_no_socket_leaves_a_process_that_a_test_starts() -> None:
    """The refusal reaches child processes of the suite."""
    done = subprocess.run([sys.executable, "-c", REACH_OUT], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "without a network" in done.stderr


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this machine has no Unix sockets")
def test_unix_sockets_are_left_alone() -> None:
    """Event loops and process pools, which talk over Unix sockets, still work."""
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"x")
        assert right.recv(1) == b"x"


def test_the_printed_seed_drives_hypothesis(random_seed: int) -> None:
    """Repeating a run with --seed repeats its random examples, on every worker."""
    assert isinstance(random_seed, int)
    assert core.global_force_seed == random_seed
