"""What can go wrong with the Access file as a whole, and an engine's refusal of rows."""

from qore_dagster.model.faults import QoreError


class AccessError(QoreError):
    """The Access file cannot be read, written or made, or has not the shape that a load needs."""

    code = "access"


class AccessInUseError(AccessError):
    """Somebody else has the file: Access itself, or a load that does not end."""

    code = "access_in_use"


class AccessFullError(AccessError):
    """The file would come too near to the 2 GB that Access can hold."""

    code = "access_full"


class RefusedError(AccessError):
    """The engine does not take a row; nothing of its fund's day is loaded, and the others are."""

    code = "access_refused"
