"""Numbers as people type them in Brazil: `1.234,56`, and as programs do: `1234.56`.

Belongs here: that grammar. Does not: numbers of ANBIMA's files, which know no thousands (`numbers`), or how a number is
spelt for people (`model.brazilian_numbers`).
"""

import re
from decimal import Decimal

from qore_dagster.formats.numbers import decimal_of, shown

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)


def typed_decimal_of(text: str) -> Decimal:
    """Read a number with a comma or a point before its decimals, with points between its thousands or without.

    Raises:
        ValueError: it is none, has too many digits, or can be read in two ways: `1.234` is a thousand and more to one
            reader, and little more than one to another.
    """
    text = text.strip()
    if _TWO_WAYS.fullmatch(text):
        whole, decimals = text.replace(".", ""), text.replace(".", ",")
        raise ValueError(f"{shown(text)} lê-se de dois modos, {whole} ou {decimals}")
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    number = decimal_of(text.replace(",", ".") if _COMMA.fullmatch(text) else text)
    if number is None:
        raise ValueError("falta o número")
    return number
