"""The documented rate limits."""

import time
from email.utils import parsedate_to_datetime

from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.simulator.server.conftest import Client


def test_an_eleventh_login_in_a_minute_is_429_with_retry_after_in_seconds(portal: StartPortal) -> None:
    client = Client(portal(rate_limits=True))
    body = {"username": client.portal.username, "password": client.portal.password}

    answers = [client.session.post(f"{client.portal.url}/api/v1/authorize", json=body, timeout=10) for _ in range(10)]

    assert [answer.status_code for answer in answers] == [200] * 9 + [429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == [*map(str, range(8, -1, -1)), "0"]
    refused = answers[-1]
    assert refused.headers["X-RateLimit-Limit"] == "10"
    assert 50 < int(refused.headers["X-RateLimit-Reset"]) - time.time() <= 61
    assert 50 < int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["error"] == "Too Many Requests"


def test_fund_pages_and_downloads_are_limited_apart_with_retry_after_as_a_date(portal: StartPortal) -> None:
    client = Client(portal(rate_limits=True, retry_after="date", funds=1, days=1))
    fund = client.uuid()
    guid = client.files(fund)[0]["guid"]

    pages = [client.get(f"fundos-posicao/{fund}").status_code for _ in range(100)]
    downloads = [client.download(fund, guid) for _ in range(51)]

    assert pages == [200] * 99 + [429]
    assert [answer.status_code for answer in downloads] == [200] * 50 + [429]
    assert downloads[0].headers["X-RateLimit-Limit"] == "50"
    headers = downloads[-1].headers
    wait = parsedate_to_datetime(headers["Retry-After"]) - parsedate_to_datetime(headers["Date"])
    assert 40 < wait.total_seconds() <= 62
    assert client.get("users/me").status_code == 200


def test_a_new_window_lets_requests_through_again(portal: StartPortal) -> None:
    client = Client(portal(rate_limits=True, rate_window_seconds=1.5))
    fund = client.uuid()
    status = 200
    while status == 200:
        status = client.get(f"fundos-posicao/{fund}").status_code
    opened_again = time.time() + 5

    while status == 429 and time.time() < opened_again:
        status = client.get(f"fundos-posicao/{fund}").status_code

    assert status == 200


def test_without_the_switch_nothing_is_limited(client: Client) -> None:
    fund = client.uuid()

    assert {client.get(f"fundos-posicao/{fund}").status_code for _ in range(120)} == {200}
