"""One day of 34 funds, five of them odd: each shows its own state, everywhere, and costs no other fund anything."""

from collections import Counter
from typing import Any

import dagster as dg

from qore_dagster.assets.keys import POSITIONS, RAW, SINK, raw_key
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster_tests.end_to_end.conftest import MakePlatform
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform

_FUNDS = 34
_REFUSED, _HTML, _LACKING, _LATE, _ONLY = 3, 9, 15, 20, 27


def test_each_of_five_odd_funds_shows_its_own_state(platform: MakePlatform) -> None:
    built = platform(funds=_FUNDS)
    uuids = _funds_in_portal_order(built)
    slugs = list(uuids)
    refused, html, lacking, late, only = (slugs[i] for i in (_REFUSED, _HTML, _LACKING, _LATE, _ONLY))
    built.portal.add_fault("http_500", fund=uuids[refused])
    built.portal.add_fault("html", fund=uuids[html], file_type=FileType.XML_5_0)
    built.portal.add_fault("lacks_position", fund=uuids[lacking])
    built.portal.add_fault("late", fund=uuids[late], file_type=FileType.XML_5_0)
    for file_type in (FileType.XML_4_01, FileType.CARTEIRA_EXCEL, FileType.CARTEIRA_PDF):
        built.portal.add_fault("late", fund=uuids[only], file_type=file_type)

    first = built.run()

    assert first.out, first.err
    assert first.code == 1, first.err
    report = first.json
    assert report["tasks_total"] == _FUNDS * 4
    assert report["processed"] + report["failed"] + report["missing"] == report["tasks_total"]
    assert (report["failed"], report["missing"], report["already_present"]) == (4 + 1, 1 + 3, 0)
    states = {fund["fund"]: fund for fund in report["funds"]}
    assert set(states[refused]["types"].values()) == {"failed"}
    assert Counter(states[html]["types"].values()) == {"received": 3, "failed": 1}
    assert states[html]["types"]["xml_5_0"] == "failed"
    assert states[lacking]["reconciles"] == "fail"
    assert set(states[lacking]["types"].values()) == {"received"}
    assert states[late]["types"]["xml_5_0"] == "missing"
    assert Counter(states[late]["types"].values()) == {"received": 3, "missing": 1}
    assert Counter(states[only]["types"].values()) == {"received": 1, "missing": 3}
    whole = [fund for slug, fund in states.items() if slug not in {refused, lacking}]
    assert {fund["reconciles"] for fund in whole} == {"ok"}
    reasons = {(error["fund"], error["type"]): error for error in report["errors"]}
    assert set(reasons) == {(refused, t.slug) for t in FileType} | {(html, "xml_5_0"), (lacking, None)}
    assert all(error["fund"] in error["reason"] and error["action"] for error in report["errors"])

    _assert_dagster_agrees(built, report)
    assert _sources(built) == {html: "XML_4_01", late: "XML_4_01"}, "read from the next best file until it comes"
    with built.instance() as instance:
        assert instance.get_runs_count() <= 5
        checks = _failed_checks(instance)
    assert checks == {(str(FundDay(LAST_DAY, lacking)), "total_assets")}

    built.portal.clear_faults(kind="late")
    built.portal.forget_requests()
    second = built.run("--funds", ",".join(slug for slug in slugs if slug not in {refused, html}))

    downloads = [call for call in built.portal.requests()["log"] if "/download" in call["path"]]
    assert len(downloads) == 4  # the late file, and the three of the fund that had only one
    assert second.code == 1  # the portfolio that does not reconcile is still there
    assert (second.json["missing"], second.json["failed"]) == (0, 0)
    assert second.json["already_present"] == second.json["tasks_total"] - 4
    _assert_dagster_agrees(built, second.json)
    with built.instance() as instance:
        loaded = _materialized(instance, SINK[0])
    # the fund whose better source came, and the one whose workbook did, with returns and holders that no XML tells
    again = {str(FundDay(LAST_DAY, fund)) for fund in (late, only)}
    assert {key: times for key, times in loaded.items() if times != 1} == dict.fromkeys(again, 2)
    assert _sources(built) == {html: "XML_4_01"}


def _sources(built: Platform) -> dict[str, str]:
    """The funds whose positions were not read from XML 5.0, and what from."""
    return dict(
        built.rows(
            "select slug, formato from pos.pos_cota join cad.info_fundos using (id_fundo) where formato <> 'XML_5_0'"
        )
    )


def _funds_in_portal_order(built: Platform) -> dict[str, str]:
    built.qore("funds", "--sync")
    return dict(built.rows("select slug, uuid::text from ctl.fund order by position"))


def _assert_dagster_agrees(built: Platform, report: dict[str, Any]) -> None:
    with built.instance() as instance:
        for file_type in FileType:
            received = {
                f"{fund['date']}|{fund['fund']}"
                for fund in report["funds"]
                if fund["types"][file_type.slug] == "received"
            }
            shown = set(_materialized(instance, raw_key(file_type)))
            asked = {f"{fund['date']}|{fund['fund']}" for fund in report["funds"]}
            assert shown & asked == received
        loaded = {f"{fund['date']}|{fund['fund']}" for fund in report["funds"] if fund["pl"] is not None}
        for asset in (*POSITIONS, *SINK):
            assert set(_materialized(instance, asset)) >= loaded
        for asset in (*RAW, *POSITIONS, *SINK):
            events = instance.fetch_materializations(asset, limit=5000).records
            assert all(event.partition_key for event in events), "an event without a partition"


def _materialized(instance: dg.DagsterInstance, asset: dg.AssetKey) -> Counter[str]:
    records = instance.fetch_materializations(asset, limit=5000).records
    return Counter(record.partition_key or "" for record in records)


def _failed_checks(instance: dg.DagsterInstance) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for run in instance.get_runs():
        for entry in instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION):
            assert entry.dagster_event is not None
            evaluation = entry.dagster_event.event_specific_data
            assert isinstance(evaluation, dg.AssetCheckEvaluation)
            if not evaluation.passed and evaluation.severity is dg.AssetCheckSeverity.ERROR:
                assert evaluation.metadata["diferenca"].value
                assert evaluation.metadata["tolerancia"].value
                found.add((evaluation.partition or "", evaluation.check_name))
    return found
