"""Features of Dagster that are marked beta or preview, taken on purpose.

Belongs here: keeping their warnings out of people's terminals. The version is pinned; what they do is tested.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg


@contextmanager
def previews_accepted() -> Iterator[None]:
    """Backfill policies (beta) and partitioned asset checks (preview) are used without a warning inside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        warnings.simplefilter("ignore", dg.PreviewWarning)
        yield
