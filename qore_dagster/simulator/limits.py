"""The documented rate limits: fixed windows, `X-RateLimit-*` headers, 429 with `Retry-After`.

Belongs here: counting and the headers. Does not: the answer that bears them.
"""

import math
import time
from dataclasses import dataclass
from email.utils import formatdate

from qore_dagster.simulator.configuration import RetryAfterForm, SimulatorConfig
from qore_dagster.simulator.endpoints import Endpoint

_FUND_PAGES = "fundos-posicao"
_BUCKETS = {
    Endpoint.AUTHORIZE: "authorize",
    Endpoint.INFO: _FUND_PAGES,
    Endpoint.QUOTAS: _FUND_PAGES,
    Endpoint.LISTING: _FUND_PAGES,
    Endpoint.DOWNLOAD: "download",
}
PER_WINDOW = {"authorize": 10, _FUND_PAGES: 100, "download": 50}


@dataclass(slots=True)
class _Window:
    opened: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the limits say of one request: whether it may pass, and the headers of its answer."""

    passes: bool
    headers: dict[str, str]


_UNLIMITED = Allowance(passes=True, headers={})


class RateLimits:
    """Counts requests per kind of endpoint; lets everything pass while the switch is off."""

    def __init__(self, config: SimulatorConfig) -> None:
        self._on = config.rate_limits
        self._seconds = config.rate_window_seconds
        self._form = config.retry_after
        self._windows: dict[str, _Window] = {}

    def admit(self, endpoint: Endpoint) -> Allowance:
        """Count one request to this endpoint."""
        bucket = _BUCKETS.get(endpoint)
        if not self._on or bucket is None:
            return _UNLIMITED
        now = time.time()
        window = self._windows.get(bucket)
        if window is None or now >= window.opened + self._seconds:
            window = self._windows[bucket] = _Window(now)
        limit = PER_WINDOW[bucket]
        passes = window.used < limit
        window.used += passes
        closes = window.opened + self._seconds
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(limit - window.used),
            "X-RateLimit-Reset": str(math.ceil(closes)),
        }
        return Allowance(passes, headers if passes else headers | retry_after(closes - now, self._form))


def retry_after(seconds: float, form: RetryAfterForm) -> dict[str, str]:
    """The `Retry-After` header in either form, rounded up to the second that both have."""
    if form is RetryAfterForm.DATE:
        return {"Retry-After": formatdate(math.ceil(time.time() + seconds), usegmt=True)}
    return {"Retry-After": str(math.ceil(seconds))}
