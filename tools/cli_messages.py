"""Compiles what click says in Portuguese; with `--check`, says whether that is current.

Belongs here: `.po` to `.mo`. Does not: the words (`qore_dagster/cli/locale`), where they are used
(`qore_dagster.cli.language`).
"""

import sys
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from qore_dagster.cli.language import FOLDER, LANGUAGE

WORDS = FOLDER / LANGUAGE / "LC_MESSAGES" / "messages.po"


def compiled() -> bytes:
    """What the words are for gettext."""
    made = BytesIO()
    with WORDS.open("rb") as file:
        write_mo(made, read_po(file, locale=LANGUAGE))
    return made.getvalue()


def main() -> int:
    """Write the file, or compare it."""
    target = WORDS.with_suffix(".mo")
    if sys.argv[1:] != ["--check"]:
        target.write_bytes(compiled())
        return 0
    if target.read_bytes() == compiled():
        return 0
    print(f"not current: {target.name}; run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
