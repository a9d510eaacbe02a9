"""Every fault as a real client sees it."""

from collections import Counter
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests
from requests.exceptions import ChunkedEncodingError, ReadTimeout

from qore_dagster.simulator.faults import Fault, FaultKind
from qore_dagster.simulator.server import SimulatorError
from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.simulator.server.conftest import CHEAPEST, LAST_DAY, Client

SECOND_LAST = LAST_DAY - timedelta(days=1)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 429, 500, 502, 503, 504])
def test_a_status_fault_answers_springs_error(client: Client, status: int) -> None:
    client.portal.add_fault(f"http_{status}", at="me")

    answer = client.get("users/me")

    assert (answer.status_code, answer.json()["status"], answer.json()["path"]) == (status, status, "/api/v1/users/me")


def test_429_says_when_to_come_back_in_seconds(client: Client) -> None:
    client.portal.add_fault("http_429", times=1)
    assert client.get("users/me").headers["Retry-After"] == "60"
    client.portal.add_fault("http_429", times=1, seconds=2)
    assert client.get("users/me").headers["Retry-After"] == "2"
    client.portal.add_fault("http_503", times=1, seconds=3)
    assert client.get("users/me").headers["Retry-After"] == "3"
    client.portal.add_fault("http_503", times=1)
    assert "Retry-After" not in client.get("users/me").headers


def test_429_says_when_to_come_back_as_a_date(portal: StartPortal) -> None:
    client = Client(portal(retry_after="date", faults=(Fault(FaultKind.HTTP_429, seconds=5),)))

    answer = client.get("users/me")

    wait = parsedate_to_datetime(answer.headers["Retry-After"]) - parsedate_to_datetime(answer.headers["Date"])
    assert timedelta(seconds=4) <= wait <= timedelta(seconds=7)


def test_a_fault_strikes_only_the_fund_type_and_date_it_names(client: Client) -> None:
    first, second = client.uuid(0), client.uuid(1)
    files = {(fund, kind): client.files(fund, kind) for fund in (first, second) for kind in ("XML_5_0", "XML_4_01")}
    client.portal.add_fault("http_500", fund=first, file_type="XML_5_0", date=LAST_DAY)

    struck = {
        (fund, kind, file["data"])
        for (fund, kind), listed in files.items()
        for file in listed[:2]
        if client.download(fund, file["guid"]).status_code == 500
    }

    assert struck == {(first, "XML_5_0", LAST_DAY.isoformat())}


def test_a_fault_of_a_date_strikes_a_file_that_was_never_listed(portal: StartPortal) -> None:
    one, other = Client(portal()), Client(portal())
    fund = one.uuid()
    latest, before = one.files(fund)[:2]
    other.portal.add_fault("http_500", date=latest["data"])

    assert other.download(fund, latest["guid"]).status_code == 500
    assert other.download(fund, before["guid"]).status_code == 200


def test_a_broken_body_is_not_used_up_by_an_answer_without_a_file(client: Client) -> None:
    fund, file = _first_file(client)
    client.portal.add_fault("empty", times=1)

    assert client.download(fund, "nada").status_code == 404
    assert client.download(fund, file["guid"]).content == b""


def test_a_fault_of_a_fund_strikes_all_its_pages_but_not_the_login(client: Client) -> None:
    fund, other = client.funds()[:2]
    client.portal.add_fault("http_500", fund=fund["nome"])

    assert client.get(f"fundos-posicao/{fund['guid']}").status_code == 500
    assert client.get(f"fundos-posicao/{fund['guid']}/arquivos", tipo=CHEAPEST).status_code == 500
    assert client.get(f"fundos-posicao/{other['guid']}").status_code == 200
    client.login()


def test_a_fault_is_used_up_after_its_times(client: Client) -> None:
    client.portal.add_fault("http_500", times=2)

    assert [client.get("users/me").status_code for _ in range(3)] == [500, 500, 200]
    assert client.portal.faults()[0]["left"] == 0


def test_the_login_itself_can_fail(client: Client) -> None:
    client.portal.add_fault("http_503", at="authorize", times=1)

    with pytest.raises(requests.HTTPError, match="503"):
        client.login()
    client.login()


def test_probability_is_drawn_from_the_seed(portal: StartPortal) -> None:
    def statuses(seed: int) -> list[int]:
        client = Client(portal(seed=seed))
        client.portal.add_fault("http_500", probability=0.5)
        return [client.get("users/me").status_code for _ in range(60)]

    first = statuses(1)

    assert first == statuses(1) != statuses(2)
    assert 15 <= Counter(first)[500] <= 45


