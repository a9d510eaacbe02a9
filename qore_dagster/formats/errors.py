"""The one error of this room: a file is not what it should be.

Belongs here: the error and how it says where. Does not: which faults there are; each module raises its own.
"""

from qore_dagster.model.faults import QoreError

ASK_FOR_A_NEW_FILE = "peça ao administrador que corrija e publique o arquivo de novo"


class FormatError(QoreError):
    """A file cannot be read as what it should be.

    Args:
        reason: what is wrong (Portuguese).
        action: what to do (Portuguese).
        file: the file's name.
        line: the line in it.
        path: the element's path in it.
        code: `format`, or `not_the_file` for a download that is something else.
    """

    code = "format"

    def __init__(
        self,
        reason: str,
        action: str = ASK_FOR_A_NEW_FILE,
        *,
        file: str = "",
        line: int | None = None,
        path: str = "",
        code: str | None = None,
    ) -> None:
        """Put the place before the reason."""
        where = [file, "" if line is None else f"linha {line}", path]
        super().__init__(
            ": ".join([", ".join(filter(None, where)), reason] if any(where) else [reason]), action, code=code
        )
