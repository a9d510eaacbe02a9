"""How what the portal holds of a fund's day differs from the day as it first came.

Belongs here: the kinds of difference. Does not: what each does (`portfolio`, `world`), when one is switched on
(`simulator.faults`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variant:
    """A day's differences; none by default.

    Attributes:
        corrected: the administrator's reprocessed version: another price, another guid.
        lacking_a_position: the totals of the whole portfolio over all rows but one.
        jumped: a third more net worth than the day before would let expect, in cash, and the quota that follows.
        lagged: quotas held of funds of this portal are worth what they were on the business day before.
    """

    corrected: bool = False
    lacking_a_position: bool = False
    jumped: bool = False
    lagged: bool = False


AS_IT_CAME = Variant()
