"""Bring the registry in line with the portal's list and with what people want, one process at a time.

Belongs here: the lock and the transaction. Does not: what changes (`matching`, `choices`).
"""

from collections.abc import Sequence

from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.changes import RegistryChange
from qore_dagster.registry.choices import Choice, choose
from qore_dagster.registry.matching import match
from qore_dagster.registry.store import FundStore

_LOCK_KEY = 0x66756E64  # "fund"


def synchronise(store: FundStore, seen: Sequence[PortalFund] | None, choices: Sequence[Choice] = ()) -> RegistryChange:
    """Take over the portal's whole list, then what people want, in one transaction of its own.

    Args:
        store: the registry; its connection has no transaction open.
        seen: all funds of the list; a known fund that is not among them becomes inactive. None: there is no list, and
            every fund stays listed or not as it was.
        choices: what people want of some of the funds.

    Returns:
        What changed; `lines()` tells it.

    Raises:
        RegistryError: list or choices contradict themselves or the registry; nothing is changed.
    """
    with store.connection:
        with store.connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", (_LOCK_KEY,))
        funds, change = store.all(), RegistryChange()
        if seen is not None:
            funds, change = match(funds, seen)
        funds, chosen = choose(funds, choices)
        store.write(funds)
        if seen is not None:
            store.note_seen()
    return change | chosen
