"""What went wrong with one fund's day, in words that end with what to do.

Belongs here: the one error type of the domain and the plain record that flows through batches, ledger and JSON. Does
not: any particular fault; each room raises its own subclass or code.
"""

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one key failed.

    Attributes:
        code: stable, for machines: `http_500`, `not_the_file`, `schema`, …
        reason: what is wrong, with the file's name where there is one; Portuguese, for the end user.
        action: what a person should do; Portuguese.
    """

    code: str
    reason: str
    action: str

    def __str__(self) -> str:
        """The reason and the action in one line."""
        return f"{self.reason} → {self.action}"


class QoreError(Exception):
    """A fault with its way out; every domain error is one.

    Args:
        reason: what is wrong (Portuguese).
        action: what to do (Portuguese).
        code: stable code; the class's `code` when not given.
    """

    code = "qore"

    def __init__(self, reason: str, action: str, *, code: str | None = None) -> None:
        super().__init__(reason, action)
        self.fault = Fault(code or self.code, reason, action)

    @classmethod
    def of_fault(cls, fault: Fault) -> Self:
        """The error of a fault that was told elsewhere, such as in another process."""
        error = cls.__new__(cls)
        Exception.__init__(error, fault.reason, fault.action)
        error.fault = fault
        return error

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the fault across process boundaries (keyword arguments would be lost)."""
        return type(self).of_fault, (self.fault,)

    def __str__(self) -> str:
        """The reason and the action in one line."""
        return str(self.fault)


def fault_of(error: BaseException, *, doing: str) -> Fault:
    """Turn any exception into a fault.

    Args:
        error: what was raised.
        doing: what was being done, in Portuguese, for errors that are not ours.
    """
    if isinstance(error, QoreError):
        return error.fault
    return Fault(
        "unexpected",
        f"erro inesperado ao {doing}: {type(error).__name__}: {error}",
        "abra um chamado com esta mensagem e o id da execução; os outros fundos não foram afetados",
    )
