"""Who is who: by UUID and CNPJ, never by name; keys that never change."""

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qore_dagster.model import cnpj as cnpjs
from qore_dagster.model.file_type import FileType
from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.changes import RegistryChange, RegistryError
from qore_dagster.registry.funds import Fund
from qore_dagster.registry.matching import match
from qore_dagster.registry.slugs import make_slugs


def _seen(number: int, name: str | None = None, **other: Any) -> PortalFund:
    root = f"{number:08d}0001"
    short = name or f"FUNDO {number}"
    identity = {"uuid": str(uuid.UUID(int=number)), "nome": f"{short} LONGO", "cnpj": root + cnpjs.check_digits(root)}
    return PortalFund(**{"nome_curto": short, **identity, **other})


def _known(*seen: PortalFund) -> list[Fund]:
    return match([], seen)[0]


def _slugs(funds: list[Fund]) -> list[str]:
    return [fund.slug for fund in funds]


A, B, C, D = (_seen(number) for number in (1, 2, 3, 4))


def test_new_funds_are_added_at_the_end_and_want_every_type() -> None:
    funds, change = match(_known(A, B), [C, A, B])
    assert _slugs(funds) == ["fundo-1", "fundo-2", "fundo-3"]
    assert [fund.position for fund in funds] == [1, 2, 3]
    assert change == RegistryChange(added=(funds[2],))
    assert funds[2].types == tuple(FileType)
    assert change.lines() == ["[+] fundo novo: FUNDO 3 (fundo-3)"]


def test_nothing_new_is_no_change() -> None:
    known = _known(A, B)
    funds, change = match(known, [B, A])
    assert funds == known
    assert not change
    assert change.lines() == []


def test_a_vanished_fund_is_kept_inactive_before_the_active_ones_and_may_return() -> None:
    funds, change = match(_known(A, B, C, D), [A, C, D])
    assert [(fund.slug, fund.active) for fund in funds] == [
        ("fundo-2", False),
        ("fundo-1", True),
        ("fundo-3", True),
        ("fundo-4", True),
    ]
    assert change == RegistryChange(vanished=(funds[0],))
    again, nothing = match(funds, [A, C, D])
    assert (again, bool(nothing)) == (funds, False)
    back, change = match(funds, [A, B, C, D])
    assert _slugs(back) == ["fundo-2", "fundo-1", "fundo-3", "fundo-4"]
    assert change == RegistryChange(returned=(back[0],))


@given(st.lists(st.sets(st.integers(1, 8), min_size=1), min_size=1, max_size=6))
def test_active_funds_always_stand_in_one_stretch_in_a_stable_order(lists: list[set[int]]) -> None:
    funds: list[Fund] = []
    for numbers in lists:
        before = [fund.slug for fund in funds if fund.active]
        funds, _ = match(funds, [_seen(number) for number in sorted(numbers)])
        assert [fund.position for fund in funds] == list(range(1, len(funds) + 1))
        states = [fund.active for fund in funds]
        assert states == sorted(states)
        after = [fund.slug for fund in funds if fund.active]
        stayed = [slug for slug in before if slug in after]
        assert stayed == [slug for slug in after if slug in before]
        assert len({fund.slug for fund in funds}) == len(funds)


def test_a_renamed_fund_keeps_its_key_and_is_told() -> None:
    funds, change = match(_known(A), [_seen(1, "OUTRO NOME")])
    assert funds[0].slug == "fundo-1"
    assert (funds[0].nome_curto, funds[0].nome) == ("OUTRO NOME", "OUTRO NOME LONGO")
    assert change.lines() == [
        "[!] fundo renomeado: FUNDO 1 (FUNDO 1 LONGO) agora é OUTRO NOME (OUTRO NOME LONGO); a chave continua fundo-1"
    ]


@pytest.mark.parametrize("names", [("FIP ON", "FIP LONDON"), ("FIP LONDON", "FIP ON")])
def test_defect_07_names_that_contain_each_other_are_never_mixed_up(names: tuple[str, str]) -> None:
    first, second = _seen(1, names[0]), _seen(2, names[1])
    known = _known(first, second)
    swapped = [_seen(2, names[0]), _seen(1, names[1])]  # even where the names change places
    for seen in ([first, second], [second, first], swapped):
        funds, change = match(known, seen)
        assert {fund.uuid: fund.cnpj for fund in funds} == {first.uuid: first.cnpj, second.uuid: second.cnpj}
        assert not change.added


