"""Listing and download of sound files."""

import uuid
from datetime import date

import pytest

from qore_dagster.calendar import business_days
from qore_dagster.model.file_type import FileType
from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.simulator.server.conftest import CHEAPEST, LAST_DAY, Client


def test_listing_has_springs_envelope(client: Client) -> None:
    page = client.get(f"fundos-posicao/{client.uuid()}/arquivos", tipo=CHEAPEST).json()

    assert len(page.pop("content")) == 50
    sort = {"sorted": False, "unsorted": True}
    assert page == {
        "pageable": {"pageNumber": 0, "pageSize": 50, "sort": sort},
        "totalElements": 60,
        "totalPages": 2,
        "size": 50,
        "number": 0,
        "sort": sort,
        "numberOfElements": 50,
        "first": True,
        "last": False,
        "empty": False,
    }


def test_pages_together_list_every_business_day_once_newest_first(client: Client) -> None:
    fund = client.uuid()

    listed = [file for page in (0, 1, 2) for file in client.files(fund, page=page)]

    days = [date.fromisoformat(file["data"]) for file in listed]
    assert days == business_days(days[-1], LAST_DAY)[::-1]
    assert len(days) == 60
    assert date(2025, 11, 20) not in days
    assert date(2025, 12, 25) not in days
    assert len({file["guid"] for file in listed}) == 60
    assert client.get(f"fundos-posicao/{fund}/arquivos", tipo=CHEAPEST, p=2).json()["empty"] is True


@pytest.mark.parametrize("file_type", ["CARTEIRA_EXCEL", "CARTEIRA_PDF"])
def test_one_listing_mixes_the_old_names_and_the_new(portal: StartPortal, file_type: str) -> None:
    client = Client(portal(funds=1, days=4, last_day=date(2025, 12, 22)))

    listed = client.files(client.uuid(), file_type)

    old = [file["data"] for file in listed if file["nome"].startswith("carteira-")]
    assert old == ["2025-12-18", "2025-12-17"]


@pytest.mark.parametrize("file_type", FileType)
def test_a_download_is_as_long_as_listed_and_named_and_typed(client: Client, file_type: FileType) -> None:
    fund = client.uuid(1)
    file = client.files(fund, file_type, page=1)[0]

    answer = client.download(fund, file["guid"])

    assert answer.status_code == 200
    assert len(answer.content) == file["tamanho"] == int(answer.headers["Content-Length"])
    assert answer.headers["X-Suggested-Filename"] == file["nome"]
    assert (
        answer.headers["Content-Type"]
        == {
            FileType.XML_5_0: "application/xml",
            FileType.XML_4_01: "application/xml",
            FileType.CARTEIRA_EXCEL: "application/vnd.ms-excel",
            FileType.CARTEIRA_PDF: "application/pdf",
        }[file_type]
    )
    head = {FileType.CARTEIRA_EXCEL: b"PK\x03\x04", FileType.CARTEIRA_PDF: b"%PDF-"}.get(file_type, b"<?xml")
    assert answer.content.startswith(head)


@pytest.mark.parametrize("tipo", [None, "xml_5_0", "TUDO"])
def test_a_listing_needs_a_type_and_its_case_matters(client: Client, tipo: str | None) -> None:
    answer = client.get(f"fundos-posicao/{client.uuid()}/arquivos", **({"tipo": tipo} if tipo else {}))

    assert answer.status_code == 400
    assert answer.json()["fields"][0]["field"] == "tipo"


@pytest.mark.parametrize("page", ["-1", "x"])
def test_a_listing_refuses_a_page_that_cannot_be(client: Client, page: str) -> None:
    assert client.get(f"fundos-posicao/{client.uuid()}/arquivos", tipo=CHEAPEST, p=page).status_code == 400


def test_a_guid_is_found_below_its_own_fund_only(client: Client) -> None:
    first, second = client.uuid(0), client.uuid(1)
    guid = client.files(first)[0]["guid"]

    assert client.download(second, guid).status_code == 404
    assert client.download(first, str(uuid.uuid4())).status_code == 404


def test_the_same_seed_gives_the_same_files_to_a_client_that_listed_them_elsewhere(portal: StartPortal) -> None:
    one = Client(portal(seed=7, days=2))
    fund = one.uuid()
    file = one.files(fund)[1]
    other = Client(portal(seed=7, days=2))

    assert other.download(fund, file["guid"]).content == one.download(fund, file["guid"]).content


def test_page_size_can_be_made_small_to_have_many_pages_of_few_files(portal: StartPortal) -> None:
    client = Client(portal(page_size=2, funds=1, days=5, prerender=True))
    fund = client.uuid()

    assert [len(client.files(fund, page=page)) for page in range(4)] == [2, 2, 1, 0]
