"""One portal for all tests of the room that need no set-up of their own, and a client that knows the paths."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
import requests

from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import RunningPortal, running

LAST_DAY = date(2025, 12, 30)
"""So that 60 business days hold both holidays of the captured listings and both eras of file names."""

CHEAPEST = "XML_4_01"
"""The type that is rendered fastest; what tests list that would do with any."""


@dataclass
class Client:
    """A plain `requests` client, logged in."""

    portal: RunningPortal
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        """Log in."""
        self.session.trust_env = False
        self.login()

    def login(self) -> None:
        """Take a new token."""
        body = {"username": self.portal.username, "password": self.portal.password}
        answer = self.session.post(f"{self.portal.url}/api/v1/authorize", json=body, timeout=10)
        answer.raise_for_status()
        self.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def get(self, path: str, **params: Any) -> requests.Response:
        """GET below `/api/v1`."""
        return self.session.get(f"{self.portal.url}/api/v1/{path}", params=params, timeout=10)

    def funds(self) -> list[dict[str, Any]]:
        """The funds of the flat dashboard."""
        return self.get("gestor/dashboard").json()["fundos"]

    def uuid(self, index: int = 0) -> str:
        """The UUID of a fund."""
        return self.funds()[index]["guid"]

    def files(self, fund: str, file_type: str = CHEAPEST, page: int = 0) -> list[dict[str, Any]]:
        """What is listed on a page."""
        answer = self.get(f"fundos-posicao/{fund}/arquivos", tipo=file_type, p=page)
        answer.raise_for_status()
        return answer.json()["content"]

    def download(self, fund: str, guid: str) -> requests.Response:
        """A file."""
        return self.get(f"fundos-posicao/{fund}/arquivos/{guid}/download")


@pytest.fixture(scope="session")
def _shared() -> Iterator[RunningPortal]:
    with running(SimulatorConfig(funds=3, days=60, last_day=LAST_DAY)) as portal:
        yield portal


@pytest.fixture
def hub(_shared: RunningPortal) -> Iterator[RunningPortal]:
    """The room's portal, without faults and with an empty journal."""
    _shared.forget_requests()
    yield _shared
    _shared.clear_faults()


@pytest.fixture
def client(hub: RunningPortal) -> Iterator[Client]:
    """A client of the room's portal."""
    client = Client(hub)
    with client.session:
        yield client
