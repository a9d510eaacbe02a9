"""A real HTTP server that answers what a test tells it, for what the simulated portal does not do.

Belongs here: the server and its record of requests. Does not: what the real portal answers (`simulator`).
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LOGIN = "/api/v1/authorize"


@dataclass(frozen=True)
class Answer:
    """What is sent for one request; a body that is no bytes is sent as JSON."""

    body: Any = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Scripted:
    """A running server.

    Attributes:
        url: its address.
        answers: by path (without query) what is sent; a list is sent one after the other, its last one for ever.
        asked: path, query and headers of each request so far.
    """

    url: str
    answers: dict[str, Answer | list[Answer]]
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _, _ in self.asked)


@contextmanager
def scripted(answers: Mapping[str, Answer | list[Answer]]) -> Iterator[Scripted]:
    """Serve these answers below `/api/v1/`; the login is answered with an opaque token unless it is among them."""
    full: dict[str, Answer | list[Answer]] = {LOGIN: Answer({"access_token": "opaque-token"})}
    full |= {f"/api/v1/{path}": answer for path, answer in answers.items()}
    portal = Scripted("", full)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            with lock:
                portal.asked.append((path, query, dict(self.headers)))
                told = portal.answers.get(path, Answer({"message": "not there"}, 404))
                if isinstance(told, list):
                    told = told.pop(0) if len(told) > 1 else told[0]
            body = told.body if isinstance(told.body, bytes) else json.dumps(told.body).encode()
            self.send_response(told.status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **told.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    portal.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield portal
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
