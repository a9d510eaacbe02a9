"""What the portal was asked and what it answered, so that tests can assert on it.

Belongs here: the record and its counts. Does not: deciding anything.
"""

from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEPT = 50_000
ENDPOINT_KEY = "qore.endpoint"


@dataclass(slots=True)
class Asked:
    """One request; `status` is None as long as no answer has begun."""

    method: str
    path: str
    query: str
    endpoint: str | None = None
    status: int | None = None


class Journal:
    """The record of one running portal: the latest requests in full, counts of all."""

    def __init__(self) -> None:
        self._latest: deque[Asked] = deque(maxlen=_KEPT)
        self._endpoints: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._at_work = 0
        self._most_at_work = 0

    def around(self, app: ASGIApp) -> ASGIApp:
        """The same app, with each of its requests recorded."""

        async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                return await app(scope, receive, send)
            asked = Asked(scope["method"], scope["path"], scope["query_string"].decode("latin-1"))
            self._latest.append(asked)

            async def noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    asked.status = message["status"]
                    self._statuses[str(asked.status)] += 1
                await send(message)

            self._at_work += 1
            self._most_at_work = max(self._most_at_work, self._at_work)
            try:
                await app(scope, receive, noting)
            finally:
                self._at_work -= 1
                asked.endpoint = scope.get(ENDPOINT_KEY)
                self._endpoints[asked.endpoint or "unknown"] += 1

        return recorded

    def forget(self) -> None:
        """Start again from nothing."""
        self._latest.clear()
        self._endpoints.clear()
        self._statuses.clear()
        self._most_at_work = self._at_work

    def summary(self) -> dict[str, Any]:
        """As JSON has it; `most_at_once` is the largest number of requests that were under way together."""
        return {
            "total": self._endpoints.total(),
            "endpoints": dict(self._endpoints),
            "statuses": dict(self._statuses),
            "most_at_once": self._most_at_work,
            "log": [asdict(asked) for asked in self._latest],
        }
