"""What is said while a run lasts is true of every file that was asked for."""

import logging
from collections.abc import Collection, Iterator

import pytest

from qore_dagster.automation.requests import Asked, Request
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.report.progress import progress
from qore_dagster.settings import load_settings
from qore_dagster_tests.report.conftest import DAY, PDF, XML
from qore_dagster_tests.warehouse.units import fund

KEY = FundDay(DAY, "alfa")


@pytest.fixture
def said() -> Iterator[list[str]]:
    """The lines that are logged, as they come."""
    lines: list[str] = []

    class _Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger, handler = logging.getLogger("qore_dagster.run"), _Kept()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lines
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.mark.parametrize(
    ("present", "line"),
    [
        ((XML, PDF), "Nada a buscar: tudo o que o portal tem já está carregado"),
        ((), "Nada a buscar: o portal ainda não tem nenhum dos 2 arquivos pedidos"),
        ((PDF,), "Nada a buscar: o portal ainda não tem 1 dos 2 arquivos pedidos, e o resto já está carregado"),
    ],
)
def test_that_there_is_nothing_to_fetch_is_said_with_its_reason(
    present: Collection[FileType], line: str, said: list[str]
) -> None:
    asked = Asked.of([DAY], [fund("alfa")], [XML, PDF])
    request = Request("r", asked, frozenset((KEY, file_type) for file_type in present), frozenset(), ())
    with progress(load_settings(_env_file=None)) as told:
        told("request", request)
    assert said == [line]
