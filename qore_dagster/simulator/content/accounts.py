"""What a fund has in the bank, owes and is owed.

Belongs here: cash, provisions and expenses of a day, with ANBIMA's table of accounts as far as it is used. Does not:
holdings (`composition`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from qore_dagster.simulator.content.draw import BILLION, Draw, days_since_epoch, key_of, walk
from qore_dagster.simulator.content.funds import Oddity, SimFund
from qore_dagster.simulator.content.instruments import Company
from qore_dagster.simulator.content.portfolio import Account, CashAccount, Expense, Provision, cents

ADMINISTRATION = Account(34, "ADMF", "Administration Fee", "Taxa de Administração")
MANAGEMENT = Account(48, "MANF", "Management Fee", "Taxa de Gestão")
CUSTODY = Account(15, "CUST", "Custody Fee", "Taxa de Custódia")
AUDIT = Account(2, "AUDT", "Audit", "Auditoria")
CVM = Account(14, "REGF", "Regulatory Fee - CVM", "Taxa de Fiscalização CVM")
ANBIMA = Account(12, "ANBI", "Regulatory Fee - ANBIMA", "Taxa ANBIMA")
CETIP = Account(13, "CETI", "CETIP Fee", "Taxa CETIP")
SELIC = Account(16, "SELC", "SELIC Fee", "Taxa SELIC")
OTHER = Account(8, "OTHR", "Other Administrative", "Outras Despesas Administrativas")
CONTINGENCY = Account(999, "OTHR", "Contingency", "Provisão para Contingências")
LEGAL = Account(7, "ADVI", "Legal Advice", "Assessoria Jurídica")
PERFORMANCE = Account(35, "PERF", "Performance Fee", "Taxa de Performance")
BROKERAGE = Account(36, "BRKF", "Brokerage Fee", "Corretagem a Pagar")
GOVERNMENT = Account(18, "SECU", "Securities - GOVE", "Títulos Públicos a Liquidar")
PRIVATE = Account(19, "SECU", "Securities - CORP", "Títulos Privados a Liquidar")
DERIVATIVES = Account(22, "SECU", "Securities - DERI", "Ajuste de Derivativos")
DIVIDENDS = Account(27, "DIVI", "Dividends", "Dividendos a Receber")
ON_CAPITAL = Account(28, "JSCP", "Interest on Capital", "Juros sobre Capital Próprio")
INTEREST = Account(30, "INTE", "Fixed Income Interest", "Juros a Receber")

_MONTH, _YEAR, _TOMORROW, _PAST, _FAR = "month", "year", "tomorrow", "past", "far"


@dataclass(frozen=True, slots=True)
class Habit:
    """How an account shows up among a fund's provisions.

    Attributes:
        payable: the side; a fee paid in advance is a receivable, whatever its code.
        rate: millionths of the fund's size, at the end of a month (or at once).
        likely: % of funds (or, where it changes daily, of days) that have it.
        due: when it is settled.
        daily: appears on some days only.
    """

    account: Account
    payable: bool
    rate: int
    likely: int
    due: str
    daily: bool = False


_HABITS = (
    Habit(ADMINISTRATION, True, 95, 100, _MONTH),
    Habit(MANAGEMENT, True, 410, 100, _MONTH),
    Habit(CUSTODY, True, 28, 90, _MONTH),
    Habit(AUDIT, True, 36, 85, _YEAR),
    Habit(ANBIMA, True, 4, 70, _MONTH),
    Habit(CETIP, True, 11, 70, _MONTH),
    Habit(SELIC, True, 6, 50, _MONTH),
    Habit(PERFORMANCE, True, 520, 30, _YEAR),
    Habit(LEGAL, True, 47, 35, _MONTH),
    Habit(OTHER, True, 15, 60, _MONTH),
    Habit(BROKERAGE, True, 23, 40, _TOMORROW, daily=True),
    Habit(GOVERNMENT, True, 900, 20, _TOMORROW, daily=True),
    Habit(PRIVATE, True, 300, 15, _FAR),
    Habit(GOVERNMENT, False, 800, 20, _TOMORROW, daily=True),
    Habit(DERIVATIVES, False, 150, 25, _TOMORROW, daily=True),
    Habit(CVM, False, 31, 80, _PAST),
    Habit(ANBIMA, False, 9, 40, _PAST),
    Habit(DIVIDENDS, False, 130, 45, _MONTH),
    Habit(ON_CAPITAL, False, 75, 30, _MONTH),
    Habit(INTEREST, False, 210, 35, _TOMORROW, daily=True),
)  # fmt: skip
_LAST_DUE = date(2050, 12, 30)
_DECEMBER = 12
_CONTINGENCY = Decimal("1.9")  # of the fund's size: what turns its net worth negative
_ACCOUNT_TYPES = ("D", "D", "I", "N", "J")


def provisions(seed: int, fund: SimFund, day: date) -> tuple[Provision, ...]:
    """Payables and receivables of a day; fees grow through the month and are settled early in the next."""
    if fund.oddity is Oddity.CASH_ONLY:
        return ()
    rows = [row for number, habit in enumerate(_HABITS) if (row := _provision(seed, fund, day, number, habit))]
    if fund.oddity is Oddity.NEGATIVE_NET_WORTH:
        rows.append(Provision(CONTINGENCY, payable=True, due=_LAST_DUE, value=cents(fund.size * _CONTINGENCY)))
    return tuple(rows)


def expenses(seed: int, fund: SimFund, day: date) -> tuple[Expense, ...]:
    """Expenses settled in the month up to a day."""
    draw = Draw(seed, "expenses", fund.index, day.year, day.month)
    each = ((ADMINISTRATION, 95), (CUSTODY, 28), (CETIP, 11), (BROKERAGE, 23))
    return tuple(
        Expense(account, cents(Decimal(fund.size * rate * day.day) / 30_000_000))
        for account, rate in each
        if account is ADMINISTRATION or draw.chance(60)
    )


def cash(seed: int, fund: SimFund, day: date, banks: Sequence[Company], set_aside: Decimal) -> tuple[CashAccount, ...]:
    """The accounts of a day: one, or for some funds up to four; `set_aside` (BRL) is added to the first."""
    draw = Draw(seed, "cash", fund.index)
    count = draw.choice((1, 1, 1, 1, 2, 3, 4))
    if fund.oddity is not Oddity.NONE:
        count = max(2, count)
    accounts: list[CashAccount] = []
    for number in range(count):
        share = draw.between(6_000, 25_000) // (number + 1)  # millionths
        if fund.oddity is Oddity.CASH_ONLY:
            share *= 30
        elif fund.oddity is Oddity.NEGATIVE_CASH and number == 0:
            share = -share // 5
        swing = BILLION + walk(key_of(seed, "cash", fund.index, number), days_since_epoch(day)) // 4
        bank = draw.choice(banks)
        accounts.append(
            CashAccount(
                type=_ACCOUNT_TYPES[number],
                institution=f"BR{bank.code}",
                bank=bank.name,
                number=f"{draw.between(1000, 99999)}-{draw.below(10)}",
                balance=cents(Decimal(fund.size * share) * swing / BILLION / 1_000_000) + (0 if number else set_aside),
            )
        )
    return tuple(accounts)


def to_issue(seed: int, fund: SimFund, day: date) -> Decimal:
    """Subscriptions received for which there are no quotas yet: multi-market funds, some days."""
    return _on_some_days(seed, "issue", fund, day, 15)


def to_redeem(seed: int, fund: SimFund, day: date) -> Decimal:
    """Redemptions converted and not yet paid: multi-market funds, some days."""
    return _on_some_days(seed, "redeem", fund, day, 25)


def _on_some_days(seed: int, what: str, fund: SimFund, day: date, likely: int) -> Decimal:
    draw = Draw(seed, what, fund.index, day.toordinal())
    if fund.tipo != "FIM" or fund.oddity is not Oddity.NONE or not draw.chance(likely):
        return Decimal("0.00")
    return Decimal(draw.between(1_000_00, 250_000_00)) / 100


def _provision(seed: int, fund: SimFund, day: date, number: int, habit: Habit) -> Provision | None:
    draw = Draw(seed, "provision", fund.index, number, *([day.toordinal()] if habit.daily else []))
    if not draw.chance(habit.likely):
        return None
    grown = day.day if habit.due == _MONTH else 30
    value = cents(Decimal(fund.size * habit.rate * draw.between(70, 130) * grown) / 3_000_000_000)
    return Provision(habit.account, habit.payable, _due(habit.due, day), value)


def _due(rule: str, day: date) -> date:
    if rule == _MONTH:
        return date(day.year + day.month // _DECEMBER, day.month % _DECEMBER + 1, 5)
    if rule == _YEAR:
        return date(day.year + 1, 2, 10)
    if rule == _PAST:
        return date(day.year, 1, 10) if day > date(day.year, 1, 10) else date(day.year - 1, 1, 10)
    return _LAST_DUE if rule == _FAR else day + timedelta(days=1)
