"""Wait as long as the portal asks, all threads together.

Belongs here: `Retry-After` and `X-RateLimit-*`, and the shared pause that follows from them. Does not: trying again
(`transport`).
"""

import threading
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from requests.models import Response
from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from qore_dagster.portal.errors import Interrupted

_TOO_MANY_REQUESTS = 429


class Pace:
    """When the next request of each kind may be sent.

    The portal limits logins, reading and downloads each for itself; one thread that is told to wait makes the others of
    its kind wait too, so that no try is wasted.

    Args:
        longest: the longest wait that the portal may ask for, in seconds.
    """

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._not_before: dict[str, float] = {}
        self._closed = threading.Event()

    def wait(self, kind: str) -> None:
        """Wait until a request of this kind may be sent.

        Raises:
            Interrupted: the client was closed meanwhile.
        """
        self.sleep(0)
        while not self.takes(kind):
            self.sleep(self._not_before[kind] - time.monotonic())

    def takes(self, kind: str) -> bool:
        """Whether a request of this kind may be sent now."""
        return time.monotonic() >= self._not_before.get(kind, 0.0)

    def sleep(self, seconds: float) -> None:
        """Wait that long, for this thread alone.

        Raises:
            Interrupted: the client was closed meanwhile.
        """
        if self._closed.wait(seconds):
            raise Interrupted("a consulta ao portal foi interrompida", "rode de novo")

    def learn(self, kind: str, response: Response) -> None:
        """Take note of the limits that an answer speaks of."""
        asked = self.asked(response) if response.status_code == _TOO_MANY_REQUESTS else None
        if asked is None and response.headers.get("X-RateLimit-Remaining", "").strip() == "0":
            asked = self._until_reset(response.headers)
        if asked:
            self._not_before[kind] = max(self._not_before.get(kind, 0.0), time.monotonic() + asked)

    def asked(self, response: Response) -> float | None:
        """Seconds of `Retry-After` (a number, or an HTTP date), never more than the longest; None if it has none."""
        text = response.headers.get("Retry-After")
        if text is None:
            return None
        try:
            return min(Retry().parse_retry_after(text), self._longest)
        except InvalidHeader:
            return None

    def close(self) -> None:
        """Wake all that wait."""
        self._closed.set()

    def _until_reset(self, headers: Mapping[str, str]) -> float | None:
        try:
            now = parsedate_to_datetime(headers["Date"]).timestamp()  # the portal's clock, not ours
        except (KeyError, ValueError):
            now = time.time()
        try:
            return min(max(float(headers["X-RateLimit-Reset"]) - now, 0.0), self._longest)
        except (KeyError, ValueError):
            return None
