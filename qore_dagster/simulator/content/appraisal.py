"""What a lot is worth on a day.

Belongs here: from a fixed lot to a holding of the day. Does not: which lots there are (`composition`) or what one costs
(`instruments`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from qore_dagster.calendar import business_days, previous_business_day
from qore_dagster.simulator.content.composition import Lot
from qore_dagster.simulator.content.funds import SimFund
from qore_dagster.simulator.content.instruments import Instrument, Kind, Market
from qore_dagster.simulator.content.portfolio import Holding, Repo, cents

_PRICE = Decimal(1).scaleb(-8)
_REPO_RATE = Decimal("14.65")
_BUSINESS_DAYS_A_YEAR = 252
_LONGEST_PAUSE = timedelta(days=14)  # no run of weekends and holidays is longer


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One fund's day.

    Attributes:
        fund: whose lots.
        day: a business day.
        market: where prices come from.
        quota_of: the quota, at full precision, of another fund of this world on a day.
    """

    fund: SimFund
    day: date
    market: Market
    quota_of: Callable[[int, date], Decimal]

    def holding(self, lot: Lot) -> Holding:
        """The lot on the day."""
        if lot.instrument is not None:
            return self._paper(lot, lot.instrument)
        return self._future(lot) if lot.kind is Kind.FUTURE else self._receivable(lot)

    def _paper(self, lot: Lot, instrument: Instrument) -> Holding:
        price = instrument.price(self.day) if instrument.fund is None else self.quota_of(instrument.fund, self.day)
        part, quantity = lot.given or ("", Decimal(0))
        holding = Holding(
            kind=lot.kind,
            instrument=instrument,
            internal_id=lot.internal_id,
            quantity=lot.quantity,
            price=price,
            value=cents(lot.quantity * price),
            bought=lot.bought,
            purchase_price=(instrument.first_price * lot.discount).quantize(_PRICE),
            blocked=quantity if part == "blocked" else Decimal(0),
            guarantee=quantity if part == "guarantee" else Decimal(0),
            margin=quantity if part == "margin" else Decimal(0),
        )
        return self._overnight(holding) if lot.kind is Kind.REPO else holding

    def _overnight(self, holding: Holding) -> Holding:
        """A repo: bought today, to be given back tomorrow."""
        returns = business_days(self.day + timedelta(days=1), self.day + _LONGEST_PAUSE)[0]
        interest = 1 + _REPO_RATE / 100 / _BUSINESS_DAYS_A_YEAR
        repo = Repo(returns, (holding.price * interest).quantize(_PRICE), _REPO_RATE)
        return replace(holding, bought=self.day, purchase_price=holding.price, repo=repo)

    def _future(self, lot: Lot) -> Holding:
        """The day's adjustment is the value: it is settled in cash every night."""
        contract, before = self.market.future(lot.contract, self.day), previous_business_day(self.day)
        today, yesterday = contract.price(self.day), contract.price(before)
        points = yesterday - today if lot.short else today - yesterday
        return Holding(
            kind=Kind.FUTURE,
            instrument=contract,
            internal_id=lot.internal_id,
            quantity=lot.quantity,
            price=today,
            value=cents(points * lot.quantity * contract.multiplier),
            bought=before,
            purchase_price=yesterday,
            short=lot.short,
            notional=cents(today * lot.quantity * contract.multiplier),
        )

    def _receivable(self, lot: Lot) -> Holding:
        right = self.market.receivable(self.fund.index, lot.slot, self.day)
        return Holding(
            kind=Kind.RECEIVABLE,
            instrument=right,
            internal_id=lot.internal_id,
            quantity=lot.quantity,
            price=right.first_price,
            value=cents(lot.quantity * right.first_price),
            bought=right.issued or self.day,
            purchase_price=cents(right.first_price * lot.discount),
        )
