"""The day as a person reads it: each fund once, with its PL, its verdict and the state of every file."""

from dataclasses import replace
from decimal import Decimal

import pytest

from qore_dagster.model.batch import Batch, Good
from qore_dagster.model.cross_checks import CROSS_CHECKS
from qore_dagster.model.file_type import FileType
from qore_dagster.model.reconciliation import CHECKS, CheckResult, Status
from qore_dagster.report.printed import CHECK_LABELS, money, show
from qore_dagster_tests.report.conftest import BROKEN, DAY, GAP, JUMP, PDF, ROW_PRICE, XML, Day

_SECONDS = {"total": 12.34, "list": 0.5, "raw": 1.0, "parse": 0.25, "load": 0.125, "check": 0.75}


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As narrow as terminals are, and no colours."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")


def _rows(text: str) -> dict[str, list[str]]:
    """Cells of the funds' table by the fund's name; a fund that stands there twice is an error."""
    rows: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, found, rest = line.partition(" [CP]")
        if found and "2025-11-19|" not in line:
            assert name.strip() not in rows
            rows[name.strip()] = rest.split()
    return rows


def test_each_fund_stands_there_once_with_pl_verdict_and_states(
    odd_day: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    show(odd_day.report(), _SECONDS)

    text = capsys.readouterr().out
    assert _rows(text) == {
        "FIM INTEIRO": ["1.234.567,90", "confere", "✓", "✓"],
        "FIM QUEBRADO": ["—", "—", "✗", "✓"],
        "FIM ATRASADO": ["—", "—", "—", "✓"],
        "FIM DIVERGE": ["-42,50", "NÃO", "CONFERE", "✓", "✓"],
        "FIM INTERROMPIDO": ["—", "—", "✗", "✓"],
        "FIM NOVO": ["—", "—", "—", "—"],
    }
    assert (
        "12 tarefas: 7 processadas (2 já estavam), 2 com falha, 3 ainda sem arquivo; 1 carteira(s) não conferem" in text
    )


def test_files_are_counted_by_type_and_seconds_by_stage(odd_day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    show(odd_day.report(), _SECONDS, ["olhe aqui"])

    lines = capsys.readouterr().out.splitlines()
    assert "Arquivos de 19/11/2025" in lines[0]
    counted = {line.split("  ")[1]: line.split()[-3:] for line in lines if line.startswith(("  XML 5.0 ", "  PDF "))}
    assert counted == {"XML 5.0": ["2", "2", "2"], "PDF": ["5", "1", "0"]}
    (stages,) = [line for line in lines if line.startswith("Segundos por etapa")]
    assert "listar o portal 0,5 · baixar 1,0" in stages
    assert "total 12,3" in stages
    assert lines[-1].strip() == "olhe aqui"


def test_checks_are_counted_and_what_only_warns_is_told(odd_day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    show(odd_day.report(), _SECONDS)

    text = capsys.readouterr().out
    table = text[text.index("Conferências") :]
    rows = [line.rsplit(maxsplit=3) for line in table[: table.index("O que não")].splitlines()[4:] if line.strip()]
    counted = {label.strip(): numbers for label, *numbers in rows}
    assert counted == {
        "posições e caixa somam os ativos": ["0", "1", "0"],
        "quantidade × PU = valor": ["0", "1", "0"],
        "cota do portal = a do arquivo": ["0", "0", "1"],
        "cota sem salto desde o dia anterior": ["0", "1", "0"],
    }, "what no portfolio is about is left out"
    assert f"O que não confere e só avisa\n  ! {ROW_PRICE}\n  ! {JUMP}\n" in text


def test_the_longest_name_of_a_check_fits_into_eighty_columns(day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    key = day.fund("um")
    day.loaded(key, "1")
    results = [CheckResult(name, Status.HOLDS, Decimal(0), Decimal(1), name) for name in CHECK_LABELS]
    day.ledger.record_reconciliations("run-1", Batch({key: Good(results, 1)}))
    show(day.report(), _SECONDS)
    lines = capsys.readouterr().out.splitlines()
    for label in CHECK_LABELS.values():
        (line,) = [line for line in lines if line.strip().startswith(label)]
        assert line.split()[-3:] == ["1", "0", "0"]
        assert len(line.rstrip()) <= 80


def test_many_warnings_are_cut_short(day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(12):
        key = day.fund(f"f{number}")
        day.loaded(key, "1")
        jump = CheckResult("quota_jump", Status.DOES_NOT_HOLD, Decimal(50), Decimal(5), f"{key}: salto")
        day.ledger.record_reconciliations("run-1", Batch({key: Good([jump], 1)}))
    show(day.report(), _SECONDS)
    text = capsys.readouterr().out
    assert text.count(": salto") == 10
    assert "… e mais 2; todos com --json" in text


def test_every_check_has_a_name_for_people() -> None:
    assert list(CHECK_LABELS) == [check.name for check in (*CHECKS, *CROSS_CHECKS)]


def test_what_failed_is_told_with_fund_date_reason_and_what_to_do(
    odd_day: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    show(odd_day.report(), _SECONDS)

    text = capsys.readouterr().out
    assert f"✗ 2025-11-19|quebrado XML 5.0: {BROKEN.reason.partition(': ')[2]}\n    → {BROKEN.action}\n" in text
    assert f"✗ 2025-11-19|diverge conferência: {GAP}" in text
    assert "✗ 2025-11-19|interrompido XML 5.0: o arquivo foi recebido e não chegou a ser carregado" in text


@pytest.mark.parametrize("name", ["FIDC DE NOME BEM COMPRIDO MESMO CP", "FIM [red]X[/red]"])
def test_all_types_of_a_fund_fit_into_eighty_columns(day: Day, capsys: pytest.CaptureFixture[str], name: str) -> None:
    key = day.fund("um")
    day.funds[0] = replace(day.funds[0], nome_curto=name)
    day.received(key, *FileType)
    day.loaded(key, "-12345678901.23")

    show(day.report(list(FileType)), _SECONDS)

    lines = capsys.readouterr().out.splitlines()
    (place,) = [place for place, line in enumerate(lines) if line.strip().startswith(name[:8])]
    line = lines[place]
    assert line.split()[-6:] == ["-12.345.678.901,23", "confere", "✓", "✓", "✓", "✓"]
    assert len(line.rstrip()) <= 80
    shown = f"{line.partition('-12')[0]} {lines[place + 1]}".split()
    assert shown[: len(name.split())] == name.split(), "a long name goes on in the next line"


def test_several_days_say_which_line_is_of_which_day(day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    day.fund("um")
    show(day.report([XML, PDF], [DAY.replace(day=18), DAY]), _SECONDS)
    lines = capsys.readouterr().out.splitlines()
    assert "Arquivos de 18/11/2025 a 19/11/2025" in lines[0]
    assert [line.split()[0] for line in lines if "FIM UM" in line] == ["18/11", "19/11"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "—"), (Decimal(0), "0,00"), (Decimal("-1234.5"), "-1.234,50"),
     (Decimal("98765432109876.54"), "98.765.432.109.876,54")],
)  # fmt: skip
def test_money_is_written_as_in_brazil(value: Decimal | None, text: str) -> None:
    assert money(value) == text
