"""The CNPJ: the tax id that identifies a fund, class or company.

Belongs here: its one spelling (14 characters, no punctuation) and its check digits. Does not: who has which.
"""

import re

_PUNCTUATION = re.compile(r"[\s./-]")
_FORM = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_WEIGHTS = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
_ZERO_BELOW = 2  # a rest of 0 or 1 gives the digit 0


def normalise(text: str) -> str:
    """Bring a CNPJ to 14 characters without punctuation; zeros that a spreadsheet ate are put back.

    Letters are accepted as in the alphanumeric CNPJ (Receita Federal, IN RFB 2.229/2024, from July 2026).

    Raises:
        ValueError: it does not read as a CNPJ or its check digits are wrong.
    """
    plain = _PUNCTUATION.sub("", text).upper()
    if plain.isdecimal():
        plain = plain.zfill(14)
    if not _FORM.fullmatch(plain) or plain == plain[0] * 14:
        raise ValueError(f"not a CNPJ: {text!r}; it has 14 characters")
    if plain[12:] != check_digits(plain[:12]):
        raise ValueError(f"not a CNPJ: {text!r}; its check digits are wrong")
    return plain


def check_digits(root_and_order: str) -> str:
    """The two check digits of the first 12 characters (modulo 11; a character counts as its ASCII code less 48)."""
    values = [ord(char) - 48 for char in root_and_order]
    for weights in (_WEIGHTS[1:], _WEIGHTS):
        rest = sum(value * weight for value, weight in zip(values, weights, strict=True)) % 11
        values.append(0 if rest < _ZERO_BELOW else 11 - rest)
    return "".join(map(str, values[12:]))
