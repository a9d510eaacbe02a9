"""The address of Dagster's page: free before it starts, and told as soon as it answers.

Belongs here: asking the port. Does not: starting what serves it (`dev`).
"""

import errno
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from qore_dagster.model.faults import QoreError

_PAUSE_SECONDS = 0.25
_ANSWER_SECONDS = 5
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what a person may ask for
"""Where a page that listens on all addresses is asked."""


class PageError(QoreError):
    """Dagster's page cannot have the address that was asked for."""

    code = "page"


def require_free(host: str, port: int) -> None:
    """Listen on the address for a moment: Dagster itself would say in English that it is taken, and go on without.

    Raises:
        PageError: it cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PageError(
                f"a porta {port} está em uso", "feche o outro programa (talvez outro qore dev), ou use --port"
            ) from error
        raise PageError(
            f"a interface não pode usar {host}:{port}: {error.strerror}", "confira --host, ou use outra em --port"
        ) from error


@contextmanager
def told_when_it_answers(host: str, port: int, tell: Callable[[str], None]) -> Iterator[None]:
    """Call `tell` with the page's address once it answers, unless the block has ended by then."""
    ended = threading.Event()

    def wait() -> None:
        while not ended.wait(_PAUSE_SECONDS):
            if _answers(_EVERYWHERE.get(host, host), port):
                tell(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
                return

    threading.Thread(target=wait, name="page", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _answers(host: str, port: int) -> bool:
    try:
        with closing(http.client.HTTPConnection(host, port, timeout=_ANSWER_SECONDS)) as asked:
            asked.request("GET", "/server_info")
            return asked.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
