"""Raw files of one type for a set of fund-days: listed, fetched, verified, kept, written into the ledger.

Belongs here: what a raw step does. Does not: HTTP (`portal`), bytes on disk (`raw_store`), what Dagster is told
(`assets`, `io_managers`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from qore_dagster.formats.verify import verify_content
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault, QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.files import PortalFile, first_of_each_day
from qore_dagster.raw_store.store import RawStore, StoredFile
from qore_dagster.registry.funds import Fund
from qore_dagster.warehouse.ledger import FileVersion, Ledger, Received

NOT_LISTED = "o portal ainda não tem o arquivo"


@dataclass(frozen=True, slots=True)
class RawFile:
    """A verified file in the raw store.

    Attributes:
        locator: where it lies below the store's base.
        sha256: hash of its bytes.
        size: bytes.
        name: the portal's name for it.
        guid: the portal's id of it.
        fetched: False when the ledger and the store had it already and the portal was not asked.
    """

    locator: str
    sha256: str
    size: int
    name: str
    guid: str | None
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """What a raw step works with: one portal session, one store, one ledger, the funds, and the run's id."""

    portal: PortalClient
    store: RawStore
    ledger: Ledger
    funds: Mapping[str, Fund]
    run_id: str


def list_files(
    intake: Intake, wanted: Mapping[FileType, Sequence[FundDay]]
) -> tuple[dict[tuple[FundDay, FileType], PortalFile], dict[tuple[FundDay, FileType], Fault]]:
    """Ask the portal which of the wanted files there are, all types in one go.

    Returns:
        The newest listed file per key and type that has one, and a fault where a listing could not be read. What is in
        neither has no file yet.
    """
    days: defaultdict[tuple[str, FileType], list[FundDay]] = defaultdict(list)
    faults: dict[tuple[FundDay, FileType], Fault] = {}
    for file_type, keys in wanted.items():
        for key in keys:
            if key.fund in intake.funds:
                days[key.fund, file_type].append(key)
            else:
                fault = Fault("unknown_fund", f"{key}: fundo fora do cadastro", "rode `qore funds --sync`")
                faults[key, file_type] = fault

    def ask(item: tuple[str, FileType]) -> list[PortalFile]:
        fund, file_type = item
        dates = [key.date for key in days[item]]
        return intake.portal.list_files(intake.funds[fund].uuid, file_type, since=min(dates), until=max(dates))

    listed: dict[tuple[FundDay, FileType], PortalFile] = {}
    for (fund, file_type), answer in intake.portal.each(list(days), ask):
        keys = days[fund, file_type]
        if isinstance(answer, QoreError):
            faults |= {(key, file_type): _named(key, answer.fault) for key in keys}
            continue
        newest = first_of_each_day(answer)
        listed |= {(key, file_type): newest[key.date] for key in keys if key.date in newest}
    return listed, faults


def fetch(intake: Intake, keys: Sequence[FundDay], file_type: FileType, *, request: str | None) -> Batch[RawFile]:
    """Bring the raw files of `keys` into the store and the ledger.

    Args:
        intake: the session, store and ledger to use.
        keys: the fund-days wanted.
        file_type: the form wanted of each.
        request: the request whose listing the ledger holds; None to ask the portal now.

    Returns:
        Good keys with their version; failed ones; keys that the portal does not list as missing. The ledger's file
        status says the same when this returns. A key that the request did not ask for is in none of them: a run's
        rectangle may cover more than was asked for, and what is known of that stays.
    """
    if request is None:
        found, unreadable = list_files(intake, {file_type: keys})
        listed = {key: file for (key, _), file in found.items()}
        faults = {key: fault for (key, _), fault in unreadable.items()}
        absent = {key for key in keys if key not in listed and key not in faults}
    else:
        listed, faults, absent = intake.ledger.listing(request, keys, file_type)
    batch: Batch[RawFile] = Batch(failed=dict(faults))
    for key in absent:
        batch.miss(key, NOT_LISTED)
    current = intake.ledger.versions(list(listed), file_type)
    wanted: list[FundDay] = []
    for key, file in listed.items():
        version = current.get(key)
        if version is not None and is_same_file(version, file) and intake.store.holds(version.locator, version.sha256):
            raw = RawFile(version.locator, version.sha256, version.size, version.name, version.guid)
            batch.succeed(key, raw, version.version)
        else:
            wanted.append(key)
    _download(intake, wanted, listed, file_type, batch)
    intake.ledger.set_status(file_type, intake.run_id, batch)
    return batch


def _named(key: FundDay, fault: Fault) -> Fault:
    """The portal's client knows a fund by its UUID only; people know it by its slug."""
    return fault if str(key) in fault.reason else replace(fault, reason=f"{key}: {fault.reason}")


def is_same_file(version: FileVersion, file: PortalFile) -> bool:
    """Whether a received version is the file that the portal lists: same guid, and same size where it is told."""
    return version.guid == file.guid and (file.size is None or version.size == file.size)


def _download(
    intake: Intake,
    keys: Sequence[FundDay],
    listed: Mapping[FundDay, PortalFile],
    file_type: FileType,
    batch: Batch[RawFile],
) -> None:
    if not keys:
        return

    def receive(key: FundDay) -> StoredFile:
        fetch_one = partial(intake.portal.download, intake.funds[key.fund].uuid, listed[key])
        return intake.store.receive(key, file_type, fetch_one, verify=partial(verify_content, file_type=file_type))

    received: dict[FundDay, Received] = {}
    for key, stored in intake.portal.each(keys, receive):
        if isinstance(stored, QoreError):
            batch.fail(key, _named(key, stored.fault))
            continue
        file = listed[key]
        received[key] = Received(file.guid, file.name, stored.size, stored.sha256, stored.locator)
    for key, version in intake.ledger.receive(received, file_type, intake.run_id).items():
        got = received[key]
        raw = RawFile(got.locator, got.sha256, got.size, got.name, got.guid, fetched=True)
        batch.succeed(key, raw, version)
