"""`qore run`: a request made and executed by this process, without the daemon.

Belongs here: executing the runs of a request one after the other, waiting for what others are at, and times. Does not:
the request (`requests`), what is printed (`report`).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

import dagster as dg

from qore_dagster.assets.cross_checks import STEP as CROSS_CHECKS_STEP
from qore_dagster.assets.keys import raw_key
from qore_dagster.assets.registry import refresh_registry
from qore_dagster.automation.places import Places
from qore_dagster.automation.rectangles import Rectangle
from qore_dagster.automation.requests import Asked, Request, asset_selection, make_request, run_config
from qore_dagster.automation.unfinished import (
    PATIENCE_SECONDS,
    Covered,
    asking_alone,
    covered_by_living_runs,
    wait_for_others,
)
from qore_dagster.instance.dead_runs import fail_dead_runs, run_tags
from qore_dagster.instance.execution import execute_here, make_run
from qore_dagster.intake.fetch import Intake
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.registry.changes import RegistryChange
from qore_dagster.registry.funds import Fund
from qore_dagster.resources import SESSION_TAG, QoreResource, RawStoreResource, WarehouseResource, portal_session
from qore_dagster.settings import Settings
from qore_dagster.warehouse.ledger import Ledger

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
"""What Dagster says on the console is in its event log; people read the lines of `report.log_lines`."""

_Made = tuple[Rectangle, dg.DagsterRun]
"""What a run is to do, and the run."""

_NOBODY: Covered = set()

_STAGES = {"postgres": "load", "access": "load", CROSS_CHECKS_STEP: "check"}
"""The fields of `Seconds` by the names of steps; what is neither here nor below reads files."""
_STAGES_BY_PREFIX = {"raw__": "raw", "archive__": "archive"}
_OTHERWISE = "parse"


@dataclass(slots=True)
class Seconds:
    """Wall-clock seconds per stage; stages of one run overlap, so they do not add up to the total."""

    total: float = 0.0
    list: float = 0.0
    raw: float = 0.0
    parse: float = 0.0
    load: float = 0.0
    check: float = 0.0
    archive: float = 0.0


@dataclass(slots=True)
class Executed:
    """What `qore run` did.

    Attributes:
        request: what was asked for and needed; what another run brought meanwhile counts as present.
        runs: ids of the Dagster runs, in order.
        seconds: time per stage.
        change: what the registry's synchronisation found; None when it was left out.
        dead: ids of runs whose process had died, marked as failed.
    """

    request: Request
    runs: list[str] = field(default_factory=list[str])
    seconds: Seconds = field(default_factory=Seconds)
    change: RegistryChange | None = None
    dead: list[str] = field(default_factory=list[str])


Told = Callable[[str, object], None]
"""Called as things happen: `funds` (list of Fund), `registry` (RegistryChange), `request` (Request), `run` (run id),
`waiting` (files that another run is at)."""


@dataclass(frozen=True, slots=True)
class DayRunner:
    """Makes requests, and executes them in this process.

    Attributes:
        instance: Dagster's instance.
        settings: the settings.
        warehouse: the warehouse, opened.
        job: gives the job of a day; a function of a module, as step processes call it again by its name.
        told: progress.
    """

    instance: dg.DagsterInstance
    settings: Settings
    warehouse: WarehouseResource
    job: Callable[[], dg.JobDefinition]
    told: Told

    def run(self, asked: Callable[[Sequence[Fund]], Asked]) -> Executed:
        """Synchronise the registry, list, compare, and execute what is needed.

        Args:
            asked: from the active funds to what is asked for.
        """
        began = time.perf_counter()
        dead = fail_dead_runs(self.instance)
        session = uuid4().hex
        qore = QoreResource(url=self.settings.qore_url, workers=self.settings.qore_workers)
        try:
            with qore.session(session) as portal:
                change = refresh_registry(self.instance, self.warehouse, portal)
            active = [fund for fund in self.warehouse.funds().values() if fund.active]
            self.told("funds", active)
            self.told("registry", change)
            wanted = asked(active)

            def ask(*, heed_others: bool = True) -> tuple[Request, list[_Made]]:
                with qore.session(session) as portal, self.warehouse.connect() as connection, asking_alone(connection):
                    store = RawStoreResource(base=self.settings.raw_url).open()
                    intake = Intake(portal, store, Ledger(connection), {fund.slug: fund for fund in active}, session)
                    others = covered_by_living_runs(self.instance) if heed_others else _NOBODY
                    places = Places.of(self.settings)
                    request = make_request(self.instance, intake, wanted, others, places=places)
                    return request, [self._make_run(request, rectangle, session) for rectangle in request.rectangles]

            request, made = ask()
            executed = Executed(request, change=change, dead=dead)
            executed.seconds.list = time.perf_counter() - began
            self._execute(request, made, executed)
            deadline = time.monotonic() + PATIENCE_SECONDS
            while request.running:
                others = request.running
                self.told("waiting", len(others))
                every = Places.of(self.settings).assets
                wait_for_others(self.instance, {(key, asset) for key, _ in others for asset in every})
                request, made = ask(heed_others=time.monotonic() < deadline)  # then they are done here as well
                present = executed.request.present | others & request.present
                executed.request = replace(executed.request, present=present)
                self._execute(request, made, executed)
        finally:
            portal_session(self.settings, session).forget()
        executed.seconds.total = time.perf_counter() - began
        return executed

    def _make_run(self, request: Request, rectangle: Rectangle, session: str) -> _Made:
        run = make_run(
            self.job,
            self.instance,
            assets=asset_selection(rectangle),
            config={**run_config(rectangle), **_QUIET},
            tags={**request.tags(rectangle), **run_tags(), SESSION_TAG: session},
        )
        return rectangle, run

    def _execute(self, request: Request, made: Sequence[_Made], executed: Executed) -> None:
        self.told("request", request)
        for rectangle, run in made:
            try:
                execute_here(self.job, run, self.instance)
            finally:  # Ctrl-C ends the request here, and kills steps as well
                _account_for(self.warehouse, run.run_id, request.asked, rectangle)
            executed.runs.append(run.run_id)
            _add_times(self.instance, run.run_id, executed.seconds)
            self.told("run", run.run_id)


def _account_for(warehouse: WarehouseResource, run_id: str, asked: Asked, rectangle: Rectangle) -> None:
    """A step that died said nothing of its files; say in the ledger that they failed, instead of what stood there."""
    with warehouse.ledger() as ledger:
        for file_type in FileType:
            if file_type.slug not in rectangle.groups:
                continue
            if ledger.outcome(run_id, raw_key(file_type).to_user_string()) is not None:
                continue
            keys = [key for key in asked.keys_for(file_type) if rectangle.covers(key)]
            fault = Fault(
                "step_died",
                f"a etapa de {file_type.label} da execução {run_id} terminou antes de dizer o que fez",
                "rode de novo; se repetir, veja os eventos da execução na interface do Dagster",
            )
            ledger.set_status(file_type, run_id, Batch[object](failed=dict.fromkeys(keys, fault)))


def _add_times(instance: dg.DagsterInstance, run_id: str, seconds: Seconds) -> None:
    spans: dict[str, tuple[float, float]] = {}
    for step in instance.get_run_step_stats(run_id):
        if step.start_time is None or step.end_time is None:
            continue
        stage = _stage(step.step_key)
        start, end = spans.get(stage, (step.start_time, step.end_time))
        spans[stage] = (min(start, step.start_time), max(end, step.end_time))
    for stage, (start, end) in spans.items():
        setattr(seconds, stage, getattr(seconds, stage) + end - start)


def _stage(step_key: str) -> str:
    by_prefix = (stage for prefix, stage in _STAGES_BY_PREFIX.items() if step_key.startswith(prefix))
    return next(by_prefix, _STAGES.get(step_key, _OTHERWISE))
