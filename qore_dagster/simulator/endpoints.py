"""The portal's endpoints by name, and what one request is about.

Belongs here: the vocabulary that faults, limits and the journal share. Does not: what an endpoint answers.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from qore_dagster.model.file_type import FileType


class Endpoint(StrEnum):
    """An endpoint of the portal."""

    AUTHORIZE = "authorize"
    ME = "me"
    NOTIFICATIONS = "notifications"
    DASHBOARD = "dashboard"
    INFO = "info"
    QUOTAS = "quotas"
    LISTING = "listing"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request or a file is about.

    Attributes:
        endpoint: where it is asked for.
        fund: every way to name the fund; empty where there is none.
        file_type: the file type, where there is one.
        date: the reference date, known for a single file only.
    """

    endpoint: Endpoint
    fund: frozenset[str] = frozenset()
    file_type: FileType | None = None
    date: dt.date | None = None
