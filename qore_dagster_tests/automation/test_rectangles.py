"""A cover is exact, or one rectangle around it all."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qore_dagster.automation.rectangles import MOST_RECTANGLES, Rectangle, parts, rectangles
from qore_dagster.calendar import business_days
from qore_dagster.model.fund_day import FundDay

FUNDS = [f"fundo-{letter}" for letter in "abcdefgh"]
DAYS = business_days(date(2026, 1, 5), date(2026, 1, 9))
BOTH, RAW = frozenset({"xml_5_0", "positions"}), frozenset({"carteira_pdf"})

keys = st.builds(FundDay, st.sampled_from(DAYS), st.sampled_from(FUNDS))
needs = st.dictionaries(keys, st.sampled_from([BOTH, RAW, frozenset()]), max_size=len(FUNDS) * len(DAYS))
whole_days = st.sets(st.sampled_from(DAYS)).map(lambda days: {FundDay(d, f): BOTH for d in days for f in FUNDS})


def covered(rectangle: Rectangle) -> list[FundDay]:
    return [FundDay(day, fund) for day in DAYS for fund in FUNDS if rectangle.covers(FundDay(day, fund))]


@given(st.one_of(needs, whole_days))
def test_a_cover_is_exact_or_one_rectangle_around_it_all(needed: dict[FundDay, frozenset[str]]) -> None:
    wanted = {key: groups for key, groups in needed.items() if groups}

    found = rectangles(needed, FUNDS, DAYS)

    assert len(found) <= MOST_RECTANGLES
    assert bool(found) is bool(wanted)
    for rectangle in found:
        assert rectangle.size == len(covered(rectangle))
        assert (rectangle.first, rectangle.last) == (min(covered(rectangle)), max(covered(rectangle)))
        assert rectangle.funds == tuple(FUNDS[FUNDS.index(rectangle.first.fund) : FUNDS.index(rectangle.last.fund) + 1])
    times = Counter(key for rectangle in found for key in covered(rectangle))
    assert set(times) >= set(wanted)
    assert set(times.values()) <= {1}, "no file is asked for twice"
    if len(found) > 1:
        asked = {key: rectangle.groups for rectangle in found for key in covered(rectangle)}
        assert asked == wanted
    elif found and set(times) != set(wanted):  # around them all, and no larger
        [around] = found
        assert around.groups == frozenset[str]().union(*wanted.values())
        assert {around.first.date, around.last.date} == {min(wanted).date, max(wanted).date}
        places = [FUNDS.index(key.fund) for key in wanted]
        assert (around.first.fund, around.last.fund) == (FUNDS[min(places)], FUNDS[max(places)])


def test_days_that_need_the_same_are_one_run() -> None:
    [whole] = rectangles({FundDay(day, fund): BOTH for day in DAYS for fund in FUNDS}, FUNDS, DAYS)
    assert (whole.first, whole.last, whole.size) == (FundDay(DAYS[0], FUNDS[0]), FundDay(DAYS[-1], FUNDS[-1]), 40)


def test_a_fund_that_needs_nothing_splits_a_day_and_a_day_that_needs_nothing_splits_a_stretch() -> None:
    needed = {FundDay(day, fund): BOTH for day in (DAYS[0], DAYS[2]) for fund in FUNDS if fund != FUNDS[3]}
    found = [(rectangle.first.date, rectangle.funds) for rectangle in rectangles(needed, FUNDS, DAYS)]
    assert found == [(day, funds) for day in (DAYS[0], DAYS[2]) for funds in (tuple(FUNDS[:3]), tuple(FUNDS[4:]))]


@given(st.sets(keys, min_size=1), st.integers(1, 50))
def test_no_run_is_larger_than_allowed_and_the_runs_cover_just_the_rectangle(needed: set[FundDay], most: int) -> None:
    for rectangle in rectangles(dict.fromkeys(needed, BOTH), FUNDS, DAYS):
        runs = parts(rectangle, DAYS, most=most)
        assert max(run.size for run in runs) <= most
        assert sorted(key for run in runs for key in covered(run)) == sorted(covered(rectangle))
        assert {run.groups for run in runs} == {rectangle.groups}
        assert sum(run.size for run in runs) == rectangle.size
        if rectangle.size <= most:
            assert [(run.first, run.last) for run in runs] == [(rectangle.first, rectangle.last)]


def test_a_long_range_is_cut_between_days() -> None:
    [whole] = rectangles({FundDay(day, fund): BOTH for day in DAYS for fund in FUNDS}, FUNDS, DAYS)
    assert [(run.first.date, run.days) for run in parts(whole, DAYS, most=17)] == [
        (DAYS[0], 2),
        (DAYS[2], 2),
        (DAYS[4], 1),
    ]


def test_funds_stand_in_the_order_of_the_keys_and_not_of_the_alphabet() -> None:
    order = ["zeta", "alfa", "meio"]
    needed = {FundDay(DAYS[0], fund): BOTH for fund in ("zeta", "alfa")}
    [stretch] = rectangles(needed, order, DAYS)
    assert (stretch.first.fund, stretch.last.fund) == ("zeta", "alfa")
