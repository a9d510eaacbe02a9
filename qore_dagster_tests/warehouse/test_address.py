"""Where the databases are: what the settings say first, then beside it, then the embedded server."""

from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from psycopg2 import sql

from qore_dagster.settings import Settings, load_settings
from qore_dagster.warehouse.address import databases
from qore_dagster.warehouse.errors import AddressError
from qore_dagster.warehouse.lease import Lease
from qore_dagster.warehouse.server import EmbeddedServer


def settings(home: Path, **values: str) -> Settings:
    """Settings of a test; an empty value is as good as none."""
    return load_settings(qore_home=home, **({"postgres_uri": "", "dagster_postgres_url": ""} | values))


def database_of(uri: str) -> str:
    """Which database answers."""
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute("select current_database()")
        row = cursor.fetchone()
        assert row is not None
        return str(row[0])


def test_nothing_given_is_the_embedded_server(tmp_path: Path) -> None:
    with databases(settings(tmp_path)) as found:
        assert (database_of(found.warehouse), database_of(found.dagster)) == ("qore", "dagster")
        assert urlsplit(found.warehouse).netloc not in repr(found)
    assert not EmbeddedServer(tmp_path).running()


def test_both_given_start_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    given = settings(home, postgres_uri="postgres://a:b@nowhere/w", dagster_postgres_url="postgresql://a:b@nowhere/d")
    with databases(given) as found:
        assert found.warehouse == "postgresql://a:b@nowhere/w"
        assert found.dagster == "postgresql://a:b@nowhere/d"
    assert not home.exists()


def test_dagster_beside_a_given_warehouse_keeps_the_parameters(
    tmp_path: Path, postgres: Lease, database_uri: str
) -> None:
    home = tmp_path / "home"
    for _ in range(2):
        with databases(settings(home, postgres_uri=f"{database_uri}&application_name=x")) as found:
            assert database_of(found.dagster) == "dagster"
            assert found.dagster.endswith("/dagster?sslmode=disable&application_name=x")
    assert not home.exists()


def test_only_dagster_given_embeds_the_warehouse(tmp_path: Path, database_uri: str) -> None:
    with databases(settings(tmp_path, dagster_postgres_url=database_uri)) as found:
        assert found.dagster == database_uri
        assert database_of(found.warehouse) == "qore"


def test_a_user_who_may_not_create_the_database_is_told_what_to_ask_for(postgres: Lease, tmp_path: Path) -> None:
    """On a server of its own kind: every database of the shared one has `dagster` already."""
    with databases(settings(tmp_path)) as own:
        parts = urlsplit(own.warehouse)
        with closing(psycopg2.connect(own.warehouse)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("drop database dagster")
                cursor.execute(sql.SQL("create role modest login password {}").format(sql.Literal("mo-pass")))
        uri = parts._replace(netloc=f"modest:mo-pass@{parts.netloc.rpartition('@')[2]}").geturl()
        with pytest.raises(AddressError) as raised, databases(settings(tmp_path / "other", postgres_uri=uri)):
            pass
    assert "create database dagster" in raised.value.fault.action
    assert "mo-pass" not in str(raised.value)


def test_a_server_that_does_not_answer_is_named_without_the_password(tmp_path: Path) -> None:
    given = settings(tmp_path, postgres_uri="postgresql://me:hush@127.0.0.1:1/fundos")  # pragma: allowlist secret
    with pytest.raises(AddressError, match=r"127\.0\.0\.1:1/fundos") as raised, databases(given):
        pass
    assert "hush" not in str(raised.value)


@pytest.mark.parametrize(
    "uri",
    [
        "postgresql://me:hu@sh@server/db",  # pragma: allowlist secret
        "postgresql://me:hu/sh@server/db",  # pragma: allowlist secret
        "postgresql://me:hu#sh@server/db",  # pragma: allowlist secret
        "postgresql://me:hu?sh@server/db",  # pragma: allowlist secret
        "postgresql://me:12/hush@server/db",  # pragma: allowlist secret
        "postgresql://me:hu%sh@server/db",  # pragma: allowlist secret
        "postgresql://me:hush@server:port/db",  # pragma: allowlist secret
        "postgresql://me:hush@server/db?sslmodo=require",  # pragma: allowlist secret
    ],
)
def test_a_malformed_address_names_the_variable_and_no_part_of_the_password(uri: str, tmp_path: Path) -> None:
    given = settings(tmp_path, postgres_uri=uri)
    with pytest.raises(AddressError, match="POSTGRES_URI não é um endereço válido") as raised, databases(given):
        pass
    assert "hu" not in str(raised.value).replace("senha", "")
    assert raised.value.__cause__ is None
