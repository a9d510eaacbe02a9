"""click's own words (usage, errors, help) in Portuguese, by gettext, as click means it to be done.

Belongs here: where the words are. Does not: the words (`locale/pt_BR/LC_MESSAGES/messages.po`).
"""

import gettext
import os
from pathlib import Path

import click

FOLDER = Path(__file__).parent / "locale"
LANGUAGE = "pt_BR"
_DOMAIN = "messages"  # click names none, and this is gettext's own default


def speak_portuguese(command: click.Command) -> None:
    """From now on, for this process and those that it starts.

    Args:
        command: the command; what its usage line calls options and commands is no word of gettext's.
    """
    os.environ["LANGUAGE"] = LANGUAGE
    gettext.bindtextdomain(_DOMAIN, FOLDER)
    _rename(command)


def _rename(command: click.Command) -> None:
    command.options_metavar = "[OPÇÕES]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "COMANDO [ARGUMENTOS]..."
        for each in command.commands.values():
            _rename(each)
