"""Positions come from the best file there is of each fund and day."""

import hashlib
from dataclasses import replace
from typing import BinaryIO

import pytest

from qore_dagster.intake.fetch import Intake, RawFile, fetch
from qore_dagster.intake.positions import PositionsRead, read_positions
from qore_dagster.model.batch import Batch
from qore_dagster.model.edition import SOURCES, edition_of, source_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import Status, verdict
from qore_dagster.portal.files import Downloaded

XML_5, XML_4, EXCEL = SOURCES
Files = dict[FileType, Batch[RawFile]]


@pytest.fixture
def files(intake: Intake, keys: list[FundDay]) -> Files:
    """Every source of the day."""
    return {source: fetch(intake, keys, source, request=None) for source in SOURCES}


def _sources(read: PositionsRead) -> dict[FundDay, FileType]:
    return {key: source_of(good.version)[0] for key, good in read.batch.good.items()}


def test_the_best_source_is_read_and_the_others_are_not(intake: Intake, files: Files, keys: list[FundDay]) -> None:
    read = read_positions(files, intake.store, intake.funds)
    assert _sources(read) == dict.fromkeys(keys, XML_5)
    assert {good.version for good in read.batch.good.values()} == {1}
    assert read.new_faults == {}


def test_the_next_best_is_read_where_the_best_is_not_there(intake: Intake, files: Files, keys: list[FundDay]) -> None:
    first, second, third = keys
    files[XML_5].miss(first, "ainda não")
    files[XML_5].miss(second, "ainda não")
    files[XML_4].miss(second, "ainda não")
    read = read_positions(files, intake.store, intake.funds)
    assert _sources(read) == {first: XML_4, second: EXCEL, third: XML_5}
    assert read.batch.good[second].version == edition_of(EXCEL, 1)
    assert {verdict(good.value.checks) for good in read.batch.good.values()} == {Status.HOLDS}
    assert read.new_faults == {}


def test_the_net_worth_is_the_same_from_every_source(intake: Intake, files: Files, keys: list[FundDay]) -> None:
    found = [
        [read.batch.good[key].value.parsed.portfolio["patliq"] for key in keys]
        for source in SOURCES
        for read in [read_positions({source: files[source]}, intake.store, intake.funds)]
    ]
    assert found[0] == found[1] == found[2]


def test_a_best_source_that_cannot_be_read_is_told_and_the_next_is_read(
    intake: Intake, files: Files, keys: list[FundDay]
) -> None:
    broken, other, _ = keys
    files[XML_5].succeed(broken, files[XML_5].good[other].value, 1)  # another fund's file
    read = read_positions(files, intake.store, intake.funds)
    assert _sources(read)[broken] is XML_4
    assert set(read.faults[XML_5]) == set(read.new_faults) == {broken}
    assert read.faults[XML_4] == {}
    assert "é do CNPJ" in read.new_faults[broken].reason


def test_where_no_source_can_be_read_the_best_ones_fault_is_the_reason(
    intake: Intake, files: Files, keys: list[FundDay]
) -> None:
    broken, other, _ = keys
    for source in SOURCES:
        files[source].succeed(broken, files[source].good[other].value, 1)
    read = read_positions(files, intake.store, intake.funds)
    assert set(read.batch.failed) == {broken}
    assert read.batch.failed[broken] == read.new_faults[broken]


def test_a_file_that_is_of_another_format_is_told(intake: Intake, files: Files, keys: list[FundDay]) -> None:
    files[XML_5].succeed(keys[0], files[XML_4].good[keys[0]].value, 1)
    read = read_positions({XML_5: files[XML_5]}, intake.store, intake.funds)
    assert "é ANBIMA 4.01, e não XML 5.0" in read.batch.failed[keys[0]].reason


def test_of_a_lot_the_funds_own_portfolio_is_taken(intake: Intake, files: Files, keys: list[FundDay]) -> None:
    parts = [intake.store.read(f.locator, f.sha256) for f in (files[XML_4].good[key].value for key in keys[:2])]
    bodies = [data.decode("utf-8").partition("<arquivoposicao_4_01>")[2].rpartition("</arq")[0] for data in parts]
    lot = f"<arquivoposicao_4_01>{''.join(bodies)}</arquivoposicao_4_01>".encode()
    for key in keys:
        files[XML_4].succeed(key, _stored(intake, key, lot, files[XML_4].good[key].value), 1)
    read = read_positions({XML_4: files[XML_4]}, intake.store, intake.funds)
    assert set(read.batch.good) == set(keys[:2])
    for key in keys[:2]:
        assert read.batch.good[key].value.parsed.portfolio["cnpj"] == intake.funds[key.fund].cnpj
    assert "não traz a carteira do fundo" in read.batch.failed[keys[2]].reason


def _stored(intake: Intake, key: FundDay, data: bytes, like: RawFile) -> RawFile:
    def write(target: BinaryIO) -> Downloaded:
        target.write(data)
        return Downloaded(len(data), hashlib.sha256(data).hexdigest(), None)

    kept = intake.store.receive(key, XML_4, write, verify=lambda _: None)
    return replace(like, locator=kept.locator, sha256=kept.sha256, size=kept.size)
