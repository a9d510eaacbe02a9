"""Which engine works on the file, as the settings say."""

import sys
from pathlib import Path

import pytest

from qore_dagster.access.backend import engine_of, open_backend
from qore_dagster.settings import AccessBackend, SettingsError, load_settings

FILE = "base.accdb"


@pytest.mark.parametrize(
    ("platform", "backend", "expected"),
    [
        ("linux", "auto", "jackcess"),
        ("darwin", "auto", "jackcess"),
        ("win32", "auto", "odbc"),
        ("win32", "jackcess", "jackcess"),
        ("linux", "odbc", "odbc"),
    ],
)
def test_the_backend(monkeypatch: pytest.MonkeyPatch, platform: str, backend: str, expected: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    settings = load_settings(access_path=FILE, access_backend=backend)
    assert settings.access == expected
    assert engine_of(settings.access).name == expected
    database = open_backend(settings)
    assert database is not None
    assert database.path == Path(FILE).absolute().resolve()


@pytest.mark.parametrize("chosen", [{}, {"access_path": ""}, {"access_path": FILE, "access_backend": "off"}])
def test_off(chosen: dict[str, str]) -> None:
    settings = load_settings(**chosen)
    assert settings.access is AccessBackend.OFF
    assert open_backend(settings) is None


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESS_PATH", FILE)
    monkeypatch.setenv("ACCESS_BACKEND", "jackcess")
    assert load_settings().access is AccessBackend.JACKCESS


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"access_backend": "jackcess"}, "ACCESS_BACKEND precisa de ACCESS_PATH"),
        ({"access_path": "base.xlsx"}, "ACCESS_PATH: deve ser um arquivo .accdb ou .mdb"),
        ({"access_backend": "dao"}, "ACCESS_BACKEND"),
    ],
)
def test_wrong_settings_are_named(chosen: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load_settings(**chosen)
