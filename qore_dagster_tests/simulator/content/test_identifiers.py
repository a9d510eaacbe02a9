"""Check digits, against numbers whose digits are known from elsewhere."""

import uuid as standard_uuid

import pytest

from qore_dagster.simulator.content.identifiers import base36, cnpj, isin, uuid
from qore_dagster_tests.simulator.worlds import world


@pytest.mark.parametrize(("root", "whole"), [(11222333, "11222333000181"), (0, "00000000000191")])
def test_cnpj_check_digits(root: int, whole: str) -> None:
    """The customary example, and the one head office with a root of zeros."""
    assert cnpj(root) == whole


@pytest.mark.parametrize("whole", ["BRPETRACNPR6", "BRVALEACNOR0", "BRITUBACNPR1"])
def test_isin_check_digit(whole: str) -> None:
    """Published ISINs of listed shares."""
    assert isin(whole[2:-1]) == whole


def test_uuid_is_of_version_4_and_stable() -> None:
    """The same key gives the same UUID, of the shape that the portal uses."""
    made = uuid("a", 1)
    assert made == uuid("a", 1) != uuid("a", 2)
    assert standard_uuid.UUID(made).version == 4


def test_base36() -> None:
    """Digits, then capitals, padded."""
    assert [base36(number, 2) for number in (0, 35, 36)] == ["00", "0Z", "10"]


def test_every_fund_has_its_own_valid_identity() -> None:
    """Of 600 funds no two share a UUID, CNPJ, CNPJ root, ISIN, name or short name; check digits hold."""
    funds = world(funds=600).funds
    for values in (
        {fund.uuid for fund in funds},
        {fund.cnpj for fund in funds},
        {fund.cnpj[:8] for fund in funds},
        {fund.isin for fund in funds},
        {fund.nome for fund in funds},
        {fund.slug for fund in funds},
    ):
        assert len(values) == len(funds)
    assert all(fund.cnpj == cnpj(int(fund.cnpj[:8])) and fund.isin == isin(fund.isin[2:-1]) for fund in funds)
