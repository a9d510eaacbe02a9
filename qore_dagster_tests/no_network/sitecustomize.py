"""Refuse every connection and every name look-up beyond this machine, in the process that imports this.

Python imports a module of this name when it starts, so that processes which tests start are guarded as the tests are.
Belongs here: the guard. Does not: switching it on (`isolation`). PostgreSQL's client is not Python and is not seen.
"""

import ipaddress
import socket
import sys
from typing import Any

_LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})
_SENDS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_HERE = frozenset({"", "localhost", socket.gethostname()})


class NetworkRefusedError(RuntimeError):
    """A test tried to reach another machine. Not an OSError: nothing is to try again, or to take it for bad luck."""


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook (PEP 578).

    Raises:
        NetworkRefusedError: the event would reach another machine.
    """
    if event in _LOOK_UPS:
        host = arguments[0]
    elif event in _SENDS and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not _is_here(host):
        raise NetworkRefusedError(f"a test must not reach {host!r}: start what it needs on this machine")


def _is_here(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host or ""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name in _HERE
    return address.is_loopback or address.is_unspecified


sys.addaudithook(refuse_network)
