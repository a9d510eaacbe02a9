"""Amounts as people in Brazil read them, for the sentences of reconciliation.

Belongs here: `-1.234,50`. Does not: what the amounts are.
"""

from decimal import Decimal

_FEWEST, _MOST = 2, 5  # decimals


def money(value: object) -> str:
    """`-1.234,50`: two decimals at least, more only where there are more; a dash for what is no number."""
    if not isinstance(value, Decimal):
        return "—"
    exponent = value.as_tuple().exponent
    places = max(_FEWEST, -exponent) if isinstance(exponent, int) else _FEWEST
    return _brazilian(f"{value:,.{min(places, _MOST)}f}")


def plain(value: Decimal) -> str:
    """A number with the decimals that it has."""
    return _brazilian(f"{value:,f}")


def _brazilian(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))
