"""A file that was received and is not archived has failed, and says why; where the archive is off nothing changes."""

import pytest

from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.report.archived import with_archive
from qore_dagster.report.log_lines import file_lines
from qore_dagster.report.printed import show
from qore_dagster.warehouse.ledger import FileState
from qore_dagster_tests.report.conftest import DAY, PDF, XML, Day

ASSET = "archive/carteira_pdf"
FULL = Fault("archive", f"{DAY}|diverge: o arquivo x.pdf (PDF) não pôde ser arquivado: o disco está cheio", "libere")


def _archived(day: Day, run: str, *funds: str, version: int = 1, failed: dict[str, Fault] | None = None) -> None:
    batch: Batch[str] = Batch(failed={FundDay(DAY, fund): fault for fund, fault in (failed or {}).items()})
    for fund in funds:
        batch.succeed(FundDay(DAY, fund), "", version)
    day.ledger.record_outcome(run, ASSET, batch, {key: f"/docs/{key.fund}.pdf" for key in batch.good})


def _pdf_states(day: Day, *archived: FileType) -> dict[str, FileState]:
    report = with_archive(day.report(), day.ledger, archived)
    return {line.key.fund: line.types[PDF] for line in report.funds}


def test_where_the_archive_is_off_the_report_is_as_it_was(odd_day: Day) -> None:
    assert with_archive(odd_day.report(), odd_day.ledger, ()) == odd_day.report()


def test_what_is_not_archived_has_failed_with_its_reason(odd_day: Day) -> None:
    _archived(odd_day, "run-1", "inteiro", "quebrado", "atrasado", failed={"diverge": FULL})
    assert _pdf_states(odd_day, PDF) == {
        "inteiro": FileState.RECEIVED,
        "quebrado": FileState.RECEIVED,
        "atrasado": FileState.RECEIVED,
        "diverge": FileState.FAILED,
        "interrompido": FileState.FAILED,
        "novo": FileState.MISSING,
    }
    report = with_archive(odd_day.report(), odd_day.ledger, [PDF])
    told = {error.key.fund: error.fault for error in report.errors if error.file_type is PDF}
    assert told["diverge"] == FULL
    assert told["interrompido"].code == "not_archived"
    assert (report.exit_code, report.failed) == (1, odd_day.report().failed + 2)
    assert any("o disco está cheio" in text for _, text in file_lines(report))
    assert report.missing == odd_day.report().missing


def test_a_person_sees_that_it_was_received_and_lacks_only_its_place(
    odd_day: Day, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    _archived(odd_day, "run-1", "inteiro", "quebrado", "atrasado", failed={"diverge": FULL})
    show(with_archive(odd_day.report(), odd_day.ledger, [PDF]), {"total": 1.0})
    text = capsys.readouterr().out
    files = {
        line.split("  ")[1]: line.split()[-4:] for line in text.splitlines() if line.startswith(("  XML", "  PDF"))
    }
    assert files == {"XML 5.0": ["2", "2", "2", "0"], "PDF": ["5", "1", "0", "2"]}
    (line,) = [line for line in text.splitlines() if line.strip().startswith("FIM DIVERGE")]
    assert line.split()[-2:] == ["✓", "!"]
    assert "! recebido, e não arquivado" in text
    assert f"! {DAY}|diverge PDF não arquivado: o arquivo x.pdf (PDF) não pôde ser arquivado" in text
    assert "12 tarefas: 5 processadas (2 já estavam), 2 com falha, 2 não arquivadas, 3 ainda sem arquivo" in text


def test_a_later_failure_takes_nothing_from_what_is_archived_and_an_older_version_is_not_enough(odd_day: Day) -> None:
    _archived(odd_day, "run-1", "inteiro", "diverge")
    _archived(odd_day, "run-2", failed={"diverge": FULL})
    assert _pdf_states(odd_day, PDF)["diverge"] is FileState.RECEIVED
    key = FundDay(DAY, "inteiro")
    odd_day.corrected(key, PDF)
    assert _pdf_states(odd_day, PDF)["inteiro"] is FileState.FAILED
    _archived(odd_day, "run-3", "inteiro", version=2)
    assert _pdf_states(odd_day, PDF, XML)["inteiro"] is FileState.RECEIVED
