"""`qore dev`: what it starts has the settings of the folder's `.env`, though it works in another folder."""

import signal
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from qore_dagster.cli.portal import free_port
from qore_dagster_tests.cli.conftest import Start
from qore_dagster_tests.end_to_end.killing import wait_until


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
