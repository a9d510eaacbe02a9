"""Tests run anywhere: without network, without a production database, untouched by the developer's settings."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from qore_dagster.settings import load_settings
from qore_dagster_tests import isolation

_ELSEWHERE = "203.0.113.1"  # RFC 5737: nobody's address
_ENVIRONMENT = {
    "QORE_URL": "https://producao.exemplo.com.br",
    "POSTGRES_URI": "postgresql://producao.exemplo.com.br/carteiras",
    "DAGSTER_HOME": "/nowhere",
    "PGHOST": "producao.exemplo.com.br",
}
_INNER = """
import os
from qore_dagster.settings import Settings, load_settings

def test_inner():
    assert load_settings() == Settings(_env_file=None)
    assert not load_settings().qore_username
    assert "QORE_URL" not in os.environ and "DAGSTER_HOME" not in os.environ and "PGHOST" not in os.environ
"""


def test_defect_49_no_test_reaches_another_machine() -> None:
    # A worker of xdist has the guard twice, by both names of its module; whichever is first refuses.
    with socket.socket() as connection:
        connection.settimeout(0.01)
        with pytest.raises(RuntimeError, match=r"^a test must not reach '203"):
            connection.connect((_ELSEWHERE, 443))
    with pytest.raises(RuntimeError, match=r"^a test must not reach 'producao"):
        socket.getaddrinfo("producao.exemplo.com.br", 443)
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.create_connection(listening.getsockname()):
        pass  # this machine may be reached


def test_defect_49_no_process_that_a_test_starts_reaches_another_machine() -> None:
    code = f"import socket; socket.create_connection(({_ELSEWHERE!r}, 443), timeout=0.01)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "NetworkRefusedError: a test must not reach" in done.stderr


def test_defect_49_no_test_reads_the_developers_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("QORE_USERNAME=alguem@exemplo.com.br\n")
    _assert_inner_passes(_INNER, tmp_path)


def test_tests_in_a_shells_background_can_end_what_they_start(tmp_path: Path) -> None:
    # A background job inherits an ignored SIGINT; Dagster then ignores SIGTERM as well, and so does all it starts.
    inner = "import signal\ndef test_inner(): assert signal.getsignal(signal.SIGINT) is signal.default_int_handler\n"
    _assert_inner_passes(inner, tmp_path, "sh", "-c", "trap '' INT; exec \"$@\"", "sh")


def _assert_inner_passes(code: str, folder: Path, *starter: str) -> None:
    inner = folder / "test_inner.py"
    inner.write_text(code)
    plugins = ("-p", isolation.__name__, "-p", "no:cacheprovider")
    done = subprocess.run(
        [*starter, sys.executable, "-m", "pytest", "-q", *plugins, str(inner)],
        cwd=folder,
        env=os.environ | _ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_defect_49_what_is_not_set_stays_embedded_and_local() -> None:
    settings = load_settings()
    assert not settings.postgres_uri.get_secret_value()
    assert not settings.dagster_postgres_url.get_secret_value()
    assert not [name for name in os.environ if name.startswith("PG")]
