"""Numbers in a sentence as a Brazilian reader writes them: `-1.234,50`.

Belongs here: how a number is spelt in explanations. Does not: the sentences, or the tables of reports.
"""

from decimal import Decimal

_MOST_PLACES = 5
_CENTS = 2


def money(value: object) -> str:
    """`-1.234,50`: two decimals at least, more (up to five) only where there are more; a dash for nothing."""
    if not isinstance(value, Decimal):
        return "—"
    return _brazilian(f"{value:,.{min(max(_CENTS, _places(value)), _MOST_PLACES)}f}")


def plain(value: Decimal) -> str:
    """All the decimals that the number has."""
    return _brazilian(f"{value:,f}")


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _brazilian(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))
