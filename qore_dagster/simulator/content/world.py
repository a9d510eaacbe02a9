"""The content of a simulated portal: funds, their portfolios and files, for any business day, in any order.

Belongs here: the one entrance, `World`, and what it keeps. Does not: how a portfolio is made (`composition`,
`accounts`) or written (`render`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial

from qore_dagster.calendar import business_days, is_business_day, previous_business_day
from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.content import accounts, composition
from qore_dagster.simulator.content.appraisal import Appraisal
from qore_dagster.simulator.content.files import guid_of, name_of
from qore_dagster.simulator.content.funds import SimFund, make_funds
from qore_dagster.simulator.content.instruments import Market
from qore_dagster.simulator.content.portfolio import Portfolio, close
from qore_dagster.simulator.content.variant import AS_IT_CAME, Variant
from qore_dagster.simulator.render import render

_KEPT = 4096  # portfolios: two days of a thousand funds and what they hold


@dataclass(frozen=True, slots=True)
class SimFile:
    """A file as the portal offers it."""

    name: str
    data: bytes
    guid: str
    date: date
    file_type: FileType


class NoPortfolioError(QoreError):
    """The day is one on which no portfolio is made."""

    code = "no_portfolio"

    @classmethod
    def of(cls, fund: SimFund, day: date) -> "NoPortfolioError":
        """Name the fund and the day."""
        return cls(f"não há carteira de {fund.nome_curto} em {day:%d/%m/%Y}: não é dia útil", "peça um dia útil")


class World:
    """Invented funds with a portfolio on every business day.

    A fund's day depends on the seed, the number of funds, the fund and the day, not on the first or the last day: a
    portal started tomorrow shows today's files unchanged.

    Args:
        seed: another seed, another world.
        funds: how many.
        first_day: first day with files.
        last_day: last day with files.

    Attributes:
        funds: in the portal's order.
        days: the business days with files, oldest first.
    """

    def __init__(self, *, seed: int = 2026, funds: int = 34, first_day: date, last_day: date) -> None:
        self.funds: tuple[SimFund, ...] = make_funds(seed, funds)
        self.days: tuple[date, ...] = tuple(business_days(first_day, last_day))
        self._seed = seed
        self._market = Market(seed)
        self._lots = lru_cache(maxsize=None)(self._make_lots)
        self._portfolio = lru_cache(maxsize=_KEPT)(self._make_portfolio)

    def portfolio(self, fund: SimFund, day: date, variant: Variant = AS_IT_CAME) -> Portfolio:
        """The fund's day; as first published, if nothing else is said. Its rows are whole in any variant.

        Raises:
            NoPortfolioError: the day is not a business day.
        """
        if not is_business_day(day):
            raise NoPortfolioError.of(fund, day)
        portfolio = self._portfolio(fund.index, day, variant.lagged)
        if variant.jumped:
            portfolio = portfolio.jumped()
        return portfolio.corrected() if variant.corrected else portfolio

    def quote(self, fund: SimFund, day: date, variant: Variant = AS_IT_CAME) -> tuple[Decimal, Decimal]:
        """The fund's quota and net worth on a day, BRL."""
        portfolio = self.portfolio(fund, day, variant)
        return portfolio.quota, portfolio.net_worth

    def file(self, fund: SimFund, day: date, file_type: FileType, variant: Variant = AS_IT_CAME) -> SimFile:
        """One file of the fund's day.

        Args:
            fund: one of `funds`.
            day: a business day.
            file_type: which of the four forms.
            variant: how it differs from the day as it first came.
        """
        portfolio = self.portfolio(fund, day, variant)
        shown = portfolio.lacking_a_position() if variant.lacking_a_position else portfolio
        guid = guid_of(self._seed, portfolio, file_type)
        return SimFile(name_of(portfolio, file_type, guid), render(shown, file_type), guid, day, file_type)

    def _make_lots(self, index: int) -> tuple[composition.Lot, ...]:
        return composition.lots(self._seed, self.funds[index], self.funds, self._market)

    def _make_portfolio(self, index: int, day: date, lagged: bool) -> Portfolio:  # noqa: FBT001 - a part of the cache's key
        seed, fund = self._seed, self.funds[index]
        appraisal = Appraisal(fund, day, self._market, self._quota_before if lagged else self._quota_of)
        to_issue, to_redeem = accounts.to_issue(seed, fund, day), accounts.to_redeem(seed, fund, day)
        return close(
            Portfolio(
                fund=fund,
                day=day,
                holdings=tuple(appraisal.holding(lot) for lot in self._lots(index)),
                cash=accounts.cash(seed, fund, day, self._market.banks, set_aside=to_issue + to_redeem),
                provisions=accounts.provisions(seed, fund, day),
                expenses=accounts.expenses(seed, fund, day),
                to_issue=to_issue,
                to_redeem=to_redeem,
                quota_on=partial(self._quota_of, index),
            )
        )

    def _quota_of(self, index: int, day: date) -> Decimal:
        return self._portfolio(index, day, False).quota

    def _quota_before(self, index: int, day: date) -> Decimal:
        return self._quota_of(index, previous_business_day(day))
