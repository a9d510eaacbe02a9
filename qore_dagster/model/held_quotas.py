"""Whether a fund values the quotas it holds of another fund of the house at that fund's own quota.

Belongs here: which fund a lot is of, and the comparison. Does not: reading lots and quotas
(`warehouse.loaded_quotas`).

A lot is matched by its ISIN, else by the CNPJ of the fund held; never by a name. Many funds value what they hold at the
quota of the day before: such a price is told as what it is, and is not judged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qore_dagster.model.brazilian_numbers import plain
from qore_dagster.model.cross_checks import HELD_QUOTAS, Unchecked, judged, unchecked, who
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.loaded_quota import LoadedQuota, places_of
from qore_dagster.model.reconciliation import CheckResult, Status

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class HeldLot:
    """A lot of quotas of some fund.

    Attributes:
        ordinal: its place in the portfolio.
        cnpj: of the fund held.
        isin: of the quota held.
        price: BRL for one quota; None where the file does not tell it.
    """

    ordinal: int
    cnpj: str | None
    isin: str | None
    price: Decimal | None


class House:
    """The funds of the house, by what a lot may name them by, and their quotas.

    Args:
        cnpjs: of the registry, by the funds' slugs.
        quotas: every quota of the time that is looked at, whoever loaded it.
    """

    def __init__(self, cnpjs: Mapping[str, str | None], quotas: Iterable[LoadedQuota]) -> None:
        self._by_cnpj: dict[str, set[str]] = {}
        self._by_isin: dict[str, set[str]] = {}
        self._isins: dict[str, set[str]] = {}
        self._quotas: dict[FundDay, LoadedQuota] = {}
        self._days: dict[str, list[date]] = {}
        for fund, cnpj in cnpjs.items():
            if cnpj:
                self._by_cnpj.setdefault(cnpj, set()).add(fund)
        for quota in quotas:
            fund = quota.key.fund
            self._quotas[quota.key] = quota
            self._days.setdefault(fund, []).append(quota.key.date)
            for number in quota.cnpjs:
                self._by_cnpj.setdefault(number, set()).add(fund)
            if quota.isin:
                self._by_isin.setdefault(quota.isin, set()).add(fund)
                self._isins.setdefault(fund, set()).add(quota.isin)
        for days in self._days.values():
            days.sort(reverse=True)

    def held_by(self, holder: str, lot: HeldLot) -> set[str]:
        """The funds of the house that a lot may be of; none for a lot of a fund of somebody else's."""
        of_isin = self._by_isin.get(lot.isin or "", set()) - {holder}
        return of_isin or self._by_cnpj.get(lot.cnpj or "", set()) - {holder}

    def has_other_isin(self, fund: str, lot: HeldLot) -> bool:
        """Whether the fund's quota is known by ISIN and the lot's is another: of a series or subclass."""
        known = self._isins.get(fund)
        return bool(known) and lot.isin is not None and lot.isin not in known

    def quota(self, key: FundDay) -> LoadedQuota | None:
        """A fund's quota on a day."""
        return self._quotas.get(key)

    def before(self, key: FundDay) -> Iterator[LoadedQuota]:
        """A fund's quotas of the days before, the newest first."""
        return (self._quotas[FundDay(day, key.fund)] for day in self._days.get(key.fund, ()) if day < key.date)


@dataclass(frozen=True, slots=True)
class _Found:
    """What one lot showed; `difference` is None where it could not be judged."""

    text: str
    difference: Decimal | None = None
    tolerance: Decimal = Decimal(0)

    @property
    def differs(self) -> bool:
        return self.difference is not None and abs(self.difference) > self.tolerance


def compare_held(key: FundDay, lots: Sequence[HeldLot], house: House) -> CheckResult:
    """The result of `held_quotas`: the lot that differs most; else what could not be checked; else that all agree."""
    found = [
        _look_at(key, lot, held, house)
        for lot in lots
        if (held := house.held_by(key.fund, lot)) or not (lot.isin or lot.cnpj)
    ]
    if not found:
        return unchecked(HELD_QUOTAS, key, Unchecked("não tem cotas de fundos da casa", applies=False))
    differing = [one for one in found if one.differs]
    unjudged = [one for one in found if one.difference is None]
    if differing:
        worst = max(differing, key=lambda one: abs(one.difference or 0) - one.tolerance)
        text = f"{len(differing)} de {len(found)} posições diferem: {_listed(differing)}{_also(unjudged)}"
        return CheckResult(HELD_QUOTAS, Status.DOES_NOT_HOLD, worst.difference, worst.tolerance, f"{who(key)}: {text}")
    if unjudged:
        agreeing = len(found) - len(unjudged)
        return unchecked(HELD_QUOTAS, key, Unchecked(f"{_listed(unjudged)} ({agreeing} de {len(found)} conferem)"))
    worst = max(found, key=lambda one: abs(one.difference or 0))
    return judged(
        HELD_QUOTAS,
        key,
        worst.difference or Decimal(0),
        worst.tolerance,
        f"{len(found)} posição(ões) em cotas de fundos da casa, a mais distante: {worst.text}",
    )


def _look_at(key: FundDay, lot: HeldLot, held: set[str], house: House) -> _Found:
    if not held:
        return _Found(f"posição nº {lot.ordinal} não traz ISIN nem CNPJ do fundo, que pode ser da casa")
    place = f"posição nº {lot.ordinal} ({lot.isin or lot.cnpj})"
    fund = min(held)
    if len(held) > 1:
        return _Found(f"{place} pode ser de mais de um fundo: {', '.join(sorted(held))}")
    if house.has_other_isin(fund, lot):
        return _Found(f"{place} é de outra série ou subclasse de {fund}, que não é carregada")
    if lot.price is None:
        return _Found(f"{place}, cotas de {fund}, não traz o PU")
    return _compare(place, lot.price, FundDay(key.date, fund), house)


def _compare(place: str, price: Decimal, theirs: FundDay, house: House) -> _Found:
    own = house.quota(theirs)
    distance = None if own is None else _distance(price, own)
    if distance is None or abs(distance[0]) > distance[1]:
        old = _lagged(price, house.before(theirs))
        if old is not None:
            return _Found(f"{place} está à cota de {old:%d/%m/%Y} de {theirs.fund} (defasada)")
    if own is None:
        return _Found(f"{place}: {theirs.fund} não está carregado nesse dia")
    if distance is None:
        return _Found(f"{place}: a carteira de {theirs.fund} não traz a cota")
    text = f"{place}: PU {plain(price)} contra a cota {plain(own.quota or Decimal(0))} de {theirs.fund}"
    return _Found(text, *distance)


def _distance(price: Decimal, own: LoadedQuota) -> tuple[Decimal, Decimal] | None:
    """Price minus quota, and one unit of the last place that both print; None without a quota.

    Magnitudes: a file's price may lack the sign of a negative quota.
    """
    if own.quota is None:
        return None
    return abs(price) - abs(own.quota), Decimal(1).scaleb(-min(places_of(price), own.printed_places))


def _lagged(price: Decimal, before: Iterable[LoadedQuota]) -> date | None:
    for old in before:
        distance = _distance(price, old)
        if distance is not None and abs(distance[0]) <= distance[1]:
            return old.key.date
    return None


def _listed(found: Sequence[_Found]) -> str:
    text = "; ".join(one.text for one in found[:_EXAMPLES])
    return f"{text}; e mais {len(found) - _EXAMPLES}" if len(found) > _EXAMPLES else text


def _also(unjudged: Sequence[_Found]) -> str:
    return f"; não verificável: {_listed(unjudged)}" if unjudged else ""
