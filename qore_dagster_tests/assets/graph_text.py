"""The whole graph as a text that a person can read and a diff can show.

`python -m qore_dagster_tests.assets.graph_text` writes `graph.txt` anew, from the definitions as they are.
"""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from qore_dagster.definitions import build_defs

TEXT = Path(__file__).with_name("graph.txt")
_SHOWN_BY_DAGSTER = "dagster/column_schema"


def graph_text(defs: dg.Definitions) -> str:
    """Assets in the order of their keys, then checks, jobs, schedules and sensors."""
    specs = sorted(defs.resolve_all_asset_specs(), key=lambda spec: list(spec.key.path))
    lines = [line for spec in specs for line in (*_asset(spec, defs), "")]
    repository = defs.get_repository_def()
    lines += [f"job {job.name}" for job in repository.get_all_jobs() if not job.name.startswith("__")]
    lines += [
        f"schedule {schedule.name}: {schedule.cron_schedule} {schedule.execution_timezone} -> {schedule.job_name}"
        for schedule in repository.schedule_defs
    ]
    lines += [
        f"sensor {sensor.name}: every {sensor.minimum_interval_seconds or 30} s, {sensor.default_status.value}"
        for sensor in repository.sensor_defs
    ]
    return "\n".join(lines) + "\n"


def _asset(spec: dg.AssetSpec, defs: dg.Definitions) -> Iterator[str]:
    asset = defs.resolve_assets_def(spec.key)
    yield f"{spec.key.to_user_string()}  ({spec.group_name}; {', '.join(sorted(spec.kinds))}; {', '.join(spec.owners)})"
    yield from _wrapped(spec.description or "NO DESCRIPTION")
    deps = sorted(dep.asset_key.to_user_string() for dep in spec.deps)
    yield from _wrapped(f"<- {', '.join(deps) or 'nothing'}")
    yield f"    partitions: {_partitions(spec.partitions_def)}"
    policy = asset.backfill_policy
    yield f"    backfill: {'one run a range' if policy == dg.BackfillPolicy.single_run() else 'a run a partition'}"
    checks = sorted(key.name for key in defs.resolve_asset_graph().asset_check_keys if key.asset_key == spec.key)
    if checks:
        yield from _wrapped(f"checks: {', '.join(checks)}")
    schema = spec.metadata.get(_SHOWN_BY_DAGSTER)
    if isinstance(schema, dg.TableSchema):
        columns = [f"{c.name} {c.type}{'' if c.constraints.nullable else '!'}" for c in schema.columns]
        yield from _wrapped(f"columns: {', '.join(columns)}")


def _partitions(partitions: dg.PartitionsDefinition | None) -> str:
    if isinstance(partitions, dg.MultiPartitionsDefinition):
        return " x ".join(f"{each.name} ({_partitions(each.partitions_def)})" for each in partitions.partitions_defs)
    if isinstance(partitions, dg.TimeWindowPartitionsDefinition):
        return f"{partitions.cron_schedule} {partitions.timezone} from {partitions.start:%Y-%m-%d}, without holidays"
    if isinstance(partitions, dg.DynamicPartitionsDefinition):
        return f"dynamic {partitions.name}"
    return "none"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 116, initial_indent="    ", subsequent_indent="        ", break_on_hyphens=False)


if __name__ == "__main__":
    TEXT.write_text(graph_text(build_defs()), encoding="utf-8")
