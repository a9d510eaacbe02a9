"""`python -m benchmarks`: measure, then show.

Belongs here: arguments and what is measured for each. Does not: measuring.
"""

import argparse
import sys
from datetime import UTC, datetime

from benchmarks import access, command, fuzz, machine, memory, raw_stage, reading, report, slice_load, whole_day
from benchmarks.figure import Figure
from benchmarks.home import HomeMaker, home_maker

FEW, MANY = 34, 200
WHAT = {
    "raw": "(a) the raw stage alone",
    "day": f"(b) qore run of {FEW} funds",
    "many": f"(c) qore run of {MANY} funds",
    "memory": "(d) peak memory of both",
    "reading": "(e) reading files of each format",
    "postgres": "(f) loading PostgreSQL, against bare COPY",
    "access": "(g) loading Access, against bare Jackcess",
    "all": "all of them, and (c) against (b)",
    "fuzz": "mutated files through every reader; no figure, an exit code",
}


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="; ".join(f"{name}: {what}" for name, what in WHAT.items()),
    )
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--repeat", type=_at_least_one, default=5, help="runs of each; the median counts (5)")
    parser.add_argument("--json", action="store_true", help="JSON with every run, instead of a table")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md (with `all`)")
    parser.add_argument("--inputs", type=_at_least_one, default=1_000_000, help="mutated files (with `fuzz`)")
    parser.add_argument("--seed", type=int, default=1, help="of the mutations (with `fuzz`)")
    asked = parser.parse_args()
    if asked.what == "fuzz":
        return fuzz.run(asked.inputs, asked.seed)
    if asked.write and asked.what != "all":
        parser.error("--write replaces the whole table: it goes with `all`")
    on, today = machine.describe(), datetime.now(UTC).date()
    with home_maker() as homes:
        figures = _measure(asked.what, homes, asked.repeat)
    table = report.as_table(on, figures, today)
    print(report.as_json(on, figures, today) if asked.json else table)
    if asked.write:
        report.write(table)
    return 0


def _measure(what: str, homes: HomeMaker, repeat: int) -> list[Figure]:
    every = what == "all"
    raw = raw_stage.measure(homes, repeat) if every or what == "raw" else []
    read = reading.measure(repeat) if every or what == "reading" else []
    into_postgres = slice_load.measure(repeat) if every or what == "postgres" else []
    into_access = access.measure(repeat) if every or what == "access" else []
    if what not in {"raw", "reading", "postgres", "access"}:
        command.warm_up(homes)
    day: list[Figure] = []
    many: list[Figure] = []
    if every or what == "day":
        day = whole_day.measure(homes, repeat, funds=FEW, letter="b", goal=whole_day.GOAL_SECONDS)
    if every or what == "many":
        many = whole_day.measure(homes, repeat, funds=MANY, letter="c", goal=None)
    figures = [*raw, *day, *many]
    if every:
        figures += whole_day.compare(many, day)
    if every or what == "memory":
        for funds in (FEW, MANY):
            figures += memory.measure(homes, repeat, funds=funds)
    return [*figures, *read, *into_postgres, *into_access]


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
