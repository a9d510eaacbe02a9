"""What `qore run` says of the portal's figures, of funds held and of jumps: in its table, its log and its JSON."""

from contextlib import closing
from datetime import date
from typing import Any

import psycopg2

from qore_dagster_tests.end_to_end.conftest import MakePlatform
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform

_DAY_BEFORE = date(2026, 1, 6)
_BEYOND = {"portal_quota", "portal_net_worth", "held_quotas", "quota_jump"}


def test_the_summary_tells_each_check_and_a_warning_changes_no_exit_code(platform: MakePlatform) -> None:
    built = platform(funds=3, QORE_EXECUTOR="in_process")
    before = built.qore("run", "--date", _DAY_BEFORE.isoformat(), "--json")
    assert (before.code, _statuses(before.json, "quota_jump")) == (0, {("not_verifiable", False)})
    held, plain, _ = _slugs(built)
    uuids = dict(built.rows("select slug, uuid::text from ctl.fund"))
    built.portal.add_fault("portal_quota_differs", fund=uuids[plain], date=LAST_DAY)
    built.portal.add_fault("quota_jump", fund=uuids[held], date=LAST_DAY)

    ran = built.run()

    assert ran.code == 0, ran.err
    report = ran.json
    assert (report["errors"], {fund["reconciles"] for fund in report["funds"]}) == ([], {"ok"})
    assert {line["check"] for line in report["checks"]} > _BEYOND
    wrong = {(line["fund"], line["check"]) for line in report["checks"] if line["status"] == "fail"}
    assert {pair for pair in wrong if pair[1] != "held_quotas"} == {
        (plain, "portal_quota"),
        (plain, "portal_net_worth"),
        (held, "quota_jump"),
    }
    assert "held_quotas" in {check for _, check in wrong}, "who holds a fund that jumped has its old quota"
    (jump,) = [line for line in report["checks"] if (line["fund"], line["check"]) == (held, "quota_jump")]
    assert float(jump["difference"]) > float(jump["tolerance"]) == 5
    assert f"[!]   {_name(built, held)}: {jump['explanation']}" in ran.err
    assert "check" in report["seconds"]

    printed = built.qore("run", "--date", LAST_DAY.isoformat())  # nothing to fetch: what is known is told again
    assert printed.code == 0, printed.err
    assert "Conferências" in printed.out
    (row,) = [line for line in printed.out.splitlines() if line.strip().startswith("cota do portal = a do arquivo")]
    assert row.split()[-3:] == ["2", "1", "0"]
    assert jump["explanation"] in printed.out


def test_checks_that_were_not_made_are_told_and_made_by_the_next_run(platform: MakePlatform) -> None:
    built = platform(funds=2, QORE_EXECUTOR="in_process")
    _alter(built, "ALTER TABLE aux.parametros RENAME TO guardado")  # the step cannot but fail, after all is loaded

    ran = built.run()

    assert ran.code == 1
    assert {(error["fund"], error["type"]) for error in ran.json["errors"]} == {(slug, None) for slug in _slugs(built)}
    assert all("conferid" in error["reason"] and "rode de novo" in error["action"] for error in ran.json["errors"])
    assert ran.err.count("não chegou a ser conferida") == 2

    _alter(built, "ALTER TABLE aux.guardado RENAME TO parametros")
    again = built.run()
    assert (again.code, again.json["errors"]) == (0, [])


def _alter(built: Platform, sql: str) -> None:
    with closing(psycopg2.connect(built.warehouse)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql)


def _statuses(report: dict[str, Any], check: str) -> set[tuple[str, bool]]:
    return {(line["status"], line["applies"]) for line in report["checks"] if line["check"] == check}


def _slugs(built: Platform) -> list[str]:
    return [slug for (slug,) in built.rows("select slug from ctl.fund order by position")]


def _name(built: Platform, slug: str) -> str:
    ((name,),) = built.rows("select nome_curto from ctl.fund where slug = %s", slug)
    return name
