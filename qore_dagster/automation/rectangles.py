"""From single needs to as few runs as cover them exactly.

Belongs here: geometry. A Dagster run covers (dates between) × (funds between, in the order of the keys) with one set of
assets; a fund that needs nothing, or something else, splits a stretch. Does not: what is needed (`requests`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from qore_dagster.model.fund_day import FundDay

T = TypeVar("T")

MOST_RECTANGLES = 5

MOST_FUND_DAYS = 250
"""What one run covers at most: its processes hold every row of it, about half a megabyte a fund-day."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """What one run covers.

    Attributes:
        first: first date and first fund.
        last: last date and last fund, inclusive.
        groups: what is needed of each key: file types' slugs and `positions`.
        funds: the funds covered, in the order of the keys.
        days: business days covered.
    """

    first: FundDay
    last: FundDay
    groups: frozenset[str]
    funds: Sequence[str]
    days: int = 1

    @property
    def size(self) -> int:
        """Fund-days covered."""
        return len(self.funds) * self.days

    def covers(self, key: FundDay) -> bool:
        """Whether a fund-day is among them."""
        return self.first.date <= key.date <= self.last.date and key.fund in self.funds


def rectangles(needs: Mapping[FundDay, frozenset[str]], funds: Sequence[str], days: Sequence[date]) -> list[Rectangle]:
    """Cover `needs` exactly, or, where that would take more than five runs, by one rectangle around them all.

    Args:
        needs: what is needed of each key; keys that need nothing are absent or empty.
        funds: all fund keys in Dagster's order.
        days: the business days of the request, ascending, without gaps.
    """
    done: list[Rectangle] = []
    growing: dict[tuple[str, str, frozenset[str]], Rectangle] = {}
    for day in days:
        stretches = _stretches(needs, funds, day)
        kept: dict[tuple[str, str, frozenset[str]], Rectangle] = {}
        for stretch in stretches:
            shape = (stretch.first.fund, stretch.last.fund, stretch.groups)
            before = growing.pop(shape, None)
            kept[shape] = stretch if before is None else replace(before, last=stretch.last, days=before.days + 1)
        done += growing.values()
        growing = kept
    done += growing.values()
    if len(done) <= MOST_RECTANGLES:
        return sorted(done, key=lambda rectangle: (rectangle.first.date, funds.index(rectangle.first.fund)))
    return [_around(done, funds, days)]


def parts(rectangle: Rectangle, days: Sequence[date], *, most: int = MOST_FUND_DAYS) -> list[Rectangle]:
    """The runs of a rectangle: itself, or, where it covers more than `most` fund-days, parts of whole days or of a day.

    Args:
        rectangle: what is to be covered.
        days: business days in ascending order, those of the rectangle among them.
        most: fund-days of one run.
    """
    covered = [day for day in days if rectangle.first.date <= day <= rectangle.last.date]
    funds = min(len(rectangle.funds), most)
    return [
        replace(
            rectangle,
            first=FundDay(some_days[0], some_funds[0]),
            last=FundDay(some_days[-1], some_funds[-1]),
            funds=some_funds,
            days=len(some_days),
        )
        for some_days in _chunks(covered, most // funds)
        for some_funds in _chunks(rectangle.funds, most)
    ]


def _chunks(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _stretches(needs: Mapping[FundDay, frozenset[str]], funds: Sequence[str], day: date) -> list[Rectangle]:
    found: list[Rectangle] = []
    last: Rectangle | None = None
    for fund in funds:
        key = FundDay(day, fund)
        groups = needs.get(key) or frozenset()
        if last is not None and last.groups == groups:
            last = replace(last, last=key, funds=(*last.funds, fund))
            continue
        if last is not None:
            found.append(last)
        last = Rectangle(key, key, groups, (fund,)) if groups else None
    return [*found, last] if last is not None else found


def _around(parts: Sequence[Rectangle], funds: Sequence[str], days: Sequence[date]) -> Rectangle:
    first_day, last_day = min(part.first.date for part in parts), max(part.last.date for part in parts)
    places = [funds.index(fund) for part in parts for fund in (part.first.fund, part.last.fund)]
    first, last = min(places), max(places)
    groups = frozenset[str]().union(*(part.groups for part in parts))
    held = tuple(funds[first : last + 1])
    covered = sum(first_day <= day <= last_day for day in days)
    return Rectangle(FundDay(first_day, held[0]), FundDay(last_day, held[-1]), groups, held, covered)
