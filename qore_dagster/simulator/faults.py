"""What can go wrong at the portal, as data, and the board on which faults are switched on and off.

Belongs here: the kinds, what each applies to, when one strikes. Does not: what a struck answer looks like
(`broken_answers`, `catalogue`).
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.endpoints import Endpoint, Subject


class FaultKind(StrEnum):
    """A kind of fault; the table `GROUPS` says where it strikes."""

    HTTP_400 = "http_400"
    HTTP_401 = "http_401"
    HTTP_403 = "http_403"
    HTTP_404 = "http_404"
    HTTP_408 = "http_408"
    HTTP_429 = "http_429"
    HTTP_500 = "http_500"
    HTTP_502 = "http_502"
    HTTP_503 = "http_503"
    HTTP_504 = "http_504"
    TOKEN_REVOKED = "token_revoked"
    TIMEOUT = "timeout"  # no byte comes until the client leaves
    CUT = "cut"  # it closes in the middle of a body whose length was announced
    STALL = "stall"  # half the body, then nothing until the client leaves
    WRONG_LENGTH = "wrong_length"  # half the body, announced as the whole
    NO_LENGTH = "no_length"  # half the body, ended properly, no length announced
    HTML = "html"  # a login page with status 200
    EMPTY = "empty"
    LATE = "late"  # not listed until released
    REPLACED = "replaced"  # a corrected file under a new guid
    LACKS_POSITION = "lacks_position"  # a position is left out, the totals are not
    QUOTA_JUMP = "quota_jump"  # the fund is worth a third more than the day before, in its file and on the portal
    LAGGED_QUOTA = "lagged_quota"  # funds of the portal that it holds stand at their quota of the day before
    PORTAL_QUOTA_DIFFERS = "portal_quota_differs"  # the portal shows another quota and net worth than the file has
    DUPLICATE_GUID = "duplicate_guid"  # listed under the guid of the next older file
    LISTED_TWICE = "listed_twice"
    TRAVERSAL_NAME = "traversal_name"
    ABSOLUTE_NAME = "absolute_name"
    DEEPER_PAGE = "deeper_page"  # a page of younger files is listed before it
    FUND_VANISHED = "fund_vanished"  # from the dashboard; its own pages answer 404
    FUND_RENAMED = "fund_renamed"
    FUND_SAME_CNPJ = "fund_same_cnpj"  # it bears the first fund's CNPJ
    FUND_SAME_UUID = "fund_same_uuid"  # the dashboard gives it the first fund's UUID


class Group(Enum):
    """When a fault strikes."""

    ANSWER = auto()
    """In place of an answer; counted."""
    BODY = auto()
    """On the answer's body; counted."""
    FILE = auto()
    """On what the portal holds of a file, for as long as the fault is on."""
    FUND = auto()
    """On what the portal holds of a fund, for as long as the fault is on."""


_FIRST_OF_GROUP = {
    FaultKind.HTTP_400: Group.ANSWER,
    FaultKind.CUT: Group.BODY,
    FaultKind.LATE: Group.FILE,
    FaultKind.FUND_VANISHED: Group.FUND,
}


def _groups() -> dict[FaultKind, Group]:
    groups: dict[FaultKind, Group] = {}
    group = Group.ANSWER
    for kind in FaultKind:
        group = _FIRST_OF_GROUP.get(kind, group)
        groups[kind] = group
    return groups


GROUPS = _groups()

