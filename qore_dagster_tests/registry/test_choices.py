"""What people want of funds: switched off stays off, whatever the portal lists."""

import uuid
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from qore_dagster.model.file_type import FileType
from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.changes import RegistryError
from qore_dagster.registry.choices import Choice
from qore_dagster.registry.store import FundStore
from qore_dagster.registry.sync import synchronise

ALFA, BETA, GAMA = (
    PortalFund(str(uuid.UUID(int=number)), name, name, cnpj)
    for number, (name, cnpj) in enumerate(
        [("ALFA", "11222333000181"), ("BETA", "44555666000181"), ("GAMA", None)], start=1
    )
)
OFF = Choice("outro nome", None, BETA.cnpj, wanted=False)
ON = Choice("BETA (1)", BETA.uuid, None, wanted=True)


@pytest.fixture
def store(warehouse_uri: str) -> Iterator[FundStore]:
    """The registry, with three funds."""
    with closing(psycopg2.connect(warehouse_uri)) as connection:
        store = FundStore(connection)
        synchronise(store, [ALFA, BETA, GAMA])
        yield store


def _active(store: FundStore) -> list[str]:
    return [fund.slug for fund in store.all() if fund.active]


def test_a_fund_that_is_switched_off_has_not_vanished(store: FundStore) -> None:
    change = synchronise(store, None, [OFF])
    assert change.lines() == ["[!] fundo desligado: BETA (beta); não será mais pedido"]
    assert _active(store) == ["alfa", "gama"]
    beta = store.all()[0]
    assert (beta.slug, beta.listed, beta.wanted, beta.position) == ("beta", True, False, 1)


def test_the_portals_list_never_switches_a_fund_on(store: FundStore) -> None:
    synchronise(store, None, [OFF])
    assert not synchronise(store, [ALFA, BETA, GAMA])
    assert _active(store) == ["alfa", "gama"]
    assert [fund.slug for fund in synchronise(store, [ALFA, GAMA]).vanished] == ["beta"]
    assert [fund.slug for fund in synchronise(store, [ALFA, BETA, GAMA]).returned] == ["beta"]
    assert _active(store) == ["alfa", "gama"]


def test_a_person_switches_it_on_again(store: FundStore) -> None:
    synchronise(store, None, [OFF])
    change = synchronise(store, None, [ON])
    assert change.lines() == ["[+] fundo ligado: BETA (beta)"]
    assert set(_active(store)) == {"alfa", "beta", "gama"}
    assert not synchronise(store, None, [ON])


def test_a_list_and_its_choices_are_taken_over_at_once(store: FundStore) -> None:
    delta = PortalFund(str(uuid.UUID(int=4)), "DELTA")
    change = synchronise(store, [ALFA, BETA, delta], [Choice("DELTA", delta.uuid, None, wanted=False)])
    assert [fund.slug for fund in change.added] == [fund.slug for fund in change.switched_off] == ["delta"]
    assert _active(store) == ["alfa", "beta"]


def test_file_types_are_chosen_and_stay(store: FundStore) -> None:
    change = synchronise(store, None, [Choice("ALFA", ALFA.uuid, None, types=(FileType.XML_5_0,))])
    assert change.lines() == ["[+] tipos pedidos de ALFA (alfa): xml_5_0"]
    synchronise(store, [ALFA, BETA, GAMA])
    assert {fund.slug: len(fund.types) for fund in store.all()} == {"alfa": 1, "beta": 4, "gama": 4}


@pytest.mark.parametrize(
    ("choices", "named"),
    [
        ([OFF, Choice("ZED", None, "00000000000191", wanted=True)], ["ZED", "00000000000191", "não estão no cadastro"]),
        ([OFF, ON], ["beta", "outro nome", "BETA (1)", "duas vezes"]),
    ],
)
def test_choices_that_cannot_be_change_nothing(choices: list[Choice], named: list[str], store: FundStore) -> None:
    with pytest.raises(RegistryError) as caught:
        synchronise(store, None, choices)
    assert all(text in str(caught.value) for text in named)
    assert _active(store) == ["alfa", "beta", "gama"]
