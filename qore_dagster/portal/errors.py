"""What can go wrong between the platform and the portal.

Belongs here: the kinds of fault, so that "could not read" is never taken for "there is nothing". Does not: when each is
raised.
"""

from qore_dagster.model.faults import QoreError


class PortalError(QoreError):
    """The portal did not give what was asked; says what, and what to do."""

    code = "portal"


class Unreadable(PortalError):
    """The portal answered, but not with what was asked: HTML, a cut body, a listing that makes no sense."""

    code = "unreadable"


class Rejected(PortalError):
    """The portal said no (4xx or a redirect); asking again would not help."""

    code = "rejected"


class WrongCredentials(Rejected):
    """The portal does not know the user or the password."""

    code = "wrong_credentials"


class Unavailable(PortalError):
    """The portal did not answer, or only with errors of its own, however often it was asked."""

    code = "unavailable"


class Interrupted(PortalError):
    """The client was closed while a request was waiting for its turn."""

    code = "interrupted"
