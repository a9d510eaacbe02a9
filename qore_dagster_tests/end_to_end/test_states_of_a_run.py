"""What a scheduler and a person learn from a run: its exit code, and the reason of every file that is not there."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from dagster._core.storage.partition_status_cache import AssetPartitionStatus

from qore_dagster.assets.keys import POSITIONS, RAW, SINK
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import fund_days
from qore_dagster.simulator.content.world import World
from qore_dagster_tests.end_to_end.conftest import MakePlatform
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform


def _empty_folders(below: Path) -> list[Path]:
    return [path for path in below.rglob("*") if path.is_dir() and not any(path.iterdir())]


def _reasons(built: Platform) -> dict[tuple[str, str], tuple[str, str]]:
    rows = built.rows("select fund, type, state, reason from ctl.file_status where state <> 'received'")
    return {(fund, file_type): (state, reason) for fund, file_type, state, reason in rows}


def test_defect_39_the_exit_code_tells_a_scheduler_what_happened(platform: MakePlatform) -> None:
    built = platform(funds=1)
    built.portal.add_fault("late", file_type=FileType.CARTEIRA_PDF)
    assert built.run().code == 3, "nothing failed, a file is still missing"

    built.portal.clear_faults()
    built.portal.add_fault("http_500", at="download")
    assert built.run().code == 1, "a file could not be fetched"

    built.portal.clear_faults()
    assert built.run().code == 0, "all is there"

    wrong = built.run("--funds", "nenhum-fundo")
    assert (wrong.code, wrong.out) == (2, "")


def test_defect_58_what_is_not_there_has_a_reason_and_leaves_no_empty_folder(platform: MakePlatform) -> None:
    built = platform(funds=3)
    assert built.qore("funds", "--sync").code == 0
    funds = built.rows("select slug, uuid::text from ctl.fund order by position")
    (without, its_uuid), (broken, broken_uuid), _ = funds
    built.portal.add_fault("late", fund=its_uuid)
    built.portal.add_fault("html", fund=broken_uuid)

    ran = built.run()

    reasons = _reasons(built)
    assert {(fund, state) for (fund, _), (state, _) in reasons.items()} == {(without, "missing"), (broken, "failed")}
    assert len(reasons) == 2 * len(FileType)
    assert all(reason for _, reason in reasons.values())
    assert {error["fund"] for error in ran.json["errors"]} == {broken}
    for file_type in FileType:
        assert f"[{file_type.label}]: {reasons[without, file_type.value][1]}" in ran.err
    received = [path for path in (built.home / "raw").rglob("*") if path.is_file()]
    assert len(received) == len(FileType)
    assert LAST_DAY.isoformat() in str(received[0])
    assert [_empty_folders(built.home / name) for name in ("raw", "frames", "sessions")] == [[], [], []]


def test_what_people_switched_off_is_not_asked_for(platform: MakePlatform) -> None:
    built = platform(funds=2)
    assert built.qore("funds", "--sync").code == 0
    (off, off_uuid, off_cnpj), (kept, _, cnpj) = built.rows(
        "select slug, uuid::text, cnpj from ctl.fund order by position"
    )
    choices = built.home / "escolhas.csv"
    choices.write_text(f"CNPJ;Nome;Ativo;Tipos\n{off_cnpj};A;NÃO;\n{cnpj};B;sim;xml_5_0\n")
    assert built.qore("funds", "import", str(choices)).code == 0
    built.portal.forget_requests()

    ran = built.run()

    assert ran.code == 0, ran.err
    assert [(fund["fund"], set(fund["types"])) for fund in ran.json["funds"]] == [(kept, {"xml_5_0"})]
    assert not [call for call in built.portal.requests()["log"] if f"{off_uuid}/arquivos" in call["path"]]
    assert built.run("--funds", off).code == 2


def test_a_file_that_the_portal_lost_sight_of_for_a_while_is_there_again(platform: MakePlatform) -> None:
    built = platform(funds=1, QORE_EXECUTOR="in_process")
    assert built.run().code == 0
    built.portal.add_fault("http_500", at="listing")
    unread = built.run()
    assert (unread.code, unread.json["failed"]) == (1, len(FileType))

    built.portal.clear_faults()
    built.portal.add_fault("late")
    unlisted = built.run()
    assert (unlisted.code, unlisted.json["missing"]) == (3, len(FileType))
    assert unlisted.json["funds"][0]["pl"] is not None, "what is loaded stays loaded"

    built.portal.clear_faults()
    built.portal.forget_requests()
    again = built.run()

    assert (again.code, again.json["processed"]) == (0, len(FileType)), again.err
    assert _reasons(built) == {}
    assert not [call for call in built.portal.requests()["log"] if "/download" in call["path"]]
    (slug,) = built.rows("select slug from ctl.fund")[0]
    key = str(FundDay(LAST_DAY, slug))
    with built.instance() as instance:
        for asset in (*RAW, *POSITIONS, *SINK):
            shown = instance.get_status_by_partition(asset, [key], fund_days(built.settings().qore_start_date))
            assert shown == {key: AssetPartitionStatus.MATERIALIZED}, asset


@pytest.mark.parametrize(
    ("kind", "said"),
    [("http_500", "erro 500"), ("http_403", "http 403"), ("html", "uma página HTML")],
)
def test_an_imported_list_serves_where_the_portals_own_cannot_be_had(
    platform: MakePlatform, kind: str, said: str
) -> None:
    built = platform(funds=2, QORE_EXECUTOR="in_process")
    built.portal.add_fault(kind, at="dashboard")
    without = built.run()
    assert (without.code, without.out) == (1, ""), "nothing is known of any fund"
    assert said in without.err

    funds = World(seed=1, funds=2, first_day=LAST_DAY, last_day=LAST_DAY).funds
    entries = [{"nome": fund.nome_curto, "url": f"https://exemplo.com.br/fundo-posicao/{fund.uuid}"} for fund in funds]
    file = built.home / "lista_fundos.json"
    file.write_text(json.dumps(entries))
    assert built.qore("funds", "import", str(file)).code == 0
    ran = built.run()

    assert ran.code == 0, ran.err
    assert (ran.json["processed"], len(ran.json["funds"])) == (2 * len(FileType), 2)
    (told,) = [line for line in ran.err.splitlines() if "lista de fundos" in line]
    assert told.startswith("[!] ")
    assert said in told


def test_a_wrong_password_ends_the_run_at_once(platform: MakePlatform) -> None:
    built = platform(funds=2, QORE_PASSWORD="outra-senha")  # pragma: allowlist secret
    sound = replace(built, extra={})
    assert sound.qore("funds", "--sync").code == 0
    built.portal.forget_requests()

    ran = built.run()

    assert (ran.code, ran.out) == (1, "")
    assert "QORE_PASSWORD" in ran.err
    assert built.portal.requests()["total"] == 1
