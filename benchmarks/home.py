"""Homes of the platform for one measured run each: a PostgreSQL server without a table, no file, no fund.

Belongs here: making them outside the measured time, and what the product is told about them. Does not: measuring.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qore_dagster.settings import Settings, load_settings
from qore_dagster.simulator.server import RunningPortal
from qore_dagster.warehouse.lease import lease
from qore_dagster.warehouse.server import EmbeddedServer

_OURS = ("QORE_", "POSTGRES_", "DAGSTER_")
_SLOWING = "PYTHONDONTWRITEBYTECODE"
"""Where it is set, a module whose bytecode is not there is compiled again by every process."""


@dataclass(frozen=True, slots=True)
class Home:
    """A fresh home and the portal that it is about.

    Attributes:
        folder: QORE_HOME.
        portal: where its files come from.
    """

    folder: Path
    portal: RunningPortal

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the command runs with: defaults but for home and portal, nothing of the user's own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith((*_OURS, _SLOWING))}
        return kept | {name.upper(): value for name, value in self._told.items()}

    def settings(self) -> Settings:
        """The same for this process, whose own variables are forgotten."""
        for name in [name for name in os.environ if name.startswith(_OURS)]:
            del os.environ[name]
        return load_settings(_env_file=None, **self._told)

    @property
    def _told(self) -> dict[str, str]:
        return {
            "qore_home": str(self.folder),
            "qore_url": self.portal.url,
            "qore_username": self.portal.username,
            "qore_password": self.portal.password,
        }


class HomeMaker:
    """Makes homes in a temporary folder (see TMPDIR) by copying one whose server was made once.

    Args:
        folder: an existing empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = folder / "made"
        lease(self._made).release()

    @contextmanager
    def fresh(self, portal: RunningPortal) -> Iterator[Home]:
        """A home that nothing has run in, gone afterwards; its server does not run."""
        folder = self._folder / "home"
        shutil.copytree(self._made, folder)
        os.sync()  # or the first fsync of the measured run would wait for the copy as well
        try:
            yield Home(folder, portal)
        finally:
            if EmbeddedServer(folder).running():  # the command was killed
                lease(folder).release()
            shutil.rmtree(folder)


@contextmanager
def home_maker() -> Iterator[HomeMaker]:
    """A maker of homes; its folder is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="qore-benchmarks-") as folder:
        yield HomeMaker(Path(folder))
