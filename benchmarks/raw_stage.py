"""The raw stage alone: listings and downloads of three types, in this process.

Belongs here: calling the two verbs of `intake.fetch` as request and raw steps do, ledger and raw store included. Does
not: Dagster, which has no part in it; the fund list and the login, which a run has before it lists.
"""

import statistics
import time
from contextlib import closing
from dataclasses import dataclass
from math import ceil

import psycopg2

from benchmarks.figure import Figure
from benchmarks.home import Home, HomeMaker
from benchmarks.portal import DAY, LATENCY_SECONDS, portal_of
from qore_dagster.intake.fetch import Intake, fetch, list_files
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.tokens import TokenStore
from qore_dagster.raw_store.store import RawStore
from qore_dagster.registry.store import FundStore
from qore_dagster.registry.sync import synchronise
from qore_dagster.warehouse.lease import lease
from qore_dagster.warehouse.ledger import Ledger
from qore_dagster.warehouse.migrations import migrate

FUNDS = 34
TYPES = (FileType.XML_5_0, FileType.XML_4_01, FileType.CARTEIRA_EXCEL)
GOAL_SECONDS = 2.5
GOAL_RATIO = 1.2
_REQUEST = "benchmark"


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: its seconds, the requests that the portal counted and what they should have taken, bytes received."""

    listing: float
    fetching: float
    requests: int
    ideal: float
    size: int

    @property
    def seconds(self) -> float:
        return self.listing + self.fetching


def measure(homes: HomeMaker, repeat: int) -> list[Figure]:
    """Seconds, and how many times the ideal they are.

    The ideal counts whole rounds of QORE_WORKERS requests and nothing for the transfer: loopback moves these few
    megabytes in milliseconds.
    """
    runs: list[_Run] = []
    with portal_of(FUNDS) as portal:
        for _ in range(1 + repeat):
            with homes.fresh(portal) as home:
                runs.append(_run(home))
    del runs[0]  # it paid for what is imported at first use
    first = runs[0]
    details = {
        "requests": str(first.requests),
        "ideal": f"{first.ideal:.2f} s",
        "received": f"{first.size / 1e6:.1f} MB",
        "listing": f"{statistics.median(run.listing for run in runs):.2f} s",
        "fetching": f"{statistics.median(run.fetching for run in runs):.2f} s",
    }
    title = f"(a) raw stage, {FUNDS} funds × {len(TYPES)} types"
    return [
        Figure(title, "s", [run.seconds for run in runs], GOAL_SECONDS, details),
        Figure(f"{title}, against the ideal", "×", [run.seconds / run.ideal for run in runs], GOAL_RATIO),
    ]


def _run(home: Home) -> _Run:
    settings = home.settings()
    tokens = TokenStore(home.folder / "sessions", _REQUEST)
    with lease(home.folder) as server:
        migrate(server.uri())
        with closing(psycopg2.connect(server.uri())) as connection:
            with PortalClient(settings, tokens) as client:
                synchronise(FundStore(connection), client.discover())
            funds = {fund.slug: fund for fund in FundStore(connection).all()}
            connection.rollback()
            store, ledger = RawStore(settings.raw_url), Ledger(connection)
            keys = [FundDay(DAY, slug) for slug in funds]
            home.portal.forget_requests()

            began = time.perf_counter()
            with PortalClient(settings, tokens) as client:
                listed, unreadable = list_files(
                    Intake(client, store, ledger, funds, _REQUEST), dict.fromkeys(TYPES, keys)
                )
            ledger.record_listing(_REQUEST, listed, unreadable)
            listing = time.perf_counter() - began
            size = 0
            for file_type in TYPES:  # each as a raw step has it: with a client of its own
                with PortalClient(settings, tokens) as client:
                    intake = Intake(client, store, ledger, funds, _REQUEST)
                    batch = fetch(intake, keys, file_type, request=_REQUEST)
                assert len(batch.good) == FUNDS, (batch.failed, batch.missing)
                size += sum(good.value.size for good in batch.good.values())
            seconds = time.perf_counter() - began
    requests = home.portal.requests()["total"]
    ideal = ceil(requests / settings.qore_workers) * LATENCY_SECONDS
    return _Run(listing, seconds - listing, requests, ideal, size)
