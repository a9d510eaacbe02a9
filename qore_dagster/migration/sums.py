"""Sums of amounts without rounding: Python's own stop at 28 digits, which a few big amounts with cents fill.

Belongs here: adding. Does not: what is added up (`staging`, `reconciliation`), what may differ (`result`).
"""

from decimal import Context, Decimal

_WIDE = Context(prec=60)  # 20 digits before the point, the rows of any file, and 30 after it


def added(one: Decimal, other: Decimal | None) -> Decimal:
    """The sum of two; None counts as nothing."""
    return one if other is None else _WIDE.add(one, other)


def less(one: Decimal, other: Decimal | None) -> Decimal:
    """The first without the second; None counts as nothing."""
    return one if other is None else _WIDE.subtract(one, other)
