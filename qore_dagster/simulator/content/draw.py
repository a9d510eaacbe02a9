"""Reproducible chance: numbers that depend on a key and on nothing else, in whole-number arithmetic.

Belongs here: draws and walks. Does not: what is drawn. `random` is not used because a walk must be known on any day
without walking there, and must be the same on every machine and Python.
"""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1
_EPOCH = date(2023, 1, 2).toordinal()
_OCTAVES = ((64, 500), (16, 250), (4, 150), (1, 100))  # (days between two draws, weight in thousandths)
BILLION = 10**9


def mix(*parts: int) -> int:
    """Scramble whole numbers into one of 64 bits (splitmix64)."""
    state = 0x9E3779B97F4A7C15
    for part in parts:
        state = (state + (part & _MASK)) * 0xBF58476D1CE4E5B9 & _MASK
        state ^= state >> 27
        state = state * 0x94D049BB133111EB & _MASK
        state ^= state >> 31
    return state


def key_of(*parts: int | str) -> int:
    """Turn a readable key into a number of 64 bits."""
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "big")


class Draw:
    """A stream of draws that belongs to one key."""

    def __init__(self, *key: int | str) -> None:
        self._key = key_of(*key)
        self._count = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        self._count += 1
        return mix(self._key, self._count) % limit

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def choice(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[self.below(len(options))]

    def chance(self, per_cent: int) -> bool:
        """True in `per_cent` of a hundred cases."""
        return self.below(100) < per_cent


def days_since_epoch(day: date) -> int:
    """Calendar days since 2 January 2023, the day on which every walk starts."""
    return day.toordinal() - _EPOCH


def walk(key: int, at: int) -> int:
    """A smooth random walk's value at any point, in billionths between -1 and 1, in constant time.

    Args:
        key: which walk.
        at: the point, a whole number.
    """
    total = 0
    for period, weight in _OCTAVES:
        step, rest = divmod(at, period)
        before = mix(key, period, step) % (2 * BILLION) - BILLION
        after = mix(key, period, step + 1) % (2 * BILLION) - BILLION
        total += (before * (period - rest) + after * rest) // period * weight
    return total // 1000
