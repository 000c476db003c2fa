"""The small tests cannot reach a network, whatever they call."""

import socket

import pytest
from pytest_socket import SocketBlockedError


def test_a_small_test_that_opens_a_network_socket_fails() -> None:
    with pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def test_a_small_test_may_use_a_unix_socket() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as ours:
        assert ours.fileno() >= 0