@pytest.mark.parametrize("what", ["uuid", "cnpj"])
def test_two_entries_that_claim_one_identity_are_an_error_that_names_both(what: str) -> None:
    twin = _seen(2, **{what: getattr(A, what)})
    with pytest.raises(RegistryError) as caught:
        match([], [A, twin])
    assert "FUNDO 1" in str(caught.value)
    assert "FUNDO 2" in str(caught.value)
    assert what.upper() in str(caught.value)
    assert caught.value.fault.code == "same_identity"


def test_funds_without_cnpj_are_not_twins() -> None:
    assert len(_known(_seen(1, cnpj=None), _seen(2, cnpj=None))) == 2


def test_a_uuid_and_a_cnpj_of_two_known_funds_are_an_error_that_names_both() -> None:
    with pytest.raises(RegistryError) as caught:
        match(_known(A, B), [_seen(1, cnpj=B.cnpj)])
    assert "fundo-1" in str(caught.value)
    assert "fundo-2" in str(caught.value)


def test_two_entries_that_are_one_known_fund_are_an_error_that_names_both() -> None:
    with pytest.raises(RegistryError) as caught:
        match(_known(A), [_seen(1, "NOVO", cnpj=C.cnpj), _seen(2, "VELHO", cnpj=A.cnpj)])
    assert "NOVO" in str(caught.value)
    assert "VELHO" in str(caught.value)


@pytest.mark.parametrize("what", ["uuid", "cnpj"])
def test_a_fund_known_by_one_identity_takes_over_the_other_and_is_told(what: str) -> None:
    seen = _seen(1, **{what: getattr(D, what)})
    funds, change = match(_known(A), [seen])
    assert _slugs(funds) == ["fundo-1"]
    assert (funds[0].uuid, funds[0].cnpj) == (seen.uuid, seen.cnpj)
    (line,) = change.lines()
    assert str(getattr(A, what)) in line
    assert str(getattr(D, what)) in line


def test_a_list_without_legal_name_and_cnpj_takes_nothing_away() -> None:
    funds, change = match(_known(A), [_seen(1, nome=None, cnpj=None)])
    assert (funds, bool(change)) == (_known(A), False)


def test_a_cnpj_that_becomes_known_is_filled_in() -> None:
    funds, change = match(_known(_seen(1, cnpj=None)), [A])
    assert funds[0].cnpj == A.cnpj
    assert not change


def test_an_empty_list_is_an_error_and_makes_nobody_inactive() -> None:
    with pytest.raises(RegistryError, match="vazia"):
        match(_known(A), [])


class TestSlugs:
    """The keys."""

    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("ZED FIP MULT", "zed-fip-mult"),
            ("  Ação & Crédito | São João  ", "acao-credito-sao-joao"),
            ("FUNDO/../../X", "fundo-x"),
            ("A" * 80, "a" * 60),
            ("NUL", "nul-00000001"),
            ("基金", "fundo-00000001"),
        ],
    )
    def test_are_readable_ascii(self, name: str, slug: str) -> None:
        assert make_slugs([_seen(1, name)], []) == [slug]

    def test_one_name_for_two_funds_is_told_apart_by_cnpj_whatever_their_order(self) -> None:
        first, second = _seen(1, "ZED FIP"), _seen(2, "zed  fip")
        assert make_slugs([first, second], []) == ["zed-fip-00000001", "zed-fip-00000002"]
        assert make_slugs([second, first], []) == ["zed-fip-00000002", "zed-fip-00000001"]

    def test_a_key_once_given_is_never_given_again(self) -> None:
        assert make_slugs([_seen(1, "ZED")], ["zed"]) == ["zed-00000001"]
        assert make_slugs([_seen(1, "ZED")], ["zed", "zed-00000001"]) == [f"zed-{_seen(1).cnpj}"]
        assert make_slugs([_seen(1, "ZED", cnpj=None)], ["zed"]) == ["zed-00000000"]

    @given(st.lists(st.text(min_size=1, max_size=90), min_size=1, max_size=12))
    def test_are_unique_short_and_safe_whatever_the_names(self, names: list[str]) -> None:
        slugs = make_slugs([_seen(number, name) for number, name in enumerate(names, start=1)], [])
        assert len(set(slugs)) == len(names)
        for slug in slugs:
            assert 0 < len(slug) <= 60
            assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
            assert "--" not in slug
            assert slug.strip("-") == slug
