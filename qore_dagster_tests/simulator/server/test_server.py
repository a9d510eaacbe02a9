"""The portal's process: how it starts, what it shows of its password, and that it never outlives its parent."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import requests

from qore_dagster.simulator.configuration import DashboardShape, RetryAfterForm, SimulatorConfig
from qore_dagster.simulator.faults import Fault
from qore_dagster.simulator.server import SimulatorError, running
from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.simulator.server.conftest import LAST_DAY


def test_a_configuration_survives_json() -> None:
    fault = Fault.from_dict({"kind": "late", "fund": "x", "file_type": "XML_5_0", "date": "2025-12-30"})
    config = SimulatorConfig(
        last_day=LAST_DAY,
        retry_after=RetryAfterForm.DATE,
        dashboard_shape=DashboardShape.NESTED,
        bandwidth=1.5,
        faults=(fault,),
    )

    assert SimulatorConfig.from_json(config.to_json()) == config


def test_a_configuration_refuses_what_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="nada"):
        SimulatorConfig.from_json('{"nada": 1}')
    with pytest.raises(ValueError, match="round"):
        SimulatorConfig.from_json('{"dashboard_shape": "round"}')


def test_the_password_stands_neither_in_arguments_nor_in_reprs(portal: StartPortal) -> None:
    hub = portal(funds=1, days=1)

    assert len(hub.password) >= 12
    assert hub.password not in " ".join(psutil.Process(hub.pid).cmdline())
    assert hub.password not in repr(hub)
    assert hub.password not in repr(SimulatorConfig(password=hub.password))


def test_two_portals_draw_two_passwords() -> None:
    assert SimulatorConfig().password != SimulatorConfig().password


def test_a_taken_port_is_an_error_and_not_a_hang() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(SimulatorError, match="não subiu"),
        running(SimulatorConfig(port=taken.getsockname()[1])),
    ):
        pass


def test_stopping_ends_the_process_and_may_be_repeated() -> None:
    with running(SimulatorConfig(funds=1, days=1)) as hub:
        process = psutil.Process(hub.pid)
        hub.stop()
        assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    with pytest.raises(requests.ConnectionError):
        requests.get(hub.url, timeout=5)


def test_it_dies_with_a_parent_that_is_killed() -> None:
    script = (
        "import time\n"
        "from qore_dagster.simulator.configuration import SimulatorConfig\n"
        "from qore_dagster.simulator.server import running\n"
        "with running(SimulatorConfig(funds=1, days=1)) as hub:\n"
        "    print(hub.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()

    child.wait(timeout=10)
    assert not child.is_running()


def test_ctrl_c_ends_it_by_its_parent_alone_and_without_a_word(tmp_path: Path) -> None:
    """A terminal sends the signal to the whole group; what the parent still asks must be answered."""
    script = (
        "import signal, threading, time\n"
        "import requests\n"
        "from qore_dagster.simulator.configuration import SimulatorConfig\n"
        "from qore_dagster.simulator.server import running\n"
        "came = threading.Event()\n"
        "signal.signal(signal.SIGINT, lambda *_: came.set())\n"
        "with running(SimulatorConfig(funds=1, days=1)) as hub:\n"
        "    print(hub.pid, flush=True)\n"
        "    came.wait(60)\n"
        "    time.sleep(0.5)\n"
        "    hub.requests()\n"
    )
    errors = tmp_path / "errors"
    with (
        errors.open("wb") as stderr,
        subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=stderr, start_new_session=True
        ) as parent,
    ):
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        os.killpg(parent.pid, signal.SIGINT)
        code = parent.wait(timeout=30)
    child.wait(timeout=10)
    assert errors.read_text() == ""
    assert code == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_portal_in_the_foreground_ends_on_a_signal(how: signal.Signals, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from qore_dagster.simulator.configuration import SimulatorConfig\n"
        "from qore_dagster.simulator.server import serve\n"
        "serve(SimulatorConfig.from_json(sys.argv[1]))\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    setup = json.dumps({"funds": 1, "days": 1, "port": port})
    errors = tmp_path / "errors"
    with errors.open("wb") as stderr, subprocess.Popen([sys.executable, "-c", script, setup], stderr=stderr) as process:
        _wait_for(port)
        process.send_signal(how)
        code = process.wait(timeout=10)

    assert code in {0, -how}
    assert errors.read_text() == ""


def _wait_for(port: int) -> None:
    give_up = time.monotonic() + 10
    while True:
        try:
            if requests.get(f"http://127.0.0.1:{port}/simulator/requests", timeout=5).ok:
                return
        except requests.ConnectionError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)