def test_timeout_sends_nothing(client: Client) -> None:
    client.portal.add_fault("timeout", at="me", times=1)

    with pytest.raises(ReadTimeout):
        client.session.get(f"{client.portal.url}/api/v1/users/me", timeout=0.2)
    assert client.get("users/me").status_code == 200


def test_timeout_with_seconds_answers_after_all(client: Client) -> None:
    client.portal.add_fault("timeout", at="me", times=1, seconds=0.3)

    answer = client.get("users/me")

    assert answer.status_code == 200
    assert answer.elapsed >= timedelta(seconds=0.3)


def _first_file(client: Client) -> tuple[str, dict[str, Any]]:
    fund = client.uuid()
    return fund, client.files(fund)[0]


def test_cut_closes_the_connection_in_the_middle_of_the_body(client: Client) -> None:
    fund, file = _first_file(client)
    client.portal.add_fault("cut", times=1)

    with pytest.raises(ChunkedEncodingError, match="IncompleteRead"):
        client.download(fund, file["guid"])
    assert len(client.download(fund, file["guid"]).content) == file["tamanho"]


def test_stall_leaves_the_client_in_the_middle_of_the_body(client: Client) -> None:
    fund, file = _first_file(client)
    client.portal.add_fault("stall", times=1)
    url = f"{client.portal.url}/api/v1/fundos-posicao/{fund}/arquivos/{file['guid']}/download"

    with pytest.raises(requests.ConnectionError, match="Read timed out"):
        client.session.get(url, timeout=0.3)
    client.portal.add_fault("stall", times=1, seconds=0.1)
    assert len(client.download(fund, file["guid"]).content) == file["tamanho"]


def test_wrong_length_announces_and_sends_less_than_listed(client: Client) -> None:
    fund, file = _first_file(client)
    client.portal.add_fault("wrong_length", fund=fund)

    answer = client.download(fund, file["guid"])

    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) == len(answer.content) == file["tamanho"] // 2


def test_no_length_sends_less_than_listed_and_announces_nothing(client: Client) -> None:
    fund, file = _first_file(client)
    client.portal.add_fault("no_length", fund=fund)

    answer = client.download(fund, file["guid"])

    assert "Content-Length" not in answer.headers
    assert len(answer.content) == file["tamanho"] // 2


def test_html_comes_with_status_200(client: Client) -> None:
    fund, file = _first_file(client)
    client.portal.add_fault("html", fund=fund, file_type=CHEAPEST)
    client.portal.add_fault("html", at="dashboard")

    for answer in (client.download(fund, file["guid"]), client.get("gestor/dashboard")):
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/html;charset=UTF-8"
        assert answer.text.startswith("<!DOCTYPE html>")


def test_empty_comes_with_status_200(client: Client) -> None:
    fund, file = _first_file(client)
    client.portal.add_fault("empty", fund=fund)

    answer = client.download(fund, file["guid"])

    assert (answer.status_code, answer.content, answer.headers["Content-Length"]) == (200, b"", "0")


def test_a_late_file_is_not_listed_until_released(client: Client) -> None:
    fund, file = _first_file(client)
    client.portal.add_fault("late", fund=fund, file_type=CHEAPEST, date=LAST_DAY)

    assert client.files(fund)[0]["data"] == SECOND_LAST.isoformat()
    assert client.files(fund, "XML_5_0")[0]["data"] == LAST_DAY.isoformat()
    assert client.download(fund, file["guid"]).status_code == 404

    assert client.portal.release_late() == 1
    assert client.files(fund)[0] == file
    assert client.download(fund, file["guid"]).status_code == 200


def test_a_replaced_file_has_a_new_guid_and_other_bytes(client: Client) -> None:
    fund, file = _first_file(client)
    before = client.download(fund, file["guid"]).content
    client.portal.add_fault("replaced", fund=fund, date=LAST_DAY)

    corrected = client.files(fund)[0]

    assert corrected["data"] == file["data"]
    assert corrected["guid"] != file["guid"]
    assert client.download(fund, corrected["guid"]).content != before
    assert client.download(fund, file["guid"]).status_code == 404


def test_a_portfolio_can_lack_a_position(client: Client) -> None:
    fund = client.uuid(1)
    whole = client.files(fund)[0]
    client.portal.add_fault("lacks_position", fund=fund, date=LAST_DAY)

    lacking = client.files(fund)[0]

    assert lacking["tamanho"] < whole["tamanho"]
    assert len(client.download(fund, lacking["guid"]).content) == lacking["tamanho"]


