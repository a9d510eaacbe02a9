"""Clients of a portal, closed after the test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest

from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.tokens import TokenStore
from qore_dagster.settings import Settings, load_settings
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import RunningPortal, running

OpenClient = Callable[..., PortalClient]


class Portal(Protocol):
    """A simulated or scripted portal."""

    @property
    def url(self) -> str:
        """Where it listens."""
        ...


def settings_for(portal: Portal, **settings: Any) -> Settings:
    """Settings for a portal, with waits that a test can bear."""
    login = {
        "qore_username": getattr(portal, "username", "gestor@exemplo.com.br"),
        "qore_password": getattr(portal, "password", "senha-de-teste"),
    }
    return load_settings(_env_file=None, **{"qore_url": portal.url, "qore_backoff": 0.01, **login, **settings})


@pytest.fixture
def tokens(tmp_path: Path) -> TokenStore:
    """The token store of the test's session."""
    return TokenStore(tmp_path / "tokens", "run-1")


@pytest.fixture
def client(tokens: TokenStore) -> Iterator[OpenClient]:
    """Opens clients that share a login: `client(portal, qore_retries=0)`."""
    with ExitStack() as stack:

        def open_one(portal: Portal, **settings: Any) -> PortalClient:
            return stack.enter_context(PortalClient(settings_for(portal, **settings), tokens))

        yield open_one


@pytest.fixture(scope="package")
def _shared_portal() -> Iterator[RunningPortal]:
    with running(SimulatorConfig(funds=3, days=5)) as shared:
        yield shared


@pytest.fixture
def shared_portal(_shared_portal: RunningPortal) -> RunningPortal:
    """One portal of three funds and five days for all tests that need no other; without faults, nothing asked yet."""
    _shared_portal.clear_faults()
    _shared_portal.forget_requests()
    return _shared_portal
