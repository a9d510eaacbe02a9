"""Invented identifiers with valid check digits: CNPJ, ISIN, UUID.

Belongs here: how a valid identifier is made. Does not: who has which. CNPJ roots are taken from 99.1 to 99.9 million
and issuer codes begin with Y or Z, so that they are nobody's.
"""

from hashlib import blake2b
from uuid import UUID

_CNPJ_WEIGHTS = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def cnpj(root: int) -> str:
    """The 14 digits of head office 0001 of an eight-digit root (weights: Receita Federal, modulo 11)."""
    digits = [int(digit) for digit in f"{root:08d}0001"]
    for weights in (_CNPJ_WEIGHTS[1:], _CNPJ_WEIGHTS):
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        digits.append(0 if rest < 2 else 11 - rest)  # the rule's own number
    return "".join(map(str, digits))


def isin(body: str) -> str:
    """A Brazilian ISIN (ISO 6166) of nine characters: issuer (4), type (3) and number (2), with its check digit."""
    number = "".join(str(_ALPHABET.index(character)) for character in f"BR{body}")
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return f"BR{body}{-total % 10}"


def base36(number: int, width: int) -> str:
    """A number in digits and capitals, padded with zeros."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _ALPHABET[digit] + text
    return text.rjust(width, "0")


def uuid(*key: int | str) -> str:
    """The UUID (version 4 in shape) that belongs to a key."""
    return str(UUID(bytes=blake2b(repr(key).encode(), digest_size=16).digest(), version=4))
