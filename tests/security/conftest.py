"""While these tests walk the pages, no program of ours may speak to another machine."""

import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest

HERE = ("127.0.0.1", "::1", "localhost")


class SpokeToOthers(AssertionError):
    """Something tried to reach another host."""


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch) -> None:
    """Fail on every connection and every look-up of a name that is not this machine's."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in HERE:
            raise SpokeToOthers(address)
        connect(self, address)

    def only_ours(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in (*HERE, None):
            raise SpokeToOthers(host)
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", only_here)
    monkeypatch.setattr(socket, "getaddrinfo", only_ours)


@pytest.fixture
def silence() -> Iterator[None]:
    """Thousands of refusals would fill the log, which takes as long as they do."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
