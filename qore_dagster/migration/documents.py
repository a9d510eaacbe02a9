"""CPF and CNPJ of holders, as a database that keeps them as numbers lets them out.

Belongs here: the zeros that a number lost, the check digits of a CPF. Does not: those of a CNPJ (`model.cnpj`).
"""

import re

from qore_dagster.model import cnpj

CPF_LENGTH, CNPJ_LENGTH = 11, 14
_PUNCTUATION = re.compile(r"[\s./-]")
_ZERO_ABOVE = 9


def cpf_check_digits(root: str) -> str:
    """The two check digits of a CPF's first nine digits (modulo 11)."""
    digits = [int(digit) for digit in root]
    for _ in range(2):
        rest = sum(digit * weight for digit, weight in zip(digits, range(len(digits) + 1, 1, -1), strict=True))
        digit = rest * 10 % 11
        digits.append(0 if digit > _ZERO_ABOVE else digit)
    return "".join(map(str, digits[9:]))


def document_of(text: str) -> str | None:
    """A CPF of 11 or a CNPJ of 14 characters, lost zeros put back; None where the text, or 0, tells no document.

    Which of the two it is, the check digits decide, and where those fit both, nobody.

    Raises:
        ValueError: it is neither, or could be both; the text says which.
    """
    plain = _PUNCTUATION.sub("", text).upper()
    if not plain.strip("0"):
        return None
    found = [one for one in (_cpf(plain), _cnpj(plain)) if one]
    if len(found) == 1:
        return found[0]
    raise ValueError("tanto um CPF como um CNPJ cabem no número" if found else "o dígito verificador não confere")


def _cpf(plain: str) -> str | None:
    padded = plain.zfill(CPF_LENGTH)
    if not padded.isdecimal() or len(padded) != CPF_LENGTH or padded == padded[0] * CPF_LENGTH:
        return None
    return padded if padded[9:] == cpf_check_digits(padded[:9]) else None


def _cnpj(plain: str) -> str | None:
    if len(plain) == CPF_LENGTH and not plain.isdecimal():
        return None
    try:
        return cnpj.normalise(plain)
    except ValueError:
        return None
