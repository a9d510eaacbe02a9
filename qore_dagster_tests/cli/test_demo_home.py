"""What `qore demo` invents stays in its folder, and no real portal comes into that folder."""

from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from qore_dagster.cli.portal import free_port
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.tokens import TokenStore
from qore_dagster.settings import SettingsError, load_settings
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster_tests.cli.conftest import Start

_LOGIN = {"QORE_USERNAME": "outra@exemplo.com.br", "QORE_PASSWORD": "x"}  # pragma: allowlist secret
_DEMO = ("demo", "--funds", "1", "--json")


def _tables(uri: str) -> int:
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname IN ('pos', 'ctl', 'public')")
        return next(iter(cursor))[0]


def _destinations(tmp_path: Path, uri: str) -> dict[str, str]:
    (tmp_path / "arquivo").mkdir()
    return {
        "POSTGRES_URI": uri,
        "DAGSTER_POSTGRES_URL": uri,
        "QORE_ARCHIVE": str(tmp_path / "arquivo"),
        "ACCESS_PATH": str(tmp_path / "prod.accdb"),
        "ACCESS_BACKEND": "jackcess",
    }


def portal_session_of(home: Path, username: str) -> None:
    """Whoever asks the portal makes a client first."""
    settings = load_settings(qore_home=home, qore_username=username)
    with PortalClient(settings, TokenStore(home / "sessions", "x")):
        pass


def test_nothing_invented_reaches_what_the_settings_name(start: Start, tmp_path: Path, database_uri: str) -> None:
    given = _destinations(tmp_path, database_uri)
    process = start(*_DEMO, **given, **_LOGIN)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    assert _tables(database_uri) == 0
    assert list((tmp_path / "arquivo").iterdir()) == []
    assert not (tmp_path / "prod.accdb").exists()
    assert "não usa POSTGRES_URI, DAGSTER_POSTGRES_URL, ACCESS_PATH, QORE_ARCHIVE;" in err
    assert (tmp_path / "home" / "raw").is_dir()


def test_it_does_where_that_is_asked_for_and_no_real_portal_comes_in(
    start: Start, tmp_path: Path, database_uri: str
) -> None:
    given = _destinations(tmp_path, database_uri)
    process = start(*_DEMO, "--destinations", **given)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    assert _tables(database_uri) > 0
    assert (tmp_path / "arquivo" / "Excel").is_dir()
    assert (tmp_path / "prod.accdb").stat().st_size > 0
    assert not (tmp_path / "home" / "pg18").exists()

    with pytest.raises(SettingsError, match="fundos inventados"):  # whoever asks: the daemon, a script
        portal_session_of(tmp_path / "home", "outra@exemplo.com.br")
    portal_session_of(tmp_path / "home", SimulatorConfig().username)

    real = {**_LOGIN, "QORE_URL": "http://127.0.0.1:9", "POSTGRES_URI": database_uri}
    for command in (("run", "--date", "2026-01-07"), ("funds", "--sync"), ("dev", "--port", str(free_port()))):
        process = start(*command, **real)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (2, ""), err
        assert "fundos inventados de `qore demo`" in err
        assert "apague a pasta, ou escolha outra com QORE_HOME" in err


@pytest.mark.parametrize("command", [_DEMO, ("dev", "--port", "3999")])
def test_a_folder_with_what_a_portal_gave_is_no_place_for_a_demo(
    command: tuple[str, ...], start: Start, tmp_path: Path
) -> None:
    (tmp_path / "home" / "raw").mkdir(parents=True)
    process = start(*command)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert "tem dados de um portal" in err
    assert list((tmp_path / "home").iterdir()) == [tmp_path / "home" / "raw"]
