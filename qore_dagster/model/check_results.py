"""What one check of a portfolio found, and the words for it.

Belongs here: status, result, the sentence with fund, values and tolerance, numbers of rows. Does not: the identities
(`reconciliation`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qore_dagster.model.amounts import money
from qore_dagster.model.parsed import ParsedPortfolio, Row

BLOCKING = frozenset({"total_assets", "net_worth", "quota", "subclasses"})
"""Checks that decide the verdict; the others only warn."""


class Status(StrEnum):
    """The outcome of a check, and of all of them."""

    HOLDS = "ok"
    DOES_NOT_HOLD = "fail"
    CANNOT_BE_CHECKED = "not_verifiable"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found.

    Attributes:
        check: the check's name.
        status: its outcome.
        difference: what the rows or terms give minus what the file declares, in the portfolio's currency.
        tolerance: the largest difference that counts as agreement.
        explanation: one Portuguese sentence with the fund and the values.
    """

    check: str
    status: Status
    difference: Decimal | None
    tolerance: Decimal | None
    explanation: str

    @property
    def blocking(self) -> bool:
        """Whether the check decides the verdict; the others only warn."""
        return self.check in BLOCKING


def judged(check: str, parsed: ParsedPortfolio, difference: Decimal, tolerance: Decimal, text: str) -> CheckResult:
    """A check that could be made: it holds within the tolerance, or does not."""
    holds = abs(difference) <= tolerance
    says = f"{_who(parsed)}: {text}; diferença {money(difference)}, tolerância {money(tolerance)}"
    return CheckResult(check, Status.HOLDS if holds else Status.DOES_NOT_HOLD, difference, tolerance, says)


def unchecked(check: str, parsed: ParsedPortfolio, why: str) -> CheckResult:
    """A check that could not be made, and why (Portuguese)."""
    return CheckResult(check, Status.CANNOT_BE_CHECKED, None, None, f"{_who(parsed)}: não verificável: {why}")


def _who(parsed: ParsedPortfolio) -> str:
    header = parsed.portfolio
    day = header.get("data_pos")
    return f"{header.get('fundo') or header.get('nome') or header.get('cnpj')} em {day}"


def number(row: Row, column: str) -> Decimal | None:
    """A column's number, if the row has one."""
    value = row.get(column)
    return value if isinstance(value, Decimal) else None


def summed(rows: Sequence[Row], column: str) -> Decimal:
    """The sum of a column over the rows that have it."""
    return sum((value for row in rows if (value := number(row, column)) is not None), Decimal(0))
