"""The checks beyond one portfolio in a real run: each holds, does not hold, cannot be checked; none ends a run red."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from qore_dagster.assets.cross_checks import STEP
from qore_dagster.assets.keys import POSITIONS, SINK, raw_key, table_key
from qore_dagster.model.cross_checks import CROSS_CHECKS, HELD_QUOTAS, PORTAL_NET_WORTH, PORTAL_QUOTA, QUOTA_JUMP
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.simulator.server import RunningPortal
from qore_dagster.warehouse.lease import Lease
from qore_dagster_tests.rooms_fixture import DAYS, Rooms, open_rooms

BEFORE, DAY = DAYS[-2:]
NAMES = [check.name for check in CROSS_CHECKS]
XML = (raw_key(FileType.XML_5_0), *POSITIONS, *SINK)
OK, FAIL, UNKNOWN, NOT_APPLICABLE = "ok", "fail", "not_verifiable", "does not apply"

Results = dict[FundDay, dict[str, str]]


def results(rooms: Rooms, *days: date) -> Results:
    """What the ledger has of the checks beyond one portfolio."""
    found: Results = {}
    for fund, day, check, status, applies in rooms.rows(
        "select fund, date, check_name, status, applies from ctl.reconciliation"
        " where date = any(%s) and check_name = any(%s) order by date, fund, position",
        list(days),
        NAMES,
    ):
        found.setdefault(FundDay(day, fund), {})[check] = status if applies else NOT_APPLICABLE
    return found


def explained(rooms: Rooms, key: FundDay, check: str) -> str:
    """The explanation of a result."""
    [(text,)] = rooms.rows(
        "select explanation from ctl.reconciliation where fund = %s and date = %s and check_name = %s"
        " order by version desc limit 1",
        key.fund,
        key.date,
        check,
    )
    return text


def evaluations(rooms: Rooms, run_id: str) -> Mapping[tuple[str, str], dg.AssetCheckEvaluation]:
    """By partition and check, what Dagster was told in a run, of the checks beyond one portfolio."""
    logged = rooms.instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    found = [entry.get_dagster_event().asset_check_evaluation_data for entry in logged]
    ours = [each for each in found if each.check_name in NAMES]
    assert len({(each.partition, each.check_name) for each in ours}) == len(ours)
    return {(each.partition or "", each.check_name): each for each in ours}


@pytest.fixture(scope="module", params=["in_process", "multiprocess"])
def mode(request: pytest.FixtureRequest) -> str:
    """How the steps are executed."""
    return request.param


def test_on_a_good_day_all_hold_and_dagster_shows_them_on_their_tables(rooms: Rooms, mode: str) -> None:
    first = rooms.execute(days=[BEFORE], assets=XML, mode=mode)
    rooms.portal.forget_requests()
    second = rooms.execute(days=[DAY], assets=XML, mode=mode)

    assert first.success
    assert second.success
    holder, other, plain = _places(rooms, DAY)
    good = {PORTAL_QUOTA: OK, PORTAL_NET_WORTH: OK, HELD_QUOTAS: NOT_APPLICABLE, QUOTA_JUMP: OK}
    assert results(rooms, DAY) == {holder: {**good, HELD_QUOTAS: OK}, other: good, plain: good}
    assert {found[QUOTA_JUMP] for found in results(rooms, BEFORE).values()} == {NOT_APPLICABLE}
    assert rooms.portal.requests()["endpoints"]["quotas"] == 3, "one request a fund"

    told = evaluations(rooms, second.run_id)
    assert set(told) == {(str(key), name) for key in rooms.keys(DAY) for name in NAMES}
    for (partition, name), evaluation in told.items():
        assert evaluation.passed
        assert evaluation.asset_key == table_key("pos.pos_cotas_fundos" if name == HELD_QUOTAS else "pos.pos_cota")
        target = evaluation.target_materialization_data
        assert target is not None, "the page of the check shows it on the partition"
        assert target.run_id == second.run_id, (partition, name)


def test_each_fails_by_itself_and_only_warns(rooms: Rooms) -> None:
    holder, other, plain = _places(rooms, DAY)
    uuids = {fund.slug: fund.uuid for fund in rooms.funds}
    rooms.execute(days=[BEFORE], assets=XML)
    rooms.portal.add_fault("portal_quota_differs", fund=uuids[plain.fund], date=DAY)
    rooms.portal.add_fault("quota_jump", fund=uuids[other.fund], date=DAY)

    result = rooms.execute(days=[DAY], assets=XML)

    assert result.success
    found = results(rooms, DAY)
    assert found[plain] == {PORTAL_QUOTA: FAIL, PORTAL_NET_WORTH: FAIL, HELD_QUOTAS: NOT_APPLICABLE, QUOTA_JUMP: OK}
    assert found[other] == {PORTAL_QUOTA: OK, PORTAL_NET_WORTH: OK, HELD_QUOTAS: NOT_APPLICABLE, QUOTA_JUMP: FAIL}
    assert found[holder] == {PORTAL_QUOTA: OK, PORTAL_NET_WORTH: OK, HELD_QUOTAS: FAIL, QUOTA_JUMP: OK}
    assert "no portal contra" in explained(rooms, plain, PORTAL_QUOTA)
    assert "contra a cota" in explained(rooms, holder, HELD_QUOTAS)
    assert "tolerância 5%" in explained(rooms, other, QUOTA_JUMP)
    for (partition, name), evaluation in evaluations(rooms, result.run_id).items():
        key = FundDay.parse(partition)
        assert evaluation.passed is (found[key][name] != FAIL)
        assert evaluation.severity is dg.AssetCheckSeverity.WARN
        assert evaluation.description == explained(rooms, key, name)
        if found[key][name] == FAIL:
            assert evaluation.metadata["diferenca"].value
            assert evaluation.metadata["tolerancia"].value
    verdicts = rooms.rows("select distinct verdict from ctl.slice_load where date = %s", DAY)
    assert verdicts == [("ok",)], "none decides whether a portfolio reconciles"


def test_a_portal_that_does_not_answer_ends_no_run(rooms: Rooms) -> None:
    key = rooms.keys(DAY)[0]
    rooms.portal.add_fault("http_503", at="quotas")

    result = rooms.execute(days=[DAY], assets=XML)

    assert result.success
    for found in results(rooms, DAY).values():
        assert (found[PORTAL_QUOTA], found[PORTAL_NET_WORTH]) == (UNKNOWN, UNKNOWN)
        assert found[HELD_QUOTAS] in {OK, NOT_APPLICABLE}, "the others need no portal"
    assert explained(rooms, key, PORTAL_QUOTA).startswith(f"{key.fund} em {DAY}: não verificável: cotas do fundo")


def test_a_login_that_fails_leaves_the_portal_unchecked(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms.execute(days=[DAY], assets=(raw_key(FileType.XML_5_0), *POSITIONS))
    monkeypatch.setenv("QORE_PASSWORD", "outra")  # pragma: allowlist secret
    result = rooms.execute(days=[DAY], assets=SINK)
    assert result.success
    assert {found[PORTAL_QUOTA] for found in results(rooms, DAY).values()} == {UNKNOWN}


def test_a_lagged_quota_and_a_fund_that_is_not_loaded_are_told_as_such(rooms: Rooms) -> None:
    holder, *_ = _places(rooms, DAY)
    uuid = {fund.slug: fund.uuid for fund in rooms.funds}[holder.fund]
    rooms.execute(one=holder, assets=XML)
    assert results(rooms, DAY) == {
        holder: {PORTAL_QUOTA: OK, PORTAL_NET_WORTH: OK, HELD_QUOTAS: UNKNOWN, QUOTA_JUMP: NOT_APPLICABLE}
    }
    assert "não está carregado nesse dia" in explained(rooms, holder, HELD_QUOTAS)

    early = FundDay(BEFORE, holder.fund)
    rooms.portal.add_fault("lagged_quota", fund=uuid, date=BEFORE)
    rooms.execute(days=[DAYS[-3], BEFORE], assets=XML)
    assert results(rooms, BEFORE)[early][HELD_QUOTAS] == UNKNOWN
    assert f"à cota de {DAYS[-3]:%d/%m/%Y}" in explained(rooms, early, HELD_QUOTAS)
    assert "(defasada)" in explained(rooms, early, HELD_QUOTAS)


def test_one_fund_again_is_checked_against_what_other_runs_loaded_and_alone(rooms: Rooms, mode: str) -> None:
    holder, other, _ = _places(rooms, DAY)
    rooms.execute(days=[BEFORE], assets=XML)
    rooms.execute(days=[DAY], assets=XML)
    runs = dict(rooms.rows("select fund, max(run_id) from ctl.reconciliation where date = %s group by 1", DAY))
    rooms.portal.forget_requests()

    again = rooms.execute(one=holder, assets=(*POSITIONS, *SINK), mode=mode)

    assert again.success
    assert rooms.portal.requests()["endpoints"].get("quotas") == 1
    assert {partition for partition, _ in evaluations(rooms, again.run_id)} == {str(holder)}
    assert set(results(rooms, DAY)[holder].values()) == {OK}
    after = dict(rooms.rows("select fund, max(run_id) from ctl.reconciliation where date = %s group by 1", DAY))
    assert after[other.fund] == runs[other.fund], "nothing else is checked"


def test_who_holds_a_fund_that_comes_late_is_checked_again_by_its_run(rooms: Rooms, mode: str) -> None:
    holder, held, plain = _places(rooms, DAY)
    rooms.execute(days=[BEFORE], assets=XML)
    for key in (holder, plain):
        rooms.execute(one=key, assets=XML)
    assert results(rooms, DAY)[holder][HELD_QUOTAS] == UNKNOWN

    late = rooms.execute(one=held, assets=XML, mode=mode)

    assert late.success
    assert results(rooms, DAY)[holder] == {PORTAL_QUOTA: OK, PORTAL_NET_WORTH: OK, HELD_QUOTAS: OK, QUOTA_JUMP: OK}
    told = evaluations(rooms, late.run_id)
    assert set(told) == {*((str(held), name) for name in NAMES), (str(holder), HELD_QUOTAS)}
    evaluation = told[str(holder), HELD_QUOTAS]
    assert evaluation.passed
    assert evaluation.target_materialization_data is not None
    order = "select check_name from ctl.reconciliation where fund = %s and date = %s order by position"
    assert [name for (name,) in rooms.rows(order, holder.fund, DAY)][-len(NAMES) :] == NAMES


def test_what_is_not_loaded_is_told_as_such(rooms: Rooms) -> None:
    late = rooms.keys(DAY)[0]
    for file_type in FileType:
        rooms.portal.add_fault("late", fund=rooms.funds[0].uuid, file_type=file_type, date=DAY)
    result = rooms.execute(days=[DAY], assets=XML)
    assert late not in results(rooms, DAY)
    told = evaluations(rooms, result.run_id)
    for name in NAMES:
        evaluation = told[str(late), name]
        assert (evaluation.passed, evaluation.severity) == (False, dg.AssetCheckSeverity.WARN)
        assert "não há carteira carregada" in (evaluation.description or "")


def test_files_alone_are_no_reason_to_check(rooms: Rooms) -> None:
    result = rooms.execute(days=[DAY], assets=[raw_key(FileType.CARTEIRA_PDF)])
    assert STEP not in {stats.step_key for stats in rooms.instance.get_run_step_stats(result.run_id)}


def test_the_portal_is_not_asked_when_its_check_is_off_and_the_bound_is_the_settings(
    tmp_path: Path, small_portal: RunningPortal, postgres: Lease, migrated_template: str
) -> None:
    with open_rooms(
        tmp_path, small_portal, postgres, migrated_template, QORE_PORTAL_CHECK="false", QORE_QUOTA_JUMP="0.0001"
    ) as rooms:
        rooms.execute(days=[BEFORE, DAY], assets=XML)
        assert "quotas" not in rooms.portal.requests()["endpoints"]
        for found in results(rooms, DAY).values():
            assert (found[PORTAL_QUOTA], found[PORTAL_NET_WORTH]) == (NOT_APPLICABLE, NOT_APPLICABLE)
            assert found[QUOTA_JUMP] == FAIL
        assert "QORE_PORTAL_CHECK" in explained(rooms, rooms.keys(DAY)[0], PORTAL_QUOTA)


def _places(rooms: Rooms, day: date) -> tuple[FundDay, FundDay, FundDay]:
    """A fund that holds others of the portal, one that it holds, and a third."""
    held, plain, holder = rooms.keys(day)
    return holder, held, plain
