"""A step that is started before what it reads is written waits for it, and never reads an earlier run's instead."""

from contextlib import closing

import psycopg2
import pytest

from qore_dagster.assets.keys import POSITIONS, SINK, raw_key
from qore_dagster.io_managers import same_run
from qore_dagster.model.file_type import FileType
from qore_dagster_tests.rooms_fixture import DAYS, Rooms

DAY = DAYS[-1]
XML = FileType.XML_5_0
CHAIN = (raw_key(XML), *POSITIONS, *SINK)

SLOW = """
CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(4); RETURN new; END $$;
CREATE TRIGGER slow BEFORE INSERT ON ctl.execution
    FOR EACH ROW WHEN (new.asset IN ('raw/xml_5_0', 'positions/provisions')) EXECUTE FUNCTION public.slow();
"""


def write_slowly(rooms: Rooms) -> None:
    """Let what two steps pass on be written long after the steps that read it have started."""
    with closing(psycopg2.connect(rooms.warehouse_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(SLOW)


def test_a_step_reads_what_its_own_run_passed_on(rooms: Rooms) -> None:
    assert rooms.execute(days=[DAY], assets=CHAIN).success
    broken, *others = rooms.keys(DAY)
    [fund] = [fund for fund in rooms.funds if fund.slug == broken.fund]
    rooms.portal.add_fault("replaced", fund=fund.uuid, date=DAY)
    rooms.portal.add_fault("html", fund=fund.uuid, file_type=XML, date=DAY)
    write_slowly(rooms)

    result = rooms.execute(days=[DAY], assets=CHAIN, mode="multiprocess")

    with rooms.warehouse.ledger() as ledger:
        for asset in CHAIN[: 1 + len(POSITIONS)]:
            outcome = ledger.outcome(result.run_id, asset.to_user_string())
            assert outcome is not None
            assert (set(outcome.failed), set(outcome.good)) == ({broken}, set(others)), asset
        held = ledger.loaded([broken, *others], "postgres")
    assert {key for key, one in held.items() if one.run_id == result.run_id} == set(others)


def test_what_is_never_written_is_an_error(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rooms.execute(days=[DAY], assets=CHAIN).success
    with closing(psycopg2.connect(rooms.warehouse_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE RULE lost AS ON INSERT TO ctl.execution WHERE new.asset = 'raw/xml_5_0' DO INSTEAD NOTHING"
        )
        cursor.execute("ALTER TABLE ctl.outcome DROP CONSTRAINT outcome_run_id_asset_fkey")
    monkeypatch.setattr(same_run, "PATIENCE_SECONDS", 0.2)

    result = rooms.execute(days=[DAY], assets=CHAIN)

    said = [str(event.step_failure_data.error) for event in result.get_step_failure_events()]
    assert any("não gravou o que fez de raw/xml_5_0" in text for text in said)
