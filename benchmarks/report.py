"""The figures as a table for people, as JSON, and in `docs/benchmarks.md`.

Belongs here: showing. Does not: any number.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks.figure import Figure

_DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
_BEGIN, _END = "<!-- figures: written by the command -->\n", "<!-- end of figures -->"
_DIGITS = {"s": 2, "×": 2, "MB": 0, "ms": 0}


def as_table(machine: Mapping[str, str], figures: Sequence[Figure], measured: date) -> str:
    """As Markdown, which a terminal shows as well."""
    where = "; ".join(f"{name}: {value}" for name, value in machine.items())
    lines = [
        f"Measured on {measured:%Y-%m-%d}. {where}.",
        "",
        "| Figure | Median | Goal | Runs | Seen |",
        "|---|---|---|---|---|",
        *(_row(figure) for figure in figures),
    ]
    return "\n".join(lines) + "\n"


def as_json(machine: Mapping[str, str], figures: Sequence[Figure], measured: date) -> str:
    """With every run."""
    return json.dumps(
        {
            "date": measured.isoformat(),
            "machine": dict(machine),
            "figures": [
                {
                    "name": figure.name,
                    "unit": figure.unit,
                    "median": round(figure.median, 3),
                    "goal": figure.goal,
                    "runs": [round(run, 3) for run in figure.runs],
                    "details": dict(figure.details),
                }
                for figure in figures
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def write(table: str) -> None:
    """Put the table into `docs/benchmarks.md`, in the place of the former one."""
    text = _DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    _DOCUMENT.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}", encoding="utf-8")


def _row(figure: Figure) -> str:
    goal = "" if figure.goal is None else f"≤ {_number(figure.goal, figure.unit)}"
    runs = ", ".join(_number(run, figure.unit).removesuffix(f" {figure.unit}") for run in figure.runs)
    seen = ", ".join(f"{name} {value}" for name, value in figure.details.items())
    return f"| {figure.name} | {_number(figure.median, figure.unit)} | {goal} | {runs} | {seen} |"


def _number(value: float, unit: str) -> str:
    return f"{value:.{_DIGITS.get(unit, 2)}f} {unit}".strip()
