"""The figures of a day: what is counted as what, the JSON that other programs read, the exit code."""

import json
from datetime import date
from decimal import Decimal

import pytest

from qore_dagster.model.batch import Batch, Good
from qore_dagster.model.file_type import FileType
from qore_dagster.model.reconciliation import CheckResult, Status
from qore_dagster.report.day import as_json
from qore_dagster.warehouse.records import FileState
from qore_dagster_tests.report.conftest import BROKEN, DAY, GAP, JUMP, NOT_YET, PDF, XML, Day

_SECONDS = {"total": 3.14159, "list": 0.5, "raw": 1.0, "parse": 0.25, "load": 0.125, "check": 0.75}


def test_the_json_has_the_shape_that_was_promised(odd_day: Day) -> None:
    report = json.loads(json.dumps(as_json(odd_day.report(), _SECONDS)))

    assert list(report) == [
        "date", "tasks_total", "processed", "already_present", "failed", "missing", "seconds", "funds", "errors",
        "checks",
    ]  # fmt: skip
    assert report["date"] == "2025-11-19"
    assert report["seconds"] == {"total": 3.142, "list": 0.5, "raw": 1.0, "parse": 0.25, "load": 0.125, "check": 0.75}
    assert report["funds"][0] == {
        "fund": "inteiro",
        "date": "2025-11-19",
        "pl": "1234567.895",
        "reconciles": "ok",
        "types": {"xml_5_0": "received", "carteira_pdf": "received"},
    }
    assert report["errors"][0] == {
        "fund": "quebrado",
        "date": "2025-11-19",
        "type": "xml_5_0",
        "reason": BROKEN.reason,
        "action": BROKEN.action,
    }
    assert {tuple(fund) for fund in report["funds"]} == {("fund", "date", "pl", "reconciles", "types")}
    assert {tuple(error) for error in report["errors"]} == {("fund", "date", "type", "reason", "action")}


def test_the_json_has_every_check_of_every_loaded_portfolio(odd_day: Day) -> None:
    checks = as_json(odd_day.report(), _SECONDS)["checks"]

    assert [(line["check"], line["status"], line["applies"]) for line in checks] == [  # type: ignore[attr-defined]
        ("quota_jump", "not_verifiable", False),
        ("total_assets", "fail", True),
        ("row_price", "fail", True),
        ("portal_quota", "not_verifiable", True),
        ("held_quotas", "not_verifiable", False),
        ("quota_jump", "fail", True),
    ]
    assert checks[-1] == {  # type: ignore[index]
        "fund": "diverge",
        "date": "2025-11-19",
        "check": "quota_jump",
        "status": "fail",
        "applies": True,
        "difference": "50",
        "tolerance": "5",
        "explanation": JUMP,
    }
    assert checks[3]["difference"] is None  # type: ignore[index]


def test_a_portfolio_that_was_loaded_and_not_checked_is_told(day: Day) -> None:
    key = day.fund("interrompido")
    day.received(key, XML, PDF)
    day.loaded(key, "1", checked=False)

    report = day.report()

    (error,) = report.errors
    assert (error.key, error.file_type, error.fault.code, report.exit_code) == (key, None, "not_checked", 1)
    assert day.report([PDF]).exit_code == 0, "nobody asked for its positions"


def test_what_only_warns_is_told_and_changes_no_exit_code(day: Day) -> None:
    key = day.fund("salta")
    day.received(key, XML, PDF)
    day.loaded(key, "1")
    jump = CheckResult("quota_jump", Status.DOES_NOT_HOLD, Decimal(50), Decimal(5), JUMP)
    day.ledger.record_reconciliations("run-1", Batch({key: Good([jump], 1)}))

    report = day.report()

    assert [line.result for line in report.warnings] == [jump]
    assert (report.errors, report.exit_code) == ([], 0)


def test_checks_are_those_of_the_version_that_is_loaded(day: Day) -> None:
    key = day.fund("novo")
    day.received(key, XML, PDF)
    day.loaded(key, "1")
    for version, text in ((1, "carregada"), (2, "ainda não")):
        result = CheckResult("quota", Status.HOLDS, Decimal(0), Decimal(1), text)
        day.ledger.record_reconciliations("run-1", Batch({key: Good([result], version)}))
    assert [line.result.explanation for line in day.report().checks] == ["carregada", "sem dia anterior"]


