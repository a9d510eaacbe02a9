"""What may hold for one fund instead of a setting, from a day on.

Belongs here: which parameters there are, in which unit, instead of which setting. Does not: where they are kept
(`warehouse.parameters`), what they decide (`quota_jump`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum


class Parameter(Enum):
    """The parameters: name (the table's check has it too), unit, and the setting that holds otherwise."""

    QUOTA_JUMP = ("variacao_cota_maxima", "% por dia útil", "QORE_QUOTA_JUMP")
    """Largest change of the quota from one business day to the next that is not told as a jump."""

    def __init__(self, title: str, unit: str, setting: str) -> None:
        self.title = title
        self.unit = unit
        self.setting = setting


@dataclass(frozen=True, slots=True)
class FundParameter:
    """What one parameter is, for one fund, from one day on.

    Attributes:
        parameter: which.
        fund: the fund's slug.
        since: the first position date.
        value: in the parameter's unit; None where the setting holds again.
    """

    parameter: Parameter
    fund: str
    since: date
    value: Decimal | None