_DEFAULT_ENDPOINTS = {
    Group.ANSWER: frozenset(Endpoint) - {Endpoint.AUTHORIZE},
    Group.BODY: frozenset({Endpoint.DOWNLOAD}),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault to switch on. Strings are accepted for the typed fields, as JSON has them.

    Attributes:
        kind: what goes wrong.
        fund: UUID, CNPJ, short name or slug of the fund it strikes; any when None.
        file_type: the file type it strikes; any when None.
        date: the reference date it strikes; any when None. A listing has no date of its own.
        times: how often it strikes before it is used up; without end when None. Not for faults of files and funds.
        probability: of striking, drawn from the seed: per request, or once per file or fund.
        at: the only endpoint it strikes; when None, a broken body strikes downloads and a broken answer everything but
            the login. Not for faults of files and funds.
        seconds: after how long a hanging answer goes on after all, or what `Retry-After` says.

    Raises:
        ValueError: an unknown kind, file type or endpoint, or a combination that means nothing.
    """

    kind: FaultKind
    fund: str | None = None
    file_type: FileType | None = None
    date: dt.date | None = None
    times: int | None = None
    probability: float = 1.0
    at: Endpoint | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        """Turn strings into what they name."""
        for name, read in _READERS.items():
            value = getattr(self, name)
            if value is not None and not isinstance(value, dt.date):
                object.__setattr__(self, name, read(value))
        if self.group in {Group.FILE, Group.FUND} and (self.times is not None or self.at is not None):
            raise ValueError(f"{self.kind} lasts until it is cleared and has no endpoint: leave out times and at")
        if not 0 <= self.probability <= 1:
            raise ValueError(f"probability must lie between 0 and 1, not {self.probability}")

    @property
    def group(self) -> Group:
        """When it strikes."""
        return GROUPS[self.kind]

    def concerns(self, subject: Subject) -> bool:
        """Whether it is about this subject, chance and count apart."""
        endpoints = frozenset({self.at}) if self.at else _DEFAULT_ENDPOINTS.get(self.group)
        return (
            (endpoints is None or subject.endpoint in endpoints)
            and (self.fund is None or self.fund in subject.fund)
            and (self.file_type is None or self.file_type is subject.file_type)
            and (self.date is None or self.date == subject.date)
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {name: str(v) if isinstance(v, dt.date) else v for name, v in asdict(self).items() if v is not None}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Fault":
        """Read it back from what JSON has.

        Raises:
            TypeError: an unknown or missing key.
            ValueError: as the class.
        """
        return cls(**values)


_READERS: dict[str, Any] = {"kind": FaultKind, "file_type": FileType, "date": dt.date.fromisoformat, "at": Endpoint}


@dataclass(slots=True)
class _Switched:
    fault: Fault
    left: int | None


class FaultBoard:
    """The faults that are on.

    Chance depends on the seed, the fault, the subject and how often it was asked for, never on the order in which
    concurrent requests arrive.

    Attributes:
        version: grows with every change, for whoever keeps what it derived from the faults.
    """

    def __init__(self, seed: int) -> None:
        self.version = 0
        self._seed = seed
        self._faults: dict[int, _Switched] = {}
        self._next_id = 1
        self._asked: Counter[tuple[int, Subject]] = Counter()

    def add(self, fault: Fault) -> int:
        """Switch one on; returns its id."""
        number = self._next_id
        self._next_id += 1
        self._faults[number] = _Switched(fault, fault.times)
        self.version += 1
        return number

    def clear(self, *, number: int | None = None, kind: FaultKind | None = None) -> int:
        """Switch off all, or those with this id or kind; returns how many."""
        gone = [
            n
            for n, switched in self._faults.items()
            if (number is None or n == number) and (kind is None or switched.fault.kind is kind)
        ]
        for n in gone:
            del self._faults[n]
        self.version += 1
        return len(gone)

    def listed(self) -> list[dict[str, Any]]:
        """Those that are on, with id and how often they can still strike."""
        return [{"id": n, "left": s.left, **s.fault.to_dict()} for n, s in self._faults.items()]

    def strike(self, group: Group, subject: Subject) -> Fault | None:
        """The first counted fault that strikes this request, if any; uses up one of its times."""
        for number, switched in self._faults.items():
            fault = switched.fault
            if fault.group is not group or switched.left == 0 or not fault.concerns(subject):
                continue
            self._asked[number, subject] += 1
            if self._drawn(number, fault, subject, self._asked[number, subject]):
                if switched.left is not None:
                    switched.left -= 1
                return fault
        return None

    def standing(self, group: Group, subject: Subject) -> frozenset[FaultKind]:
        """The kinds of lasting faults that are on for this file or fund."""
        return frozenset(
            switched.fault.kind
            for number, switched in self._faults.items()
            if switched.fault.group is group
            and switched.fault.concerns(subject)
            and self._drawn(number, switched.fault, subject, 0)
        )

    def any_standing(self, group: Group) -> bool:
        """Whether any lasting fault of the group is on at all."""
        return any(switched.fault.group is group for switched in self._faults.values())

    def _drawn(self, number: int, fault: Fault, subject: Subject, nth: int) -> bool:
        if fault.probability >= 1:
            return True
        about = (self._seed, number, min(subject.fund, default=""), subject.file_type, subject.date, nth)
        return random.Random(repr(about)).random() < fault.probability
