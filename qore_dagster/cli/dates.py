"""Dates as people give them to the command.

Belongs here: the two forms, and what the help calls them. Does not: which dates may be asked for (`day_output`).
"""

from datetime import datetime
from typing import Any

import click


class _Day(click.DateTime):
    """A date, in ISO's form or as people write it; help and errors show no patterns."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d", "%d/%m/%Y"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """`DATA`."""
        return "DATA"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The day, at midnight."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} não é uma data (AAAA-MM-DD ou DD/MM/AAAA)", param, ctx)


DAY = _Day()
