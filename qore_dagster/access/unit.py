"""A fund's day on its way into the Access file.

Belongs here: the unit. Does not: how its rows are turned into those of the file (`shaping`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.reconciliation import Status
from qore_dagster.registry.funds import Fund


@dataclass(frozen=True, slots=True)
class AccessUnit:
    """What is loaded of one fund's day: all its tables, or nothing.

    Attributes:
        key: the fund and day.
        version: the edition (`model.edition`) that the rows are of.
        fund: the fund as the registry has it.
        portfolio: the row of the canonical portfolio.
        rows: rows of the other canonical tables, by the table's name; one that is not there has none.
        verdict: whether the portfolio reconciles; one that does not is loaded and flagged.
        sha256: hash of the raw file's bytes.
        guid: the portal's id of the raw file.
        run_id: the run that loads.
    """

    key: FundDay
    version: int
    fund: Fund
    portfolio: Row
    rows: Mapping[str, list[Row]]
    verdict: Status
    sha256: str
    guid: str | None
    run_id: str

    @property
    def patliq(self) -> Decimal | None:
        """Net worth, signed."""
        value = self.portfolio.get("patliq")
        return value if isinstance(value, Decimal) else None
