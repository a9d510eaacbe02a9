"""Sums: nothing is cut, however big."""

from decimal import Decimal

from qore_dagster.migration.result import Balance
from qore_dagster.migration.sums import added, less

_BIG, _SMALL = Decimal(99999999999999999999) * 1_000_000, Decimal("0.000001")


def test_a_sum_keeps_the_digits_that_python_would_cut() -> None:
    total = added(_BIG, _SMALL)
    assert total != _BIG
    assert less(total, _BIG) == _SMALL
    assert (added(total, None), less(total, None)) == (total, total)


def test_a_balance_of_big_amounts_sees_a_cent() -> None:
    lost = Balance(
        "", known=False, rows=1, loaded=1, quarantined=0, total=added(_BIG, Decimal("0.01")), total_loaded=_BIG
    )
    assert (lost.difference, lost.balanced) == (Decimal("0.01"), False)
