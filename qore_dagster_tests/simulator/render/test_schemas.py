"""The XML files against the official schemas: ISO 20022 and ANBIMA 4.01."""

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.content.funds import Envelope
from qore_dagster_tests.simulator.render.summary import element_of
from qore_dagster_tests.simulator.worlds import LEGACY_DAY, NEW_DAY, world

_FOLDER = Path(__file__).parents[2] / "data" / "xsd"


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_FOLDER / name))


@pytest.mark.parametrize("index", range(34))
def test_5_0_is_valid_in_either_envelope(index: int) -> None:
    """Header and document; the root is the envelope's, under its own namespace."""
    fund = world().funds[index]
    for day in (LEGACY_DAY, NEW_DAY):
        root = etree.fromstring(world().file(fund, day, FileType.XML_5_0).data)
        assert etree.QName(root).localname == fund.envelope
        _schema("head.001.001.01.xsd").assertValid(element_of(root, ".//{*}AppHdr"))
        _schema("semt.003.001.04.xsd").assertValid(element_of(root, ".//{*}Document"))


@pytest.mark.parametrize("index", range(34))
def test_4_01_is_valid(index: int) -> None:
    """The whole file."""
    for day in (LEGACY_DAY, NEW_DAY):
        root = etree.fromstring(world().file(world().funds[index], day, FileType.XML_4_01).data)
        _schema("sPosicao_401.xsd").assertValid(root)


def test_both_envelopes_and_both_encodings_occur() -> None:
    """Among 34 funds; prefixes in one envelope, none in the other."""
    five = [world().file(fund, NEW_DAY, FileType.XML_5_0).data for fund in world().funds]
    roots = {etree.QName(etree.fromstring(data)).localname for data in five}
    assert roots == set(Envelope)
    assert any(b"<ISO:BalForSubAcct>" in data and b"<HEADER:AppHdr>" in data for data in five)
    four = [world().file(fund, NEW_DAY, FileType.XML_4_01).data for fund in world().funds]
    assert any(b"ISO-8859-1" in data[:60] and "ÇÕES".encode("latin-1") in data for data in four)
    assert any(b"encoding" not in data[:60] and "ÇÕES".encode() in data for data in four)


def test_5_0_has_realistic_sizes() -> None:
    """4 to 5 kB for a position more."""
    sizes = {fund.positions: len(world().file(fund, NEW_DAY, FileType.XML_5_0).data) for fund in world().funds}
    marginal = (sizes[100] - sizes[10]) / 90
    assert 3_500 < marginal < 5_000
    assert 80_000 < sizes[20] < 130_000
