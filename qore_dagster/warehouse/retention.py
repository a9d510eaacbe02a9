"""What the ledger forgets after a while: listings, and what steps passed on that nobody will read again.

Belongs here: which rows and frames are done with. Does not: versions, states, loads and checks, which are kept for
good; the files themselves (`io_managers.frames`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

FRAMES = "positions/"
"""How the names of the assets begin whose locators are frames of one run. A raw file is a version's, and stays."""

_DONE_WITH = """
CREATE TEMPORARY TABLE done_with ON COMMIT DROP AS
WITH latest AS (
    SELECT DISTINCT ON (asset, date, fund) asset, date, fund, run_id
    FROM ctl.outcome JOIN ctl.execution USING (run_id, asset) WHERE state = 'good'
    ORDER BY asset, date, fund, recorded_at DESC)
SELECT run_id, asset, fund, date, locator FROM ctl.outcome JOIN ctl.execution USING (run_id, asset)
WHERE recorded_at < %s AND NOT EXISTS (
    SELECT FROM latest WHERE (latest.run_id, latest.asset, latest.fund, latest.date)
        = (outcome.run_id, outcome.asset, outcome.fund, outcome.date))
"""
_FRAMES_DONE_WITH = """
SELECT locator FROM done_with WHERE starts_with(asset, %(frames)s) AND locator IS NOT NULL
EXCEPT
SELECT locator FROM ctl.outcome WHERE starts_with(asset, %(frames)s)
    AND NOT EXISTS (SELECT FROM done_with WHERE (done_with.run_id, done_with.asset, done_with.fund, done_with.date)
        = (outcome.run_id, outcome.asset, outcome.fund, outcome.date))
ORDER BY locator
"""
_DELETE = """
DELETE FROM ctl.outcome USING done_with WHERE (done_with.run_id, done_with.asset, done_with.fund, done_with.date)
    = (outcome.run_id, outcome.asset, outcome.fund, outcome.date);
DELETE FROM ctl.execution WHERE recorded_at < %s
    AND NOT EXISTS (SELECT FROM ctl.outcome WHERE (outcome.run_id, outcome.asset) = (execution.run_id, execution.asset))
"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was forgotten.

    Attributes:
        listings: rows of listings.
        outcomes: fund-days that steps had passed on.
        frames: files of positions.
    """

    listings: int
    outcomes: int
    frames: int


def forget(connection: Connection, *, before: datetime, remove: Callable[[str], None]) -> Forgotten:
    """Forget what is older than a moment and done with, in one transaction.

    An outcome is done with when it is not the last good one of its asset, fund and day.

    Args:
        connection: to the warehouse; commits.
        before: what was recorded later stays.
        remove: deletes the frame at a locator, or does nothing if it is not there. Frames go before their rows: if it
            fails, nothing is forgotten, and the next time tries again.
    """
    with connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM ctl.listing WHERE listed_at < %s", (before,))
        listings = cursor.rowcount
        cursor.execute(_DONE_WITH, (before,))
        outcomes = cursor.rowcount
        cursor.execute(_FRAMES_DONE_WITH, {"frames": FRAMES})
        locators = [locator for (locator,) in cursor.fetchall()]
        for locator in locators:
            remove(locator)
        cursor.execute(_DELETE, (before,))
    return Forgotten(listings, outcomes, len(locators))
