"""What is read from a raw file: the fund's own portfolio of that day, or a fault that costs no other fund."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from qore_dagster.intake.fetch import Intake, RawFile, fetch
from qore_dagster.intake.positions import POSITION_TABLES, read_positions
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import Status, verdict
from qore_dagster.portal.files import Downloaded
from qore_dagster.simulator.server import RunningPortal
from qore_dagster_tests.formats.pages import cut
from qore_dagster_tests.intake.conftest import DAY, DAY_BEFORE

XML = FileType.XML_5_0


@pytest.fixture
def files(intake: Intake, keys: list[FundDay]) -> Batch[RawFile]:
    """The 5.0 files of the day."""
    fetched = fetch(intake, keys, XML, request=None)
    assert set(fetched.good) == set(keys)
    return fetched


def _changed(intake: Intake, file: RawFile, key: FundDay, change: Callable[[bytes], bytes]) -> RawFile:
    """A file in the store that is like another but for one thing."""
    data = change(intake.store.read(file.locator, file.sha256))

    def write(target: BinaryIO) -> Downloaded:
        target.write(data)
        return Downloaded(len(data), hashlib.sha256(data).hexdigest(), None)

    kept = intake.store.receive(key, XML, write, verify=lambda _: None)
    return replace(file, locator=kept.locator, sha256=kept.sha256, size=kept.size)


def _only_fault(batch: Batch[RawFile], intake: Intake, broken: FundDay) -> Fault:
    """Read; the one key fails, and the others are good."""
    read = read_positions({XML: batch}, intake.store, intake.funds).batch
    assert (set(read.failed), set(read.good), read.missing) == ({broken}, batch.keys() - {broken}, {})
    return read.failed[broken]


def test_a_good_file_is_read_bound_to_its_fund_and_reconciles(intake: Intake, files: Batch[RawFile]) -> None:
    read = read_positions({XML: files}, intake.store, intake.funds).batch

    assert (set(read.good), read.failed, read.missing) == (set(files.good), {}, {})
    for key, good in read.good.items():
        parsed = good.value.parsed
        assert (parsed.portfolio["cnpj"], parsed.portfolio["data_pos"]) == (intake.funds[key.fund].cnpj, key.date)
        rows = [row for table in POSITION_TABLES for row in parsed.rows(table)]
        assert {(row["fundo"], row["data_pos"]) for row in rows} == {(key.fund, key.date)}
        assert good.version == 1
        assert verdict(good.value.checks) is Status.HOLDS


def test_another_funds_file_fails_by_both_names(intake: Intake, files: Batch[RawFile], keys: list[FundDay]) -> None:
    broken, other, _ = keys
    files.succeed(broken, files.good[other].value, 1)

    fault = _only_fault(files, intake, broken)

    assert fault.code == "wrong_portfolio"
    expected, found = intake.funds[broken.fund].cnpj, intake.funds[other.fund].cnpj
    for said in (str(broken), files.good[other].value.name, f"é do CNPJ {found}", f"tem o CNPJ {expected}"):
        assert said in fault.reason
    assert "nada foi carregado" in fault.action


def test_a_page_of_a_report_is_never_loaded_as_the_whole(
    intake: Intake, files: Batch[RawFile], keys: list[FundDay]
) -> None:
    broken, *_ = keys
    files.succeed(broken, _changed(intake, files.good[broken].value, broken, lambda data: cut(data, 2)[0]), 1)

    fault = _only_fault(files, intake, broken)

    assert fault.code == "incomplete_pages"
    assert "faltam as páginas 2 e seguintes (há 1)" in fault.reason


def test_another_days_file_fails_and_says_which_day_it_is(
    intake: Intake, files: Batch[RawFile], keys: list[FundDay]
) -> None:
    broken, *_ = keys
    before = FundDay(DAY_BEFORE, broken.fund)
    file = fetch(intake, [before], XML, request=None).good[before].value
    files.succeed(broken, file, 1)

    fault = _only_fault(files, intake, broken)

    assert fault.code == "wrong_portfolio"
    for said in (str(broken), file.name, f"é da posição de {DAY_BEFORE:%d/%m/%Y}"):
        assert said in fault.reason


def test_a_fund_whose_cnpj_nobody_knows_is_read_all_the_same(
    intake: Intake, files: Batch[RawFile], keys: list[FundDay]
) -> None:
    funds = dict(intake.funds) | {keys[0].fund: replace(intake.funds[keys[0].fund], cnpj=None)}
    assert set(read_positions({XML: files}, intake.store, funds).batch.good) == set(keys)


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _no_quota(data: bytes) -> bytes:
    return data.replace(b"NAVL", b"XXXX")


def _too_large(data: bytes) -> bytes:
    changed, count = re.subn(rb"(<(?:\w+:)?Unit>)", rb"\g<1>" + b"9" * 30, data, count=1)
    assert count == 1
    return changed


@pytest.mark.parametrize("change", [_cut, _no_quota, _too_large])
def test_defect_29_a_file_that_makes_no_sense_fails_by_name_and_costs_no_other_fund(
    intake: Intake, files: Batch[RawFile], keys: list[FundDay], change: Callable[[bytes], bytes]
) -> None:
    broken, *_ = keys
    file = _changed(intake, files.good[broken].value, broken, change)
    files.succeed(broken, file, 1)

    fault = _only_fault(files, intake, broken)

    for said in (broken.fund, DAY.isoformat(), file.name):
        assert said in fault.reason
    assert fault.action
    assert fault.code != "unexpected", "the fault is the file's, not the program's"


def test_a_file_that_was_changed_on_disk_fails_by_name(
    intake: Intake, files: Batch[RawFile], keys: list[FundDay], tmp_path: Path
) -> None:
    broken, *_ = keys
    path = tmp_path / "raw" / files.good[broken].value.locator
    path.write_bytes(path.read_bytes() + b" ")

    fault = _only_fault(files, intake, broken)

    assert fault.code == "raw_changed"
    for said in (broken.fund, DAY.isoformat(), files.good[broken].value.name):
        assert said in fault.reason


def test_a_portfolio_that_does_not_reconcile_is_good_and_says_by_how_much(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal
) -> None:
    lacking = keys[0]
    shared_portal.add_fault("lacks_position", fund=intake.funds[lacking.fund].uuid)

    read = read_positions({XML: fetch(intake, keys, XML, request=None)}, intake.store, intake.funds).batch

    assert (set(read.good), read.failed) == (set(keys), {})
    assert [verdict(read.good[key].value.checks) for key in keys] == [Status.DOES_NOT_HOLD, *[Status.HOLDS] * 2]
    (blocking,) = [
        check for check in read.good[lacking].value.checks if check.status is Status.DOES_NOT_HOLD and check.blocking
    ]
    assert blocking.check == "total_assets"
    assert blocking.difference is not None
    assert blocking.tolerance is not None
    assert abs(blocking.difference) > blocking.tolerance


def test_what_failed_or_is_missing_before_stays_so(intake: Intake, files: Batch[RawFile], keys: list[FundDay]) -> None:
    failed, missing, good = keys
    files.fail(failed, Fault("http_500", "motivo", "o que fazer"))
    files.miss(missing, "ainda não")

    read = read_positions({XML: files}, intake.store, intake.funds).batch

    assert (set(read.good), read.failed, read.missing) == ({good}, files.failed, files.missing)
    assert good.date == DAY
