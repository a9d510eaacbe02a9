"""What happens while a run lasts: log lines, and a bar where a person watches.

Belongs here: the listener of a run. Does not: what became of the files (`day`).
"""

import logging
import sys
from collections.abc import Callable, Generator, Sized
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from qore_dagster.automation.requests import Request
from qore_dagster.model.file_type import FileType
from qore_dagster.registry.changes import RegistryChange
from qore_dagster.report.log_lines import registry_lines
from qore_dagster.settings import Settings

_log = logging.getLogger("qore_dagster.run")


@contextmanager
def progress(settings: Settings) -> Generator[Callable[[str, object], None]]:
    """A listener for `DayRunner`: says each thing once; shows a bar on a terminal."""
    console = Console(stderr=True)
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip
    with bar:
        task = bar.add_task("listando o portal", total=None)

        def told(event: str, value: object) -> None:
            if event == "funds":
                _log.info("Autenticação OK!")
                _log.info("Carregados %d fundos QORE", len(value) if isinstance(value, Sized) else 0)
            elif isinstance(value, Request):
                _say(value, settings)
                bar.update(task, description="baixando, lendo e carregando", total=len(value.rectangles) or 1)
            elif isinstance(value, RegistryChange):
                for level, text in registry_lines(value):
                    _log.log(level, text)
            elif event == "waiting":
                _log.info("Outra execução já busca %s arquivo(s): aguardando que termine", value)
            elif event == "run":
                bar.advance(task)
            sys.stderr.flush()

        yield told


def _say(request: Request, settings: Settings) -> None:
    files = _files(request)
    if files:
        _log.info("Iniciando %d downloads (%d workers)...", files, settings.qore_workers)
    elif request.rectangles:
        _log.info("Nada a baixar: falta ler, carregar ou arquivar o que já foi recebido")
    elif not request.running:
        _log.info("Nada a buscar: %s", _why_nothing(request))


def _why_nothing(request: Request) -> str:
    """Why no run is made: what is not there already is what the portal does not list."""
    wanted = sum(len(request.asked.keys_for(file_type)) for file_type in FileType)
    present = len(request.present)
    if present == wanted:
        return "tudo o que o portal tem já está carregado"
    if not present:
        return f"o portal ainda não tem nenhum dos {wanted} arquivos pedidos"
    return f"o portal ainda não tem {wanted - present} dos {wanted} arquivos pedidos, e o resto já está carregado"


def _files(request: Request) -> int:
    types = {file_type.slug for file_type in FileType}
    return sum(part.size * len(part.groups & types) for part in request.rectangles)
