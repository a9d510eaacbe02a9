"""`qore dev`: the settings of what it starts, what it refuses and tells before that, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import requests

from qore_dagster.cli.portal import free_port
from qore_dagster.instance.sole_daemon import DaemonRunsError, sole_daemon
from qore_dagster_tests.cli.conftest import QORE, Start
from qore_dagster_tests.end_to_end.killing import wait_until
from qore_dagster_tests.process_family import PATIENCE


def test_the_settings_of_the_env_file_reach_dagsters_processes(start: Start, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "QORE_URL=http://127.0.0.1:9\nQORE_USERNAME=do-arquivo\nQORE_WORKERS=7\n"
        "QORE_PASSWORD=x\n",  # pragma: allowlist secret
        encoding="utf-8",
    )
    process = start("dev", "--port", str(free_port()), QORE_WORKERS="3")
    told: list[dict[str, str]] = []

    def dagster_runs() -> bool:
        assert process.poll() is None, process.communicate()
        for child in psutil.Process(process.pid).children():
            with suppress(psutil.NoSuchProcess):  # what prepares the database comes and goes
                if "dagster" in child.cmdline():
                    told.append(child.environ())
        return bool(told)

    wait_until(dagster_runs, "`dagster dev` was not started")
    assert told[0]["QORE_USERNAME"] == "do-arquivo"
    assert told[0]["QORE_WORKERS"] == "3", "a variable that is set goes before the file"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=90)


STOPPED_AT_ONCE = """
import os, signal, subprocess, sys
from qore_dagster.cli import main
start = subprocess.Popen
def stopped(*arguments, **named):
    process = start(*arguments, **named)
    if "dagster" in arguments[0]:
        os.kill(os.getpid(), signal.SIGTERM)
    return process
subprocess.Popen = stopped
main()
"""


def test_a_signal_in_the_moment_in_which_dagster_is_started_leaves_nothing_behind(start: Start) -> None:
    port = str(free_port())
    process = start("-c", STOPPED_AT_ONCE, "dev", "--port", port, command=sys.executable, QORE_USERNAME="x")
    process.communicate(timeout=90)
    assert process.returncode == 128 + signal.SIGTERM
    left = [each for each in psutil.process_iter(["cmdline"]) if port in (each.info["cmdline"] or ())]
    for each in left:
        each.kill()
    assert left == []


def test_a_port_in_use_is_told_before_anything_is_started(start: Start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start("dev", "--port", str(port))
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (1, "")
    assert err == f"[X] a porta {port} está em uso → feche o outro programa (talvez outro qore dev), ou use --port\n"
    assert not (tmp_path / "home").exists()


def test_an_address_of_another_machine_is_told_as_well(start: Start) -> None:
    process = start("dev", "--host", "192.0.2.1", "--port", str(free_port()))
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert err.startswith("[X] a interface não pode usar 192.0.2.1:")


def test_a_second_one_on_the_same_home_is_refused(start: Start, tmp_path: Path) -> None:
    with sole_daemon(tmp_path / "home" / "dagster"):
        process = start("dev", "--port", str(free_port()), QORE_USERNAME="x")
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (1, "")
    assert err.startswith(f"[X] outro qore dev já usa {tmp_path / 'home'} → ")
    assert err.count("\n") == 1


def test_the_lock_of_a_home_dies_with_its_process(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys, time\n"
        "from qore_dagster.instance.sole_daemon import sole_daemon\n"
        "with sole_daemon(pathlib.Path(sys.argv[1])):\n"
        "    print(flush=True)\n"
        "    time.sleep(600)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(DaemonRunsError), sole_daemon(tmp_path):
            pass
        holder.kill()
    with sole_daemon(tmp_path):
        pass


def test_the_address_is_told_once_the_page_answers_and_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    """In a session of its own, where the signal goes to the whole group as a terminal's does."""
    port = free_port()
    errors = tmp_path / "errors"
    environment = os.environ | {"QORE_HOME": str(tmp_path / "home")}
    told = f"[+] Interface do Dagster: http://127.0.0.1:{port}\n"
    with (
        errors.open("wb") as stderr,
        subprocess.Popen(
            [QORE, "dev", "--port", str(port)],
            cwd=tmp_path,
            env=environment,
            stdout=stderr,
            stderr=stderr,
            start_new_session=True,
        ) as process,
    ):
        try:
            wait_until(lambda: process.poll() is not None or told in errors.read_text(), "the page did not answer")
            assert requests.get(f"http://127.0.0.1:{port}/server_info", timeout=PATIENCE).ok
            time.sleep(1)
            os.killpg(process.pid, signal.SIGINT)
            code = process.wait(timeout=PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    words = errors.read_text()
    assert code == 0, words
    assert words.count(told) == 1
    assert "[+] Encerrando…\n" in words
    assert [word for word in ("Traceback", "Fatal Python error", "Aborted!", "interrompido") if word in words] == []
