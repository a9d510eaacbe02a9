"""Each fund is filed under a name of its own, which stays."""

import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qore_dagster.model.file_names import folded, safe_name
from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.changes import RegistryError
from qore_dagster.registry.choices import Choice
from qore_dagster.registry.filing_names import may_be_filing_name
from qore_dagster.registry.matching import match
from qore_dagster.registry.store import FundStore
from qore_dagster.registry.sync import synchronise


def _seen(number: int, name: str) -> PortalFund:
    return PortalFund(str(uuid.UUID(int=number << 96)), name)


def _names(*seen: PortalFund) -> list[str | None]:
    return [fund.filing_name for fund in match([], seen)[0]]


def test_the_name_is_the_short_one_made_safe() -> None:
    assert _names(_seen(1, "FIP ZED MULT"), _seen(2, "FIDC A/B*")) == ["FIP ZED MULT", "FIDC A-B"]


def test_funds_of_one_name_are_told_apart_by_their_slugs() -> None:
    for first, second in (("ZED", "ZED"), ("Ação", "AÇÃO"), ("A/B", "A:B"), ("ZED", "zed.")):
        funds, _ = match([], [_seen(1, first), _seen(2, second)])
        assert [fund.filing_name for fund in funds] == [f"{safe_name(fund.nome_curto)} - {fund.slug}" for fund in funds]


@pytest.mark.parametrize("name", ["ZED (1)", "???", "X" * 59 + "!" * 40])
def test_a_name_that_cannot_be_or_looks_like_a_version_gets_the_slug(name: str) -> None:
    [made] = _names(_seen(1, name))
    assert made
    assert made == safe_name(made)
    assert may_be_filing_name(made)


def test_a_rename_or_a_later_twin_changes_no_name() -> None:
    known, _ = match([], [_seen(1, "ZED"), _seen(2, "YTA")])
    after, _ = match(known, [_seen(1, "YTA"), _seen(2, "ZED"), _seen(3, "ZED")])
    names = {fund.uuid: fund.filing_name for fund in after}
    assert [names[str(uuid.UUID(int=n << 96))] for n in (1, 2)] == ["ZED", "YTA"]
    assert names[str(uuid.UUID(int=3 << 96))] == "ZED - zed-00000003"


@given(st.lists(st.text(alphabet="aÁÀ/:(1) .ﬁfi", max_size=6) | st.text(max_size=80), min_size=1, max_size=8))
def test_no_two_funds_share_a_name_whatever_the_order(names: list[str]) -> None:
    seen = [_seen(number, name) for number, name in enumerate(names, start=1)]
    made = {fund.uuid: fund.filing_name or "" for fund in match([], seen)[0]}
    assert len({folded(name) for name in made.values()}) == len(names)
    assert all(name == safe_name(name) != "" and may_be_filing_name(name) for name in made.values())
    assert {fund.uuid: fund.filing_name for fund in match([], seen[::-1])[0]} == made


@pytest.fixture
def store(warehouse_uri: str) -> Iterator[FundStore]:
    """The registry, with two funds."""
    with closing(psycopg2.connect(warehouse_uri)) as connection:
        store = FundStore(connection)
        synchronise(store, [_seen(1, "ZED"), _seen(2, "YTA")])
        yield store


def test_funds_of_an_older_registry_get_theirs_with_the_next_list(store: FundStore) -> None:
    with store.connection, store.connection.cursor() as cursor:
        cursor.execute("update ctl.fund set filing_name = null")
    change = synchronise(store, [_seen(1, "ZED"), _seen(2, "YTA")])
    assert [fund.filing_name for fund in store.all()] == ["ZED", "YTA"]
    assert not change


def test_a_person_chooses_and_it_stays(store: FundStore) -> None:
    choice = Choice("ZED", str(uuid.UUID(int=1 << 96)), None, filing_name="FIP ZED", filing_folder="FIPs/01. ZED")
    change = synchronise(store, None, [choice])
    assert change.lines() == [
        "[+] arquivos de ZED (zed): daqui em diante na pasta FIPs/01. ZED, com o nome FIP ZED",
    ]
    synchronise(store, [_seen(1, "ZED II"), _seen(2, "YTA")])
    zed = store.all()[0]
    assert (zed.filing_name, zed.filing_folder) == ("FIP ZED", "FIPs/01. ZED")
    assert not synchronise(store, None, [choice])


def test_a_name_given_up_is_nobody_elses(store: FundStore) -> None:
    ours = Choice("ZED", str(uuid.UUID(int=1 << 96)), None, filing_name="FIP ZED")
    synchronise(store, None, [ours])
    synchronise(store, [_seen(1, "ZED"), _seen(2, "YTA"), _seen(3, "ZED")])
    assert [fund.filing_name for fund in store.all()] == ["FIP ZED", "YTA", "ZED - zed-00000003"]

    with pytest.raises(RegistryError, match="zed"):
        synchronise(store, None, [Choice("YTA", str(uuid.UUID(int=2 << 96)), None, filing_name="Zed")])
    synchronise(store, None, [replace(ours, filing_name="ZED")])  # its own, back again
    assert store.all()[0].filing_name == "ZED"


def test_nobody_can_choose_the_name_of_another_fund(store: FundStore) -> None:
    with pytest.raises(RegistryError) as caught:
        synchronise(store, None, [Choice("ZED", str(uuid.UUID(int=1 << 96)), None, filing_name="yta")])
    assert all(text in str(caught.value) for text in ("zed", "yta", "nome_arquivo"))
    assert [fund.filing_name for fund in store.all()] == ["ZED", "YTA"]
