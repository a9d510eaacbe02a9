"""Connections that another thread can break.

Belongs here: requests' adapter with connections that are known while they are in use. Does not: what is sent over them
(`transport`). Closing a `requests.Session` closes idle connections only: a thread that waits for bytes that never come
would hold up the end of the process for all of QORE_READ_TIMEOUT, try after try.
"""

import socket
import threading
import weakref
from contextlib import suppress
from typing import Any, cast

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class BreakableAdapter(HTTPAdapter):
    """An adapter whose connections end when `break_all` is called, also in the middle of an answer."""

    def __init__(self, **arguments: Any) -> None:
        self._connections = _Connections()
        super().__init__(**arguments)

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        """As requests does, with connections that are known here."""
        super().init_poolmanager(*arguments, **more)
        self._connections.come_from(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """As requests does, with connections that are known here."""
        made: Any = super().proxy_manager_for(proxy, **more)
        self._connections.come_from(made)
        return made

    def break_all(self) -> None:
        """End every connection, now and for good: who reads from one gets an error at once."""
        self._connections.break_all()


class _Connections:
    """The sockets that are open, and whether they may be.

    Sockets and not connections: http.client's forget theirs while the last answer is still being read.
    """

    def __init__(self) -> None:
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._broken = False

    def come_from(self, manager: PoolManager) -> None:
        """Have a pool manager make connections that are known here."""
        known = self._made

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                known(self.sock)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                known(self.sock)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = cast("Any", Plain)  # urllib3 says a protocol that its own classes do not keep

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = cast("Any", Secure)

        manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def break_all(self) -> None:
        with self._lock:
            self._broken = True
            for connection in list(self._open):
                _break(connection)

    def _made(self, connection: socket.socket | None) -> None:
        if connection is None:
            return
        with self._lock:
            self._open.add(connection)
            if self._broken:
                _break(connection)


def _break(connection: socket.socket) -> None:
    """Shut it down rather than close it: that wakes the thread that reads from it."""
    with suppress(OSError):  # it has ended already
        connection.shutdown(socket.SHUT_RDWR)
