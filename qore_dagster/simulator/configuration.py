"""How a simulated portal is set up, as data that travels to its process as JSON.

Belongs here: the settings, their units and defaults. Does not: what is done with them.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from qore_dagster.simulator.faults import Fault


class DashboardShape(StrEnum):
    """Which of the bodies `gestor/dashboard` answers; the real one was never captured."""

    FLAT = "flat"
    NESTED = "nested"
    WITHOUT_FUNDS = "without_funds"


class RetryAfterForm(StrEnum):
    """The two forms of `Retry-After` (RFC 9110, 10.2.3)."""

    SECONDS = "seconds"
    DATE = "date"


def _password() -> str:
    return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorConfig:
    """A portal's set-up.

    Attributes:
        seed: of the content and of every drawn fault; the same seed gives the same bytes.
        funds: number of funds.
        days: number of business days that have files. A listing tells sizes, so the first one of a page renders
            the page's files: 2 ms (4.01) to 25 ms (Excel, PDF) each, and 50 of them if there are as many days.
        last_day: the last of them; the last finished business day when not given.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        path_prefix: put before every portal path, such as `/hub`.
        username: the only login.
        password: its password; drawn when not given.
        token_seconds: life of an access token.
        latency_ms: wait before each answer, in milliseconds.
        bandwidth: bytes a second of the one line that all answers share; unlimited when None.
        rate_limits: enforce the documented limits.
        rate_window_seconds: the window of those limits; 60 as documented.
        retry_after: in which form a 429 says when to come back.
        dashboard_shape: which body the dashboard answers.
        page_size: files on one page of a listing; 50 as measured.
        prerender: render every file before the first request is taken.
        faults: switched on from the start.
    """

    seed: int = 1
    funds: int = 34
    days: int = 5
    last_day: date | None = None
    host: str = "127.0.0.1"
    port: int = 0
    path_prefix: str = ""
    username: str = "gestor@exemplo.com.br"
    password: str = field(default_factory=_password, repr=False)
    token_seconds: float = 1800
    latency_ms: float = 0
    bandwidth: float | None = None
    rate_limits: bool = False
    rate_window_seconds: float = 60
    retry_after: RetryAfterForm = RetryAfterForm.SECONDS
    dashboard_shape: DashboardShape = DashboardShape.FLAT
    page_size: int = 50
    prerender: bool = False
    faults: tuple[Fault, ...] = ()

    def to_json(self) -> str:
        """The whole set-up, password included: for the portal's own process, not for a log."""
        return json.dumps({**asdict(self), "faults": [fault.to_dict() for fault in self.faults]}, default=str)

    @classmethod
    def from_json(cls, text: str) -> "SimulatorConfig":
        """Read a set-up back; what is not named keeps its default.

        Raises:
            TypeError: an unknown setting.
            ValueError: a value that cannot be.
        """
        values: dict[str, Any] = json.loads(text)
        for name, read in _READERS.items():
            if values.get(name) is not None:
                values[name] = read(values[name])
        return cls(**values)


def _faults(listed: Iterable[Mapping[str, Any]]) -> tuple[Fault, ...]:
    return tuple(Fault.from_dict(fault) for fault in listed)


_READERS: dict[str, Any] = {
    "last_day": date.fromisoformat,
    "retry_after": RetryAfterForm,
    "dashboard_shape": DashboardShape,
    "faults": _faults,
}
