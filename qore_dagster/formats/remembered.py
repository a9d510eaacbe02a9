"""Values of texts that repeat within and among files: zeros, dates, codes, prices of papers that many funds hold.

Belongs here: the memory of one reader, and its bound. Does not: the readers (`numbers`, `identifiers`).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from qore_dagster.model.parsed import Value

TextReader: TypeAlias = Callable[[str | None], Value]

_KEPT = 8192  # texts of one reader, which then begins anew: a day of 34 funds has 7,000 different numbers
_LONGEST = 64  # characters of a text that is kept: numbers, dates and codes; what is longer hardly repeats


class Remembered(dict[str | None, Value]):
    """A reader's values by text: a text that was met costs a look, no call. Safe for threads: each step is one."""

    __slots__ = ("_read",)

    def __init__(self, read: TextReader) -> None:
        """Nothing is remembered yet."""
        super().__init__()
        self._read = read

    def __missing__(self, text: str | None) -> Value:
        """Read a text for the first time; what it raises is not remembered."""
        value = self._read(text)
        if text is None or len(text) <= _LONGEST:
            if len(self) >= _KEPT:
                self.clear()
            self[text] = value
        return value


@lru_cache
def remembered(read: TextReader) -> Remembered:
    """The memory of a reader; one for all the columns that it reads."""
    return Remembered(read)
