"""Raw files are fetched once, each fault is its own fund's, and what the portal does not list is no fault."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from qore_dagster.intake.fetch import NOT_LISTED, Intake, fetch, list_files
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.simulator.server import RunningPortal
from qore_dagster.warehouse.records import FileState
from qore_dagster_tests.intake.conftest import DAY, DAY_BEFORE

XML = FileType.XML_5_0


def _asked(portal: RunningPortal, endpoint: str) -> int:
    return portal.requests()["endpoints"].get(endpoint, 0)


def _states(intake: Intake, keys: list[FundDay], file_type: FileType = XML) -> list[FileState]:
    statuses = intake.ledger.statuses(keys)
    return [statuses[key, file_type].state for key in keys]


def _files(folder: Path) -> list[Path]:
    return [path for path in (folder / "raw").rglob("*") if path.is_file()]


@pytest.mark.parametrize("file_type", list(FileType))
def test_a_listed_file_is_kept_verified_and_known_to_the_ledger(
    intake: Intake, keys: list[FundDay], file_type: FileType, tmp_path: Path
) -> None:
    batch = fetch(intake, keys, file_type, request=None)

    assert (set(batch.good), batch.failed, batch.missing) == (set(keys), {}, {})
    versions = intake.ledger.versions(keys, file_type)
    for key in keys:
        raw, known = batch.good[key].value, versions[key]
        assert (raw.fetched, batch.good[key].version, known.version) == (True, 1, 1)
        assert (raw.locator, raw.sha256, raw.size, raw.name, raw.guid) == (
            known.locator, known.sha256, known.size, known.name, known.guid,
        )  # fmt: skip
        data = (tmp_path / "raw" / raw.locator).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (raw.sha256, raw.size)
        assert {file_type.slug, DAY.isoformat(), key.fund} < set(Path(raw.locator).parts)
    assert _states(intake, keys, file_type) == [FileState.RECEIVED] * 3


def test_what_is_there_is_not_downloaded_again(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal
) -> None:
    first = fetch(intake, keys, XML, request=None)
    shared_portal.forget_requests()

    again = fetch(replace(intake, run_id="run-2"), keys, XML, request=None)

    assert _asked(shared_portal, "download") == 0
    assert {key: replace(good.value, fetched=True) for key, good in again.good.items()} == {
        key: good.value for key, good in first.good.items()
    }
    assert {good.value.fetched for good in again.good.values()} == {False}


def test_a_file_that_was_lost_on_disk_is_downloaded_again_as_the_same_version(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal, tmp_path: Path
) -> None:
    lost, *_ = keys
    first = fetch(intake, keys, XML, request=None)
    (tmp_path / "raw" / first.good[lost].value.locator).unlink()
    shared_portal.forget_requests()

    again = fetch(intake, keys, XML, request=None)

    assert _asked(shared_portal, "download") == 1
    assert [key for key, good in again.good.items() if good.value.fetched] == [lost]
    assert again.good[lost] == first.good[lost]


def test_a_corrected_file_is_a_new_version_beside_the_old_one(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal, tmp_path: Path
) -> None:
    changed, *others = keys
    first = fetch(intake, keys, XML, request=None)
    shared_portal.add_fault("replaced", fund=intake.funds[changed.fund].uuid)
    shared_portal.forget_requests()

    again = fetch(intake, keys, XML, request=None)

    assert _asked(shared_portal, "download") == 1
    assert [again.good[key].version for key in keys] == [2, 1, 1]
    assert again.good[changed].value.sha256 != first.good[changed].value.sha256
    assert [again.good[key].value.sha256 for key in others] == [first.good[key].value.sha256 for key in others]
    assert len(_files(tmp_path)) == 4, "the old version stays"


def test_a_file_that_is_not_listed_is_missing_and_no_fault(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal
) -> None:
    late, *others = keys
    shared_portal.add_fault("late", fund=intake.funds[late.fund].uuid)

    batch = fetch(intake, keys, XML, request=None)

    assert (set(batch.good), batch.failed, batch.missing) == (set(others), {}, {late: NOT_LISTED})
    assert _states(intake, keys) == [FileState.MISSING, FileState.RECEIVED, FileState.RECEIVED]


@pytest.mark.parametrize(
    ("kind", "at"), [("http_500", "listing"), ("http_404", "listing"), ("html", "listing"), ("cut", "listing"),
                     ("html", "download"), ("wrong_length", "download"), ("http_503", "download")],
)  # fmt: skip
def test_defect_38_what_could_not_be_read_fails_by_name_and_costs_no_other_fund(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal, tmp_path: Path, kind: str, at: str
) -> None:
    broken, *others = keys
    shared_portal.add_fault(kind, fund=intake.funds[broken.fund].uuid, at=at)

    batch = fetch(intake, keys, XML, request=None)

    assert (set(batch.good), set(batch.failed), batch.missing) == (set(others), {broken}, {})
    fault = batch.failed[broken]
    assert str(broken) in fault.reason
    assert fault.action
    status = intake.ledger.statuses(keys)[broken, XML]
    assert (status.state, status.code, status.reason, status.action, status.version) == (
        FileState.FAILED, fault.code, fault.reason, fault.action, None,
    )  # fmt: skip
    assert len(_files(tmp_path)) == 2, "nothing of the broken file is left"


def test_a_failed_attempt_leaves_the_version_that_is_there(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal
) -> None:
    fetch(intake, keys, XML, request=None)
    shared_portal.add_fault("replaced")
    shared_portal.add_fault("empty", at="download")

    batch = fetch(intake, keys, XML, request=None)

    assert set(batch.failed) == set(keys)
    statuses = intake.ledger.statuses(keys)
    assert [(statuses[key, XML].state, statuses[key, XML].version) for key in keys] == [(FileState.FAILED, 1)] * 3
    assert {version.version for version in intake.ledger.versions(keys, XML).values()} == {1}


def test_an_unknown_fund_fails_by_name_and_nobody_is_asked_about_it(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal
) -> None:
    unknown = FundDay(DAY, "fundo-inexistente")

    batch = fetch(intake, [unknown, *keys], XML, request=None)

    assert (set(batch.good), set(batch.failed), batch.missing) == (set(keys), {unknown}, {})
    fault = batch.failed[unknown]
    assert (fault.code, fault.action) == ("unknown_fund", "rode `qore funds --sync`")
    assert str(unknown) in fault.reason
    assert _asked(shared_portal, "listing") == len(keys)


def test_the_listing_of_a_request_is_believed_and_not_asked_for_again(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal
) -> None:
    whole, late, broken = keys
    shared_portal.add_fault("late", fund=intake.funds[late.fund].uuid)
    shared_portal.add_fault("http_500", fund=intake.funds[broken.fund].uuid, at="listing")
    listed, unreadable = list_files(intake, {XML: keys})
    intake.ledger.record_listing("request-1", listed, unreadable, [(late, XML)])
    shared_portal.clear_faults()
    shared_portal.forget_requests()

    batch = fetch(intake, keys, XML, request="request-1")

    assert (set(batch.good), set(batch.failed), set(batch.missing)) == ({whole}, {broken}, {late})
    assert batch.failed[broken] == unreadable[broken, XML]
    assert _asked(shared_portal, "listing") == 0


def test_several_days_of_a_fund_are_one_listing_and_each_day_its_own_file(
    intake: Intake, shared_portal: RunningPortal
) -> None:
    keys = [FundDay(day, slug) for day in (DAY_BEFORE, DAY) for slug in intake.funds]
    shared_portal.add_fault("late", date=DAY, file_type=XML)
    shared_portal.forget_requests()

    listed, unreadable = list_files(intake, dict.fromkeys(FileType, keys))

    assert _asked(shared_portal, "listing") == len(intake.funds) * len(FileType)
    assert unreadable == {}
    assert set(listed) == {(key, kind) for key in keys for kind in FileType if (key.date, kind) != (DAY, XML)}
    assert {file.date == key.date and file.file_type is kind for (key, kind), file in listed.items()} == {True}
    assert len({file.guid for file in listed.values()}) == len(listed)


def test_a_file_that_was_damaged_on_disk_is_fetched_again(intake: Intake, keys: list[FundDay], tmp_path: Path) -> None:
    first = fetch(intake, keys, XML, request=None)
    damaged = keys[0]
    path = tmp_path / "raw" / first.good[damaged].value.locator
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    again = fetch(intake, keys, XML, request=None)

    assert {key for key, good in again.good.items() if good.value.fetched} == {damaged}
    assert path.read_bytes() == data
    assert again.good[damaged].version == 1


def test_what_a_request_did_not_ask_for_is_left_as_it_is(intake: Intake, keys: list[FundDay]) -> None:
    asked, other, absent = keys
    fetch(intake, keys, XML, request=None)
    listed, _ = list_files(intake, {XML: [asked]})
    intake.ledger.record_listing("request-1", listed, {}, [(absent, XML)])

    batch = fetch(intake, keys, XML, request="request-1")

    assert (set(batch.good), set(batch.missing), batch.failed) == ({asked}, {absent}, {})
    assert intake.ledger.statuses([other])[other, XML].state is FileState.RECEIVED
