"""Listings: every page that is needed and none besides; what cannot be read is never an empty list."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.errors import PortalError, Rejected, Unavailable, Unreadable
from qore_dagster.portal.files import PortalFile, first_of_each_day
from qore_dagster.simulator.server import RunningPortal
from qore_dagster_tests.portal.conftest import OpenClient
from qore_dagster_tests.portal.scripted import Answer, scripted
from qore_dagster_tests.portal_fixture import StartPortal

UUID = "11111111-1111-4111-8111-111111111111"
PATH = f"fundos-posicao/{UUID}/arquivos"
ALWAYS = {"since": date(2000, 1, 1), "until": date(2099, 12, 31)}
XML = FileType.XML_5_0


def _entry(day: date | str, number: int = 0, **other: Any) -> dict[str, Any]:
    return {"nome": f"zed_{day}.xml", "data": str(day), "tamanho": 10, "guid": f"guid-{day}-{number}", **other}


def _page(entries: list[dict[str, Any]], number: int, pages: int, **other: Any) -> dict[str, Any]:
    return {"content": entries, "number": number, "totalPages": pages, "last": number == pages - 1, **other}


def _list(client: PortalClient, **dates: date) -> list[PortalFile]:
    return client.list_files(UUID, XML, **{**ALWAYS, **dates})


def test_defect_01_listing_is_followed_past_its_first_page_and_no_further(
    portal: StartPortal, client: OpenClient
) -> None:
    running = portal(funds=1, days=30, page_size=5)
    qore = client(running)
    (fund,) = qore.discover()
    every = qore.list_files(fund.uuid, XML, **ALWAYS)
    assert len(every) == len({file.date for file in every}) == 30
    assert [file.date for file in every] == sorted((file.date for file in every), reverse=True)
    running.forget_requests()
    third_page = every[12].date
    assert qore.list_files(fund.uuid, XML, since=third_page, until=third_page) == [every[12]]
    assert running.requests()["endpoints"] == {"listing": 3}
    running.forget_requests()
    newest = every[0].date
    assert qore.list_files(fund.uuid, XML, since=newest, until=newest) == [every[0]]
    assert running.requests()["endpoints"] == {"listing": 1}


@pytest.mark.parametrize("written", ["23/11/2026", "20261123", "2026-02-30", "", None, 1764000000, "2026-W48-1"])
def test_defect_02_a_date_that_is_not_iso_is_an_error(written: Any, client: OpenClient) -> None:
    page = _page([_entry(date(2026, 11, 24)), _entry("x", data=written)], 0, 1)
    with scripted({PATH: Answer(page)}) as running, pytest.raises(Unreadable) as caught:
        _list(client(running))
    assert caught.value.fault.code == "bad_date"
    assert "zed_x.xml" in caught.value.fault.reason


def test_defect_24_the_date_is_never_taken_from_a_name(client: OpenClient) -> None:
    name = "CARTEIRA_DIARIA_20120115_24-11-2026-0b1c2d3e.xlsx"
    with scripted({PATH: Answer([_entry(date(2026, 11, 23), nome=name)])}) as running:
        (file,) = _list(client(running))
    assert (file.date, file.name) == (date(2026, 11, 23), name)


FAULTS = [
    ("http_500", Unavailable, "http_500", 4),
    ("http_502", Unavailable, "http_502", 4),
    ("http_408", Unavailable, "http_408", 4),
    ("http_400", Rejected, "http_400", 1),
    ("http_403", Rejected, "http_403", 1),
    ("http_404", Rejected, "http_404", 1),
    ("timeout", Unavailable, "timeout", 4),
    ("cut", Unreadable, "cut_body", 4),
    ("wrong_length", Unreadable, "not_json", 4),
    ("no_length", Unreadable, "not_json", 4),
    ("empty", Unreadable, "not_json", 4),
    ("html", Unreadable, "html", 1),
]


@pytest.mark.parametrize(("fault", "kind", "code", "times"), FAULTS)
def test_defect_38_could_not_read_is_never_there_is_nothing(
    fault: str, kind: type[PortalError], code: str, times: int, shared_portal: RunningPortal, client: OpenClient
) -> None:
    qore = client(shared_portal, qore_read_timeout=0.3)
    fund = qore.discover()[0]
    shared_portal.add_fault(fault, at="listing")
    shared_portal.forget_requests()
    with pytest.raises(kind) as caught:
        qore.list_files(fund.uuid, XML, **ALWAYS)
    told = caught.value.fault
    assert told.code == code
    assert fund.uuid in told.reason
    assert "XML 5.0" in told.reason
    assert ("4 tentativas" in told.reason) == (times == 4)
    shared_portal.clear_faults()
    assert shared_portal.requests()["endpoints"] == {"listing": times}


@pytest.mark.parametrize("fault", ["http_500", "http_503", "timeout", "cut", "no_length", "empty"])
def test_a_fault_that_passes_is_not_noticed(fault: str, shared_portal: RunningPortal, client: OpenClient) -> None:
    qore = client(shared_portal, qore_read_timeout=0.3)
    fund = qore.discover()[0]
    shared_portal.add_fault(fault, at="listing", times=2)
    assert len(qore.list_files(fund.uuid, XML, **ALWAYS)) == 5


def test_a_portal_that_is_not_there_is_told(client: OpenClient) -> None:
    with scripted({PATH: Answer([], headers={"Connection": "close"})}) as running:
        qore = client(running)
        assert _list(qore) == []
    with pytest.raises(Unavailable) as caught:
        _list(qore)
    assert caught.value.fault.code == "connection"


def test_defect_44_each_item_has_exactly_one_result(shared_portal: RunningPortal, client: OpenClient) -> None:
    qore = client(shared_portal)
    funds = qore.discover()
    shared_portal.add_fault("http_404", at="listing", fund=funds[0].uuid)

    def listed(item: tuple[str, FileType]) -> int:
        if item[0] == funds[1].uuid:
            raise ZeroDivisionError("a bug")
        return len(qore.list_files(item[0], item[1], **ALWAYS))

    items = [(fund.uuid, file_type) for fund in funds for file_type in FileType]
    results = list(qore.each(items, listed))
    assert sorted(item for item, _ in results) == sorted(items)
    told = {
        uuid: {str(r.fault.code) if isinstance(r, QoreError) else r for (u, _), r in results if u == uuid}
        for uuid in (fund.uuid for fund in funds)
    }
    assert told == {funds[0].uuid: {"http_404"}, funds[1].uuid: {"unexpected"}, funds[2].uuid: {5}}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda entries: entries,
        lambda entries: {"content": entries, "last": True},
        lambda entries: {"items": entries, "totalPages": 1},
        lambda entries: {"data": entries},
    ],
    ids=["bare", "content", "items", "data"],
)
@pytest.mark.parametrize("names", [("guid", "nome", "data"), ("id", "nomeArquivo", "dataReferencia")])
def test_every_known_spelling_of_a_listing_is_read(
    wrap: Callable[[Any], Any], names: tuple[str, str, str], client: OpenClient
) -> None:
    values = ("guid-1", "zed.xml", "2026-11-23")
    entry = {**dict(zip(names, values, strict=True)), "tamanho": 7}
    with scripted({PATH: Answer(wrap([entry]))}) as running:
        assert _list(client(running)) == [PortalFile("guid-1", "zed.xml", date(2026, 11, 23), 7, XML)]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"content": None},
        {"message": "sorry"},
        "text",
        5,
        None,
        {"content": [{"nome": "x", "data": "2026-11-23"}]},
        ["x"],
        {"content": [_entry(date(2026, 11, 23), guid="../../admin")]},
    ],
)
def test_a_body_without_a_listing_is_an_error_that_shows_its_shape(body: Any, client: OpenClient) -> None:
    with scripted({PATH: Answer(body)}) as running, pytest.raises(Unreadable) as caught:
        _list(client(running))
    assert "sorry" not in str(caught.value)
    assert "admin" not in str(caught.value)


DAYS = [date(2026, 11, 23) - timedelta(days) for days in range(6)]


@pytest.mark.parametrize(
    "envelope",
    [
        lambda entries, _: entries,
        lambda entries, _: {"content": entries},
        lambda entries, number: {"content": entries, "last": number == 2},
        lambda entries, _: {"content": entries, "totalPages": 3},
        lambda entries, _: {"content": entries, "last": True, "totalPages": 3},
        lambda entries, _: {"content": entries, "last": False, "totalPages": 3},
    ],
    ids=["bare", "silent", "last", "total", "last lies", "last never"],
)
def test_the_end_is_found_whatever_the_envelope_says(envelope: Callable[[Any, int], Any], client: OpenClient) -> None:
    pages = [envelope([_entry(day) for day in DAYS[n * 2 : n * 2 + 2]], n) for n in range(4)]
    with scripted({PATH: [Answer(page) for page in pages]}) as running:
        assert [file.date for file in _list(client(running))] == DAYS


def test_a_portal_that_ignores_the_page_number_ends_too(client: OpenClient) -> None:
    with scripted({PATH: Answer([_entry(day) for day in DAYS])}) as running:
        assert len(_list(client(running))) == 6
        assert running.count(f"/api/v1/{PATH}") == 2


def test_a_listing_out_of_order_is_read_to_its_end(client: OpenClient) -> None:
    pages = [[DAYS[0], DAYS[4], DAYS[1], DAYS[5]], [DAYS[2]], [DAYS[3]]]
    answers = [Answer(_page([_entry(day) for day in page], n, 3)) for n, page in enumerate(pages)]
    with scripted({PATH: answers}) as running:
        assert [file.date for file in _list(client(running), since=DAYS[2])] == DAYS[:3]


def test_an_empty_page_of_a_listing_that_says_it_has_files_is_an_error(client: OpenClient) -> None:
    page = {"content": [], "totalElements": 73, "totalPages": 2, "last": False}
    with scripted({PATH: Answer(page)}) as running, pytest.raises(Unreadable, match="73"):
        _list(client(running))


def test_a_listing_that_gives_the_same_page_for_ever_and_says_it_has_more_is_an_error(client: OpenClient) -> None:
    page = {"content": [_entry(day) for day in DAYS[:2]], "totalElements": 120, "last": False}
    with scripted({PATH: Answer(page)}) as running, pytest.raises(Unreadable, match="120 arquivos, mas só mostrou 2"):
        _list(client(running))


def test_a_listing_without_files_is_empty(client: OpenClient) -> None:
    with scripted({PATH: Answer(_page([], 0, 0, totalElements=0, last=True))}) as running:
        assert _list(client(running)) == []


def test_several_files_of_a_day_are_told_and_the_first_listed_is_chosen(
    client: OpenClient, caplog: pytest.LogCaptureFixture
) -> None:
    entries = [_entry(DAYS[0], 2), _entry(DAYS[0], 1), _entry(DAYS[1])]
    with scripted({PATH: Answer(_page(entries, 0, 1))}) as running:
        files = _list(client(running))
    assert [file.guid for file in files] == [entry["guid"] for entry in entries]
    assert first_of_each_day(files)[DAYS[0]].guid == entries[0]["guid"]
    assert f"há mais de um arquivo de {DAYS[0]}" in caplog.text


def test_an_entry_listed_twice_counts_once(shared_portal: RunningPortal, client: OpenClient) -> None:
    qore = client(shared_portal)
    fund = qore.discover()[0]
    shared_portal.add_fault("listed_twice", fund=fund.uuid)
    assert len(qore.list_files(fund.uuid, XML, **ALWAYS)) == 5


def test_one_guid_for_two_dates_is_an_error_for_those_dates_only(
    shared_portal: RunningPortal, client: OpenClient
) -> None:
    qore = client(shared_portal)
    fund = qore.discover()[0]
    days = [file.date for file in qore.list_files(fund.uuid, XML, **ALWAYS)]
    shared_portal.add_fault("duplicate_guid", fund=fund.uuid, date=days[1])
    with pytest.raises(Unreadable) as caught:
        qore.list_files(fund.uuid, XML, since=days[1], until=days[1])
    assert caught.value.fault.code == "duplicate_guid"
    assert str(days[2]) in caught.value.fault.reason
    assert len(qore.list_files(fund.uuid, XML, since=days[0], until=days[0])) == 1


def test_a_fund_id_that_would_leave_its_place_in_the_path_is_refused(
    shared_portal: RunningPortal, client: OpenClient
) -> None:
    with pytest.raises(Rejected, match="identificador"):
        client(shared_portal).list_files("../gestor", XML, **ALWAYS)
    assert shared_portal.requests()["total"] == 0
