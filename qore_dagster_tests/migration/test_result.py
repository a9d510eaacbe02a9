"""How a migration ended, as an exit code."""

from collections.abc import Mapping

import pytest

from qore_dagster.migration.printed import show
from qore_dagster.migration.reasons import Reason
from qore_dagster.migration.result import Balance, Notice, Result, SourceResult, Unresolved

_NAME = Unresolved("QORE", "FIP X", 1, ("Caixa_Qore",), ())


def _result(reasons: Mapping[str, int], *names: Unresolved, rows: int = 1) -> Result:
    overall = Balance("", known=False, rows=rows, loaded=0, quarantined=1)
    notices = (Notice("Vencimento", 1, ("'-' não é uma data",)),)
    source = SourceResult("Caixa_Qore", "pos.pos_caixa", True, overall, reasons=reasons, notices=notices)
    return Result("a.accdb", "0", False, (source,), (), names, 1.0)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Reason.CELL, 1),
        (Reason.NEGATIVE, 1),
        (Reason.UNKNOWN_HOLDER, 1),
        (Reason.CONFLICT, 1),
        (Reason.KIND, 1),
        (Reason.TOO_MANY, 1),
        (Reason.PLATFORM, 0),
        (Reason.OTHER_SOURCE, 0),
        (Reason.DUPLICATE, 0),
        (Reason.WRITTEN, 0),
        (Reason.UNKNOWN_FUND, 3),
        (Reason.AMBIGUOUS_FUND, 3),
    ],
)
def test_a_row_refused_for_a_fault_is_no_good_end(reason: Reason, code: int) -> None:
    names = (_NAME,) if code == 3 else ()
    assert _result({reason: 1}, *names).exit_code == code


def test_every_reason_has_been_weighed() -> None:
    weighed = test_a_row_refused_for_a_fault_is_no_good_end.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {reason for reason, _ in weighed} == {*Reason} - {Reason.NOTICE}


def test_what_fails_goes_before_names_to_map() -> None:
    assert _result({Reason.CELL: 1}, _NAME).exit_code == 1
    assert _result({}, _NAME, rows=2).exit_code == 1


def test_what_fails_is_marked_and_what_is_not_wanted_is_only_told(capsys: pytest.CaptureFixture[str]) -> None:
    show(_result({Reason.CELL: 2, Reason.PLATFORM: 3}))
    out = capsys.readouterr().out
    assert "[X] Caixa_Qore: 2 em quarentena: uma célula" in out
    assert "[!] Caixa_Qore: 3 em quarentena: a plataforma" in out
