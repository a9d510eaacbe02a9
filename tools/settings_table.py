"""Write `docs/settings.md` and `.env.example` from the settings model, so that they cannot differ from it.

    python tools/settings_table.py           writes both
    python tools/settings_table.py --check   fails if one is not what would be written

Belongs here: how a setting is shown. Does not: any setting.
"""

import argparse
import datetime as dt
import enum
import sys
import textwrap
import typing
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from annotated_types import Ge, Gt, Le, Lt
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from qore_dagster.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

HEAD = """# Settings

Each is an environment variable or a line of `.env` in the folder where the command is run; the environment wins.
Nothing else is read. A wrong value ends the command with the variable's name and what it should be.

This table is made from `qore_dagster/settings.py` by `make docs`; edit that.

| Variable | Type | Default | Meaning and unit |
|---|---|---|---|
"""

ENV_HEAD = """# Copy to `.env` and take the `#` from the lines that you change. Types: docs/settings.md.
# Made from qore_dagster/settings.py by `make docs`. Never commit `.env`: it holds passwords.
"""

TYPES: dict[object, str] = {
    str: "text",
    SecretStr: "text, secret",  # pragma: allowlist secret
    int: "integer",
    float: "number",
    Decimal: "decimal number",
    bool: "`true` or `false`",
    Path: "folder",
    Path | None: "file",
    dt.date: "date, YYYY-MM-DD",
}

BOUNDS = {Ge: ("ge", "≥"), Gt: ("gt", ">"), Le: ("le", "≤"), Lt: ("lt", "<")}


def main() -> int:
    """Write or check both files."""
    parser = argparse.ArgumentParser(description="docs/settings.md and .env.example from the settings model")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is not current")
    check = parser.parse_args().check
    stale = [path for path, text in documents() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if check and stale:
        print(f"not current: {', '.join(path.name for path in stale)}; run `make docs`", file=sys.stderr)
        return 1
    for path, text in documents():
        path.write_text(text, encoding="utf-8")
    return 0


def documents() -> Iterator[tuple[Path, str]]:
    """Each file with its text."""
    fields = Settings.model_fields.items()
    rows = (
        f"| `{name.upper()}` | {kind(field)} | {default(field)} | {field.description} |\n" for name, field in fields
    )
    yield ROOT / "docs" / "settings.md", HEAD + "".join(rows)
    comment = textwrap.TextWrapper(width=118, initial_indent="# ", subsequent_indent="# ")
    lines = (
        f"\n{comment.fill(field.description or '')}\n# {name.upper()}={raw_default(field)}\n" for name, field in fields
    )
    yield ROOT / ".env.example", ENV_HEAD + "".join(lines)


def kind(field: FieldInfo) -> str:
    """The type, with its bounds or choices, in words."""
    annotation = field.annotation
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return " or ".join(f"`{member.value}`" for member in annotation)
    if typing.get_origin(annotation) is tuple:
        return "list, separated by commas"
    bounds = [
        f"{sign} {getattr(bound, attribute)}"
        for bound in field.metadata
        for type_, (attribute, sign) in BOUNDS.items()
        if isinstance(bound, type_)
    ]
    return ", ".join([TYPES[annotation], *bounds])


def default(field: FieldInfo) -> str:
    """The default as a cell of the table."""
    text = raw_default(field)
    return f"`{text}`" if text else "(empty)"


def raw_default(field: FieldInfo) -> str:
    """The default as it would be written in `.env`."""
    value = field.default
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, tuple):
        return ",".join(str(getattr(item, "value", item)) for item in typing.cast("tuple[object, ...]", value))
    if isinstance(value, bool):
        return str(value).lower()
    return str(getattr(value, "value", value))


if __name__ == "__main__":
    sys.exit(main())
