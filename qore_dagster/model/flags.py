"""Yes or no, as people write it in sheets, lists and configurations.

Belongs here: the one grammar that every reader of such a value uses. Does not: what is switched on or off by it.
"""

import unicodedata
from decimal import Decimal

from qore_dagster.model.faults import QoreError

YES = ("SIM", "S", "VERDADEIRO", "TRUE", "YES", "Y", "1", "1.0", "QORE")
"""What is yes; `QORE` is how the old fund list marks a fund of this portal."""

NO = ("NÃO", "N", "FALSO", "FALSE", "NO", "0", "0.0", "")
"""What is no; a blank cell is."""


class FlagError(QoreError):
    """A value is neither yes nor no."""

    code = "flag"


def read_flag(value: object) -> bool:
    """Read a yes or no; case, accents and space around it do not count.

    Args:
        value: text, a truth value, a number (1 or 0, whole or not), or None or NaN for a blank cell.

    Raises:
        FlagError: it is none of the spellings; names it and them.
    """
    meaning = _MEANING.get(_plain(value))
    if meaning is None:
        yes, no = (", ".join(word for word in words if word) for words in (YES, NO))
        raise FlagError(f"{str(value).strip()!r} não é sim nem não", f"para sim escreva {yes}; para não, {no} ou nada")
    return meaning


def _plain(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN, of whichever type, differs from itself
        return ""
    if isinstance(value, (int, float, Decimal)):
        return str(int(value)) if value in (0, 1) else str(value)
    decomposed = unicodedata.normalize("NFKD", str(value))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).strip().upper()


_MEANING = {_plain(word): True for word in YES} | {_plain(word): False for word in NO}
