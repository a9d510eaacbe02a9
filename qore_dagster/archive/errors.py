"""A file that could not be archived."""

from qore_dagster.model.faults import QoreError


class ArchiveError(QoreError):
    """A file could not be put where people look for it; the raw file is as it was."""

    code = "archive"
