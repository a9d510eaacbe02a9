"""`qore portal`: a portal to point the platform at, until it is told to stop."""

import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.tokens import TokenStore
from qore_dagster.settings import load_settings
from qore_dagster_tests.cli.conftest import Start

if TYPE_CHECKING:
    import subprocess


def _told(process: "subprocess.Popen[str]") -> dict[str, str]:
    assert process.stdout
    return dict(process.stdout.readline().strip().split("=", 1) for _ in range(3))


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_what_it_prints_is_all_that_the_platform_needs_and_it_stops_when_told(
    stop: signal.Signals, start: Start, tmp_path: Path
) -> None:
    process = start("portal", "--port", "0", "--funds", "2", "--days", "1")
    settings = load_settings(**{name.lower(): value for name, value in _told(process).items()})
    with PortalClient(settings, TokenStore(tmp_path / "sessions", "test")) as client:
        assert len(client.discover()) == 2

    process.send_signal(stop)
    _, err = process.communicate(timeout=30)
    assert process.returncode in {0, 128 + stop, -stop}
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_told_before_anything_is_promised(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        out, err = start("portal", "--port", str(port)).communicate(timeout=30)
    assert out == ""
    assert f"não pode usar 127.0.0.1:{port}" in err
