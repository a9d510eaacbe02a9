"""One fund on one day: what it holds, owes and is owed, and the totals that follow.

Belongs here: the portfolio's shape and arithmetic. Does not: how it comes about (`composition`, `accounts`, `world`) or
what it looks like in a file (`render`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from qore_dagster.simulator.content.funds import SimFund
from qore_dagster.simulator.content.instruments import Instrument, Kind

_CENT = Decimal("0.01")
_QUOTA = Decimal(1).scaleb(-8)
ZERO = Decimal("0.00")


def cents(value: Decimal) -> Decimal:
    """BRL rounded to cents, half away from zero."""
    return value.quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Repo:
    """The way back of a government bond bought with resale.

    Attributes:
        returns: the day on which it goes back.
        price: BRL for one on that day.
        rate: % a year.
    """

    returns: date
    price: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Holding:
    """One lot.

    Attributes:
        kind: what it is; a repo's instrument is the bond behind it.
        internal_id: the administrator's id of the lot, ten characters at most.
        quantity: positive; a short future says so in `short`.
        blocked, guarantee, margin: parts of the quantity that are not free.
        price: market price of one, BRL (of a future: its settlement quote).
        value: BRL, signed: what enters total assets (of a future: the day's adjustment).
        notional: BRL, of a future.
    """

    kind: Kind
    instrument: Instrument
    internal_id: str
    quantity: Decimal
    price: Decimal
    value: Decimal
    bought: date
    purchase_price: Decimal
    blocked: Decimal = Decimal(0)
    guarantee: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)
    short: bool = False
    notional: Decimal | None = None
    repo: Repo | None = None

    @property
    def free(self) -> Decimal:
        """The quantity that is neither blocked nor given away."""
        return self.quantity - self.blocked - self.guarantee - self.margin

    @property
    def cost(self) -> Decimal:
        """What was paid, BRL."""
        return cents(self.quantity * self.purchase_price)

    def repriced(self, price: Decimal) -> "Holding":
        """The same lot at another price."""
        return replace(self, price=price, value=cents(self.quantity * price))


@dataclass(frozen=True, slots=True)
class CashAccount:
    """One account: type as ANBIMA has it (D, P, N, I, J), institution (six characters of its ISIN), signed balance."""

    type: str
    institution: str
    bank: str
    number: str
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """An entry of ANBIMA's table of accounts: code of 4.01, code and text of 5.0, and what an end user reads."""

    code_401: int
    code_50: str
    text_50: str
    text: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One payable or receivable; `value` is positive, the side is in `payable`."""

    account: Account
    payable: bool
    due: date
    value: Decimal

    @property
    def signed(self) -> Decimal:
        """The value, negative where it is owed."""
        return -self.value if self.payable else self.value


@dataclass(frozen=True, slots=True)
class Expense:
    """One expense already settled; it does not enter the net worth. `value` is positive."""

    account: Account
    value: Decimal


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A fund's day. `close` adds the totals up; `lacking_a_position` alone makes them differ from the rows.

    Attributes:
        to_issue, to_redeem: deductions, BRL.
        quota_on: the fund's quota on another business day.
        assets: holdings and cash.
        receivable, payable: sums of the provisions of each side.
        net_worth: assets + receivable - payable - to_issue - to_redeem.
        quota: net worth for one unit, 8 decimals; of the sign of the net worth.
        version: 1, or 2 for the administrator's reprocessed one.
    """

    fund: SimFund
    day: date
    holdings: tuple[Holding, ...]
    cash: tuple[CashAccount, ...]
    provisions: tuple[Provision, ...]
    expenses: tuple[Expense, ...]
    to_issue: Decimal
    to_redeem: Decimal
    quota_on: Callable[[date], Decimal] = field(repr=False, compare=False)
    assets: Decimal = ZERO
    receivable: Decimal = ZERO
    payable: Decimal = ZERO
    net_worth: Decimal = ZERO
    quota: Decimal = ZERO
    version: int = 1

    def section(self, *kinds: Kind) -> list[Holding]:
        """The lots of some kinds, in order."""
        return [holding for holding in self.holdings if holding.kind in kinds]

    def lacking_a_position(self) -> "Portfolio":
        """The same totals without the row of the greatest value: a file that does not reconcile."""
        if not self.holdings:
            most = max(self.cash, key=lambda account: abs(account.balance))
            return replace(self, cash=tuple(account for account in self.cash if account is not most))
        most = max(self.holdings, key=lambda holding: abs(holding.value))
        return replace(self, holdings=tuple(holding for holding in self.holdings if holding is not most))

    def jumped(self) -> "Portfolio":
        """The same rows with much more cash: the net worth, and with it the quota, moves by a third of its size."""
        first, *others = self.cash
        richer = replace(first, balance=cents(first.balance + abs(self.net_worth) / 3))
        return close(replace(self, cash=(richer, *others)))

    def corrected(self) -> "Portfolio":
        """The administrator's reprocessed version: the first price raised (or, without any, the first balance)."""
        holdings, cash = list(self.holdings), list(self.cash)
        place = next((n for n, holding in enumerate(holdings) if holding.kind is not Kind.FUTURE), None)
        if place is None:
            cash[0] = replace(cash[0], balance=cents(cash[0].balance + 100))
        else:
            price = holdings[place].price
            holdings[place] = holdings[place].repriced((price * _CORRECTION).quantize(price) + Decimal(1).scaleb(-2))
        return close(replace(self, holdings=tuple(holdings), cash=tuple(cash), version=self.version + 1))


_CORRECTION = Decimal("1.0015")


def close(portfolio: Portfolio) -> Portfolio:
    """Add the rows up (identity: facts of ANBIMA 4.01 and 5.0, exact to the cent)."""
    assets = sum((holding.value for holding in portfolio.holdings), ZERO)
    assets += sum((account.balance for account in portfolio.cash), ZERO)
    receivable = sum((row.value for row in portfolio.provisions if not row.payable), ZERO)
    payable = sum((row.value for row in portfolio.provisions if row.payable), ZERO)
    net_worth = assets + receivable - payable - portfolio.to_issue - portfolio.to_redeem
    return replace(
        portfolio,
        assets=assets,
        receivable=receivable,
        payable=payable,
        net_worth=net_worth,
        quota=(net_worth / portfolio.fund.quotas).quantize(_QUOTA, ROUND_HALF_EVEN),
    )
