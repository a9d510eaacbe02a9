"""ANBIMA's codes of provisions and expenses."""

import pytest

from qore_dagster.formats.anbima_accounts import ACCOUNTS, account_of
from qore_dagster.simulator.content import accounts as simulated
from qore_dagster.simulator.content.portfolio import Account
from qore_dagster_tests.formats.lots import block, read


def test_each_code_stands_once_and_has_a_side() -> None:
    assert all(account.code == code for code, account in ACCOUNTS.items())
    assert {account.side for account in ACCOUNTS.values()} == {"C", "D", "DC"}
    assert len(ACCOUNTS) == 43


@pytest.mark.parametrize(("code", "account"), [("34", "ADMF"), ("034", "ADMF"), ("14", "REGF"), ("23", "FWRD EQUI")])
def test_a_code_has_its_account(code: str, account: str) -> None:
    assert account_of(code) == account


@pytest.mark.parametrize("code", [None, "", "999", "25", "2001", "-1", "3.4", "x", "٣٤", "9" * 5000])
def test_any_other_code_has_none(code: str | None) -> None:
    assert account_of(code) is None


def test_the_simulator_has_the_same_table() -> None:
    for known in vars(simulated).values():
        if isinstance(known, Account) and known.code_50 not in {"SECU", "OTHR"}:
            assert account_of(str(known.code_401)) == known.code_50


@pytest.mark.parametrize("code", ["14", "12", "2", "999", "2001", "29", "0"])
@pytest.mark.parametrize(("letter", "side"), [("C", "RECEBER"), ("D", "PAGAR")])
def test_tricky_19_the_side_comes_from_the_row_and_never_from_the_code(code: str, letter: str, side: str) -> None:
    parsed = read(block("provisao", {"codprov": code, "credeb": letter, "dt": "", "valor": "1.00"}))
    (row,) = parsed.provisions
    assert (row["tipo_cpr"], row["codigo"], row["conta"]) == (side, code, account_of(code))
    assert not parsed.warnings


@pytest.mark.parametrize("letter", ["", "X", "c"])
def test_a_side_that_is_none_sets_the_row_apart(letter: str) -> None:
    parsed = read(block("provisao", {"codprov": "2", "credeb": letter, "valor": "1.00"}))
    assert [row["tabela"] for row in parsed.quarantine] == ["provisions"]
    assert not parsed.provisions
