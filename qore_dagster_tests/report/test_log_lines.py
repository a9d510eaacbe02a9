"""Log lines in the seed's form, and the record left as it is for whoever logs beside them."""

import io
import logging

import pytest

from qore_dagster.registry.changes import Changed, RegistryChange
from qore_dagster.report.log_lines import SymbolFormatter, file_lines, registry_lines
from qore_dagster_tests.report.conftest import BROKEN, GAP, JUMP, NOT_YET, ROW_PRICE, Day
from qore_dagster_tests.warehouse.units import fund

NOT_LOADED = (
    "o arquivo foi recebido e não chegou a ser carregado: a execução terminou antes"
    " → rode de novo; o arquivo não será baixado outra vez"
)


def _handler(formatter: logging.Formatter) -> tuple[logging.Handler, io.StringIO]:
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(formatter)
    return handler, text


def _written(lines: list[tuple[int, str]], *formatters: logging.Formatter) -> list[list[str]]:
    """What several handlers write of the same records."""
    handlers = [_handler(formatter) for formatter in formatters]
    for level, text in lines:
        record = logging.LogRecord("qore_dagster.run", level, __file__, 1, text, None, None)
        for handler, _ in handlers:
            handler.handle(record)
    return [text.getvalue().splitlines() for _, text in handlers]


def test_every_file_has_a_line_in_the_seeds_form(odd_day: Day) -> None:
    (lines,) = _written(list(file_lines(odd_day.report())), SymbolFormatter())

    assert lines == [
        "[+]   FIM INTEIRO [CP] [XML 5.0]: 1 arquivo(s)",
        "[+]   FIM INTEIRO [CP] [PDF]: 1 arquivo(s)",
        f"[X]   FIM QUEBRADO [CP] [XML 5.0]: {BROKEN.reason} → {BROKEN.action}",
        "[+]   FIM QUEBRADO [CP] [PDF]: 1 arquivo(s)",
        f"[!]   FIM ATRASADO [CP] [XML 5.0]: {NOT_YET}",
        "[+]   FIM ATRASADO [CP] [PDF]: 1 arquivo(s)",
        "[+]   FIM DIVERGE [CP] [XML 5.0]: 1 arquivo(s)",
        "[+]   FIM DIVERGE [CP] [PDF]: 1 arquivo(s)",
        f"[X]   FIM DIVERGE [CP]: {GAP} → a carteira foi carregada e está marcada; confira com a administradora",
        f"[X]   FIM INTERROMPIDO [CP] [XML 5.0]: {NOT_LOADED}",
        "[+]   FIM INTERROMPIDO [CP] [PDF]: 1 arquivo(s)",
        "[!]   FIM NOVO [CP] [XML 5.0]: ainda não pedido",
        "[!]   FIM NOVO [CP] [PDF]: ainda não pedido",
        f"[!]   FIM DIVERGE [CP]: {ROW_PRICE}",
        f"[!]   FIM DIVERGE [CP]: {JUMP}",
    ]


@pytest.mark.parametrize(
    ("level", "symbol"),
    [(logging.DEBUG, "[.]"), (logging.INFO, "[+]"), (logging.WARNING, "[!]"), (logging.ERROR, "[X]"),
     (logging.CRITICAL, "[!!!]")],
)  # fmt: skip
def test_each_level_has_its_symbol(level: int, symbol: str) -> None:
    assert _written([(level, "texto")], SymbolFormatter()) == [[f"{symbol} texto"]]


def test_defect_59_a_second_handler_sees_the_record_as_it_was_made() -> None:
    plain, first, second = _written(
        [(logging.WARNING, "texto")], logging.Formatter("%(message)s"), SymbolFormatter(), SymbolFormatter()
    )
    after = _written([(logging.WARNING, "texto")], SymbolFormatter(), logging.Formatter("%(levelname)s %(message)s"))
    assert (plain, first, second) == (["texto"], ["[!] texto"], ["[!] texto"])
    assert after == [["[!] texto"], ["WARNING texto"]]
    assert "\x1b" not in "".join(first), "no colours in what may become a file"


def test_changes_of_the_registry_have_the_symbol_of_what_they_are() -> None:
    change = RegistryChange(
        added=(fund("novo"),), vanished=(fund("fora"),), renamed=(Changed("alfa", "ALFA", "ANTES", "DEPOIS"),)
    )
    (lines,) = _written(list(registry_lines(change)), SymbolFormatter())
    assert lines == change.lines()
    assert {line.split()[0] for line in lines} == {"[+]", "[!]"}
