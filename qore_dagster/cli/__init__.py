"""The `qore` command: a thin front over the rooms.

Belongs here: commands, options, exit codes. Does not: what they do. Nothing heavy is imported before a command needs
it: `qore --help` answers at once, and step processes warm up while this one still imports.

Exit codes: 0 all well, 1 something failed, 2 wrong use, 3 nothing failed but files are still missing, 130 interrupted
by Ctrl-C, 143 by SIGTERM.
"""

import io
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from qore_dagster.cli.access import access
from qore_dagster.cli.database import db
from qore_dagster.cli.demo import demo
from qore_dagster.cli.dev import dev
from qore_dagster.cli.funds import funds
from qore_dagster.cli.inspect import inspect
from qore_dagster.cli.language import speak_portuguese
from qore_dagster.cli.migrate_access import migrate_access
from qore_dagster.cli.params import params
from qore_dagster.cli.portal import portal
from qore_dagster.cli.run import run
from qore_dagster.model.faults import QoreError
from qore_dagster.settings import SettingsError

WRONG_USE = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def qore() -> None:
    """Carteiras diárias dos fundos da QORE: do portal ao PostgreSQL."""


for _command in (demo, run, inspect, dev, portal, funds, params, db, access, migrate_access):
    qore.add_command(_command)


def main() -> NoReturn:
    """The console script: errors of ours in one line, no traceback."""
    speak_portuguese(qore)
    signal.signal(signal.SIGTERM, _leave)
    # A shell's background job inherits an ignored SIGINT, and Dagster's processes would then ignore SIGTERM as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a redirected one on Windows knows no ✓; better a ? than no report
            stream.reconfigure(errors="replace")
    try:
        sys.exit(qore.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("[!] interrompido", err=True)
        sys.exit(130)
    except QoreError as error:
        click.echo(f"[X] {error}", err=True)
        sys.exit(WRONG_USE if isinstance(error, SettingsError) else 1)
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(f"[X] {error.filename}: {error.strerror} → confira QORE_HOME e as permissões da pasta", err=True)
        sys.exit(1)


def _leave(signum: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - the signal module's signature
    """Leave by the ordinary way, so that servers that were started are stopped."""
    sys.exit(128 + signum)
