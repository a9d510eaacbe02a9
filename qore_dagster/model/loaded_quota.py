"""A fund's quota on a day, as the warehouse holds it: what the checks beyond one portfolio compare.

Belongs here: the record and its sign. Does not: reading it (`warehouse.loaded_quotas`), comparing (`cross_checks`).
"""

from dataclasses import dataclass
from decimal import Decimal

from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay

FEWEST_PLACES = 2
"""Prices have at least cents, even where a file writes fewer decimals."""


@dataclass(frozen=True, slots=True)
class LoadedQuota:
    """A fund's day, by its totals.

    Attributes:
        key: fund and day.
        edition: which file it comes from (`model.edition`).
        file_type: that file's type; None for what the migration of the old Access database brought.
        told: quota as the file tells it, BRL; None for a managed account.
        places: decimals that the file prints of the quota, where that is known.
        units: quotas issued; None for a managed account.
        net_worth: signed, BRL.
        isin: of the quota.
        cnpjs: numbers by which the fund may be known: its own, its shell's.
    """

    key: FundDay
    edition: int
    file_type: FileType | None
    told: Decimal | None
    places: int | None
    units: Decimal | None
    net_worth: Decimal
    isin: str | None = None
    cnpjs: frozenset[str] = frozenset()

    @property
    def quota(self) -> Decimal | None:
        """The quota with its sign: ISO 20022 prices have none, and 5.0 prints that of a negative net worth positive."""
        if self.told is None or self.file_type is not FileType.XML_5_0 or self.net_worth >= 0:
            return self.told
        return -abs(self.told)

    @property
    def printed_places(self) -> int:
        """Decimals of the quota."""
        if self.places is not None:
            return max(self.places, FEWEST_PLACES)
        return FEWEST_PLACES if self.told is None else places_of(self.told)


def places_of(price: Decimal) -> int:
    """Decimals of a price as it was printed, two at least."""
    exponent = price.as_tuple().exponent
    return max(-exponent, FEWEST_PLACES) if isinstance(exponent, int) else FEWEST_PLACES