def test_two_files_can_claim_one_guid(client: Client) -> None:
    fund = client.uuid()
    client.portal.add_fault("duplicate_guid", fund=fund, date=LAST_DAY)

    first, second = client.files(fund)[:2]

    assert first["guid"] == second["guid"]
    assert (first["data"], second["data"]) == (LAST_DAY.isoformat(), SECOND_LAST.isoformat())


def test_a_file_can_be_listed_twice(client: Client) -> None:
    fund = client.uuid()
    client.portal.add_fault("listed_twice", fund=fund, date=LAST_DAY)

    first, second, third = client.files(fund)[:3]

    assert first == second != third


@pytest.mark.parametrize(("kind", "start"), [("traversal_name", "../../../"), ("absolute_name", "/tmp/")])
def test_a_name_can_point_out_of_its_folder_in_listing_and_download(client: Client, kind: str, start: str) -> None:
    fund = client.uuid()
    client.portal.add_fault(kind, fund=fund, date=LAST_DAY)

    file, other = client.files(fund)[:2]

    assert file["nome"].startswith(start)
    assert not other["nome"].startswith(start)
    assert client.download(fund, file["guid"]).headers["X-Suggested-Filename"] == file["nome"]


def test_a_file_can_stand_on_a_deeper_page(client: Client) -> None:
    fund, file = _first_file(client)
    client.portal.add_fault("deeper_page", fund=fund)

    younger = client.files(fund, page=0)

    assert len(younger) == 50
    assert all(date.fromisoformat(entry["data"]) > LAST_DAY for entry in younger)
    assert [e["data"] for e in younger] == sorted((e["data"] for e in younger), reverse=True)
    assert client.files(fund, page=1)[0] == file


def test_faults_are_listed_and_switched_off_one_by_one_by_kind_and_all(client: Client) -> None:
    hub = client.portal
    one = hub.add_fault("http_500", fund="x", times=3)
    two = hub.add_fault("late", file_type="XML_5_0", date=LAST_DAY)
    hub.add_fault("late")

    assert hub.faults()[:2] == [
        {"id": one, "left": 3, "kind": "http_500", "fund": "x", "times": 3, "probability": 1.0},
        {
            "id": two,
            "left": None,
            "kind": "late",
            "file_type": "XML_5_0",
            "date": LAST_DAY.isoformat(),
            "probability": 1.0,
        },
    ]
    assert hub.clear_faults(id=one) == 1
    assert hub.clear_faults(kind="late") == 2
    assert hub.clear_faults() == 0


def test_what_is_no_fault_is_refused(client: Client) -> None:
    control = client.portal.url + "/simulator/faults"
    for body in ({"kind": "nada"}, {"kind": "late", "times": 1}, {"kind": "cut", "probability": 2}, {"tipo": "x"}, 3):
        assert client.session.post(control, json=body, timeout=10).status_code == 400
    assert client.session.post(control, data=b"{", timeout=10).status_code == 400
    assert client.session.delete(control, params={"kind": "nada"}, timeout=10).status_code == 400
    with pytest.raises(ValueError, match="nada"):
        client.portal.add_fault("nada")


def test_a_refused_control_request_is_an_error_of_ours(client: Client) -> None:
    with pytest.raises(SimulatorError, match="faults"):
        client.portal.clear_faults(kind="nada")


def _quotas(client: Client, fund: str) -> dict[str, tuple[float, float]]:
    """Quota and net worth by day, as the history tells them."""
    rows = client.get(f"fundos-posicao/{fund}/cotas", limit=3).json()["content"]
    return {row["data"]: (row["cota"], row["patrimonioLiquido"]) for row in rows}


@pytest.mark.parametrize("kind", ["portal_quota_differs", "quota_jump", "replaced"])
def test_the_portal_can_show_another_quota_of_one_day(client: Client, kind: str) -> None:
    fund, day = client.uuid(1), LAST_DAY.isoformat()
    before = _quotas(client, fund)
    client.portal.add_fault(kind, fund=fund, date=LAST_DAY)

    after = _quotas(client, fund)

    assert {d: q for d, q in after.items() if d != day} == {d: q for d, q in before.items() if d != day}
    assert after[day][0] != before[day][0]
    assert after[day][1] != before[day][1]
    info = client.get(f"fundos-posicao/{fund}").json()
    assert (info["cota"], info["patrimonioLiquido"]) == after[day], "the fund's own page shows the same"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [("portal_quota_differs", False), ("quota_jump", True)],
)
def test_only_a_jump_is_in_the_file_as_well(client: Client, kind: str, *, changes: bool) -> None:
    fund, file = _first_file(client)
    before = client.download(fund, file["guid"]).content
    client.portal.add_fault(kind, fund=fund, date=LAST_DAY)
    assert (client.download(fund, file["guid"]).content != before) is changes
