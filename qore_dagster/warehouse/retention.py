"""What the ledger forgets after a while: listings, and what steps passed on that nobody will read again.

Belongs here: which rows are done with, and which frames are not. Does not: versions, states, loads and checks, which
are kept for good; the files themselves (`automation.housekeeping`).
"""

from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

_FRAMES = """
SELECT DISTINCT locator FROM ctl.outcome WHERE starts_with(asset, 'positions/') AND locator IS NOT NULL
"""
_DONE_WITH = """
CREATE TEMPORARY TABLE done_with ON COMMIT DROP AS
WITH latest AS (
    SELECT DISTINCT ON (asset, date, fund) asset, date, fund, run_id
    FROM ctl.outcome JOIN ctl.execution USING (run_id, asset) WHERE state = 'good'
    ORDER BY asset, date, fund, recorded_at DESC)
SELECT run_id, asset, fund, date FROM ctl.outcome JOIN ctl.execution USING (run_id, asset)
WHERE recorded_at < %s AND NOT EXISTS (
    SELECT FROM latest WHERE (latest.run_id, latest.asset, latest.fund, latest.date)
        = (outcome.run_id, outcome.asset, outcome.fund, outcome.date))
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
    """

    listings: int
    outcomes: int


def forget(connection: Connection, *, before: datetime) -> Forgotten:
    """Forget what is older than a moment and done with, in one transaction.

    An outcome is done with when it is not the last good one of its asset, fund and day.

    Args:
        connection: to the warehouse; commits.
        before: what was recorded later stays.
    """
    with connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM ctl.listing WHERE listed_at < %s", (before,))
        listings = cursor.rowcount
        cursor.execute(_DONE_WITH, (before,))
        outcomes = cursor.rowcount
        cursor.execute(_DELETE, (before,))
    return Forgotten(listings, outcomes)


def frames_in_use(connection: Connection) -> set[str]:
    """The locators of the frames that a step may still read."""
    with connection, connection.cursor() as cursor:
        cursor.execute(_FRAMES)
        return {locator for (locator,) in cursor.fetchall()}
