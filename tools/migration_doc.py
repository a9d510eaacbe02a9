"""Writes the tables of docs/migrate-access.md from the sources; with `--check`, says whether they are current.

Belongs here: how those tables look. Does not: what stands in them (`qore_dagster.migration`: `sources`, `reasons`), the
rest of the page, which people write.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from qore_dagster.migration.reasons import TEXTS
from qore_dagster.migration.sources import SOURCES

PAGE = Path(__file__).parent.parent / "docs" / "migrate-access.md"


def page(text: str) -> str:
    """The page with its tables written anew."""
    for name, lines in (("reasons", _reasons()), ("sources", _sources())):
        written = "\n".join(lines)
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = rf"{begin}\n(?:.*?{end}\n)?"
        text = re.sub(pattern, lambda _, made=f"{begin}\n{written}\n{end}\n": made, text, count=1, flags=re.DOTALL)
    return text


def _reasons() -> Iterator[str]:
    yield "\n| Reason | What people read |\n|---|---|"
    yield from (f"| `{reason}` | {text} |" for reason, text in TEXTS.items())
    yield ""


def _sources() -> Iterator[str]:
    yield "\n| Table | One row | Goes to | A row finds its fund, or is known, by | Sum | Gives way to |"
    yield "|---|---|---|---|---|---|"
    for source in SOURCES:
        name = f"`{source.table}`{'' if source.documented else ' (*assumed*)'}"
        total = f"`{source.total}`" if source.total else "—"
        after = ", ".join(f"`{table}`" for table in source.after) or "—"
        yield f"| {name} | {source.grain} | `{source.target}` | {source.matching} | {total} | {after} |"
    for source in SOURCES:
        yield f"\n### {source.table}\n\n| Staged as | Kind | In the file | |\n|---|---|---|---|"
        for one in source.fields:
            rule = ", ".join(
                word for word, holds in (("required", one.required), ("not negative", one.not_negative)) if holds
            )
            yield f"| `{one.name}` | {one.kind} | {', '.join(f'`{called}`' for called in one.called)} | {rule} |"
    yield ""


def main() -> int:
    """Write the tables, or compare them."""
    text = PAGE.read_text(encoding="utf-8")
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(page(text), encoding="utf-8", newline="\n")
        return 0
    if text == page(text):
        return 0
    print(f"not current: {PAGE.name}; run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
