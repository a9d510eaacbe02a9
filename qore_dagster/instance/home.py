"""The home of Dagster's instance, QORE_HOME/dagster, and the instance on it.

Belongs here: making the folder, its `dagster.yaml`, the variables that child processes find it by. Does not: what the
file says (top-level `dagster.yaml`).
"""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster import DagsterInstance

from qore_dagster.model.faults import QoreError
from qore_dagster.settings import Settings

_log = logging.getLogger(__name__)


class HomeError(QoreError):
    """The repository's `dagster.yaml` cannot be found."""

    code = "home"


def repository_config() -> Path:
    """The repository's `dagster.yaml`, beside the package.

    Raises:
        HomeError: the package was installed without its repository.
    """
    path = Path(__file__).resolve().parents[2] / "dagster.yaml"
    if not path.is_file():
        raise HomeError(
            f"o arquivo {path} não existe: o pacote foi instalado sem o repositório",
            "instale a partir do clone com `make setup` (ou `pip install -e .`)",
        )
    return path


def put_config(settings: Settings) -> Path | None:
    """Make the home and put the repository's `dagster.yaml` there.

    Returns:
        Where a file that differed was moved to; None if there was none, or the same.

    Raises:
        HomeError: there is no `dagster.yaml` to put there.
    """
    wanted = repository_config().read_bytes()
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    target = home / "dagster.yaml"
    present = target.read_bytes() if target.exists() else None
    if present == wanted:
        return None
    moved = None
    if present is not None:
        moved = target.with_suffix(".yaml.before")
        moved.write_bytes(present)
    with tempfile.NamedTemporaryFile(dir=home, prefix="dagster.yaml.", delete=False) as new:
        new.write(wanted)
    Path(new.name).replace(target)  # at once: another process may be reading it
    return moved


@contextmanager
def instance(settings: Settings) -> Iterator[DagsterInstance]:
    """Dagster's instance on QORE_HOME; child processes find the same one while this is open.

    A `dagster.yaml` in the home that differs from the repository's is moved aside, with a line in the log.
    """
    moved = put_config(settings)
    if moved:
        _log.warning(
            "dagster.yaml de %s diferia do repositório: foi trocado; o anterior é %s", moved.parent, moved.name
        )
    with (
        _environment(QORE_HOME=str(settings.qore_home), DAGSTER_HOME=str(settings.dagster_home)),
        DagsterInstance.from_config(str(settings.dagster_home)) as opened,
    ):
        yield opened


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
