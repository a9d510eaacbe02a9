"""What the ledger hands out: plain records of `ctl.*`.

Belongs here: the records and what their fields mean. Does not: SQL (`ledger`, `slices`).
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from qore_dagster.model.reconciliation import Status


class FileState(StrEnum):
    """What the last attempt at a file said."""

    RECEIVED = "received"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Received:
    """A raw file that lies verified in the raw store and waits for its version number.

    Attributes:
        guid: the portal's id; None for a file that did not come from the portal.
        name: the file's name as the portal gave it.
        size: bytes.
        sha256: hash of its bytes, lower-case hex.
        locator: path below the raw store's base.
    """

    guid: str | None
    name: str
    size: int
    sha256: str
    locator: str


@dataclass(frozen=True, slots=True)
class FileVersion:
    """One version of the raw file of a fund, day and type (`ctl.file_version`).

    Attributes:
        version: 1, 2, …
        guid: the portal's id of it.
        name: the portal's name for it.
        size: bytes.
        sha256: hash of its bytes, lower-case hex.
        locator: path below the raw store's base.
        received_at: when it was written into the ledger first.
    """

    version: int
    guid: str | None
    name: str
    size: int
    sha256: str
    locator: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class FileStatus:
    """What is known of the file of a fund, day and type (`ctl.file_status`).

    Attributes:
        state: what the last attempt said.
        version: the current version, also after a later attempt failed; None if there never was one.
        guid: the portal's id of the current version.
        code: code of the fault; None unless failed.
        reason: why it failed or is missing, in Portuguese.
        action: what to do about a failure, in Portuguese.
        run_id: the run of the last attempt.
        updated_at: when that was.
    """

    state: FileState
    version: int | None
    guid: str | None
    code: str | None
    reason: str | None
    action: str | None
    run_id: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class LoadedSlice:
    """What a sink holds of a fund's day (`ctl.slice_load`).

    Attributes:
        version: the edition (`model.edition`): source and version of the raw file.
        sha256: that file's hash.
        guid: the portal's id of that file.
        verdict: whether the portfolio reconciles.
        patliq: net worth, signed.
        rows: rows over all tables of the sink.
        run_id: the run that loaded it.
        loaded_at: when.
    """

    version: int
    sha256: str
    guid: str | None
    verdict: Status
    patliq: Decimal | None
    rows: int
    run_id: str
    loaded_at: datetime
