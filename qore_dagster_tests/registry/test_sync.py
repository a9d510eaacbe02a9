"""The registry in PostgreSQL: one list at a time, all of it or nothing."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg2
import pytest

from qore_dagster.model.file_type import FileType
from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.changes import RegistryChange, RegistryError
from qore_dagster.registry.store import FundStore
from qore_dagster.registry.sync import synchronise

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


def _seen(*numbers: int, name: str = "FUNDO") -> list[PortalFund]:
    return [PortalFund(str(uuid.UUID(int=number)), f"{name} {number}") for number in numbers]


@pytest.fixture
def connection(warehouse_uri: str) -> Iterator["Connection"]:
    """A connection to a migrated warehouse."""
    with closing(psycopg2.connect(warehouse_uri)) as connection:
        yield connection


@pytest.fixture
def store(connection: "Connection") -> FundStore:
    """The registry."""
    return FundStore(connection)


def test_the_list_is_kept_and_read_back(store: FundStore) -> None:
    change = synchronise(store, _seen(1, 2, 3))
    assert store.all() == list(change.added)
    assert all(fund.active for fund in change.added)
    assert [fund.slug for fund in store.all()] == ["fundo-1", "fundo-2", "fundo-3"]
    assert store.all()[0].types == tuple(FileType)
    change = synchronise(store, [*_seen(1, 4), *_seen(3, name="RENOMEADO")])
    assert [(fund.slug, fund.position, fund.active) for fund in store.all()] == [
        ("fundo-2", 1, False),
        ("fundo-1", 2, True),
        ("fundo-3", 3, True),
        ("fundo-4", 4, True),
    ]
    assert [fund.slug for fund in store.all() if fund.active] == ["fundo-1", "fundo-3", "fundo-4"]
    assert [renamed.slug for renamed in change.renamed] == ["fundo-3"]


def test_what_is_wanted_of_a_fund_survives_a_synchronisation(store: FundStore, connection: "Connection") -> None:
    synchronise(store, _seen(1, 2))
    with connection, connection.cursor() as cursor:
        cursor.execute("update ctl.fund set types = '{XML_5_0}', successor = 'fundo-2' where slug = 'fundo-1'")
    synchronise(store, _seen(2))
    fund = store.all()[0]
    assert (fund.slug, fund.types, fund.successor) == ("fundo-1", (FileType.XML_5_0,), "fundo-2")


def test_when_a_fund_was_last_seen_stands_still_while_it_is_gone(store: FundStore, connection: "Connection") -> None:
    def last_seen() -> list[tuple[str, object]]:
        with connection, connection.cursor() as cursor:
            cursor.execute("select slug, last_seen from ctl.fund order by slug")
            return cursor.fetchall()

    synchronise(store, _seen(1, 2))
    before = last_seen()
    synchronise(store, _seen(2))
    after = last_seen()
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_a_list_that_contradicts_itself_changes_nothing(store: FundStore) -> None:
    synchronise(store, _seen(1, 2))
    before = store.all()
    with pytest.raises(RegistryError):
        synchronise(store, [*_seen(1, 3), *_seen(3, name="OUTRO")])
    assert store.all() == before


def test_two_synchronisations_at_once_add_each_fund_once(warehouse_uri: str) -> None:
    barrier = threading.Barrier(4)
    changes: list[RegistryChange] = []

    def run() -> None:
        with closing(psycopg2.connect(warehouse_uri)) as connection:
            barrier.wait(10)
            changes.append(synchronise(FundStore(connection), _seen(*range(1, 35))))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(len(change.added) for change in changes) == [0, 0, 0, 34]
