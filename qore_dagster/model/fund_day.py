"""The unit of work: one fund on one business day.

Belongs here: the key itself. Does not: which days are business days (`calendar`), which funds there are (`registry`),
or how Dagster spells the pair (`partitions`).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True, slots=True)
class FundDay:
    """One fund on one business day.

    Attributes:
        date: the reference (position) date.
        fund: the fund's immutable slug from the registry, never a display name.
    """

    date: date
    fund: str

    def __str__(self) -> str:
        """`2026-11-19|slug`, as Dagster spells the partition."""
        return f"{self.date.isoformat()}|{self.fund}"

    def named(self, text: str) -> str:
        """The text with this fund and day before it, once: most reasons begin with them already."""
        return f"{self}: {self.unnamed(text)}"

    def unnamed(self, text: str) -> str:
        """The text without this fund and day before it, to be said where they are named."""
        return text.removeprefix(f"{self}: ")

    @classmethod
    def parse(cls, text: str) -> "FundDay":
        """Read `2026-11-19|slug` back.

        Raises:
            ValueError: the text has no bar or no ISO date before it.
        """
        day, bar, fund = text.partition("|")
        if not bar or not fund:
            raise ValueError(f"not a fund-day: {text!r}; it should read YYYY-MM-DD|fund")
        return cls(date.fromisoformat(day), fund)