def test_defect_44_every_task_is_counted_once(odd_day: Day) -> None:
    report = as_json(odd_day.report(), _SECONDS)

    assert (report["tasks_total"], report["processed"], report["failed"], report["missing"]) == (6 * 2, 7, 2, 3)
    assert report["already_present"] == 2, "counted among the processed"


def test_each_fund_shows_its_own_state(odd_day: Day) -> None:
    lines = {line.key.fund: line for line in odd_day.report().funds}
    received, missing, failed = FileState.RECEIVED, FileState.MISSING, FileState.FAILED

    assert {slug: (line.pl, line.reconciles, *line.types.values()) for slug, line in lines.items()} == {
        "inteiro": (Decimal("1234567.895"), Status.HOLDS, received, received),
        "quebrado": (None, None, failed, received),
        "atrasado": (None, None, missing, received),
        "diverge": (Decimal("-42.5"), Status.DOES_NOT_HOLD, received, received),
        "interrompido": (None, None, failed, received),
        "novo": (None, None, missing, missing),
    }


def test_each_error_and_absence_has_its_reason(odd_day: Day) -> None:
    report = odd_day.report()

    told = [(error.key.fund, error.file_type, error.fault.code) for error in report.errors]
    assert told == [
        ("quebrado", XML, "html"),
        ("interrompido", XML, "not_loaded"),
        ("diverge", None, "does_not_reconcile"),
    ]
    assert report.errors[0].fault == BROKEN
    assert report.errors[2].fault.reason == GAP, "what only warns is no error"
    assert {(key.fund, kind): why for (key, kind), why in report.missing.items()} == {
        ("atrasado", XML): NOT_YET,
        ("novo", XML): "ainda não pedido",
        ("novo", PDF): "ainda não pedido",
    }


def test_a_number_is_told_to_the_last_decimal(day: Day) -> None:
    key = day.fund("exato")
    day.received(key, XML)
    day.loaded(key, "98765432109876.54321")
    (fund,) = as_json(day.report([XML]), _SECONDS)["funds"]  # type: ignore[misc]
    assert fund["pl"] == "98765432109876.54321"


def test_several_days_are_told_as_such(day: Day) -> None:
    day.fund("um")
    report = as_json(day.report(days=[date(2025, 11, 18), DAY]), _SECONDS)
    assert report["date"] == ["2025-11-18", "2025-11-19"]
    assert report["tasks_total"] == report["missing"] == 4


def test_only_what_is_wanted_of_a_fund_is_a_task(day: Day) -> None:
    key = day.fund("um")
    day.received(key, PDF)
    day.ledger.set_status(XML, "run-1", Batch[object](failed={key: BROKEN}))

    report = day.report([PDF])

    assert (report.types, report.tasks_total, report.processed, report.errors) == ((PDF,), 1, 1, [])


def _whole(day: Day, slug: str, verdict: Status = Status.HOLDS) -> None:
    key = day.fund(slug)
    day.received(key, XML, PDF)
    day.loaded(key, "1", verdict)


def _late(day: Day) -> None:
    key = day.fund("atrasado")
    day.received(key, PDF)
    day.ledger.set_status(XML, "run-1", Batch[object](missing={key: NOT_YET}))


def _broken(day: Day) -> None:
    key = day.fund("quebrado")
    day.ledger.set_status(FileType.XML_5_0, "run-1", Batch[object](failed={key: BROKEN}))


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ((), 0),
        (("whole",), 0),
        (("unverifiable",), 0),
        (("whole", "late"), 3),
        (("whole", "broken"), 1),
        (("late", "broken"), 1),
        (("whole", "lacking"), 1),
        (("late", "lacking"), 1),
    ],
)
def test_defect_39_the_exit_code_says_how_the_day_ended(day: Day, states: tuple[str, ...], code: int) -> None:
    for state in states:
        match state:
            case "whole":
                _whole(day, "inteiro")
            case "unverifiable":
                _whole(day, "sem-totais", Status.CANNOT_BE_CHECKED)
            case "lacking":
                _whole(day, "diverge", Status.DOES_NOT_HOLD)
            case "late":
                _late(day)
            case _:
                _broken(day)
    assert day.report().exit_code == code
