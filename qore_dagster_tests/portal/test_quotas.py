"""The portal's own quotas: one request a fund, to the last digit; what cannot be read is never an absent quota."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from qore_dagster.model.faults import QoreError
from qore_dagster.portal.errors import Rejected, Unavailable, Unreadable
from qore_dagster.portal.quotas import PortalQuota
from qore_dagster.simulator.server import RunningPortal
from qore_dagster_tests.portal.conftest import OpenClient
from qore_dagster_tests.portal.scripted import Answer, scripted
from qore_dagster_tests.portal_fixture import StartPortal

UUID = "11111111-1111-4111-8111-111111111111"
PAGE = f"fundos-posicao/{UUID}"
PATH = f"{PAGE}/cotas"
DAY = date(2026, 11, 24)


def _entry(day: date, quota: str = "1.5", net_worth: str = "100.00") -> str:
    return f'{{"data": "{day}", "cota": {quota}, "patrimonioLiquido": {net_worth}}}'


def _body(*entries: str, last: bool | None = True) -> bytes:
    tail = "" if last is None else f', "last": {str(last).lower()}'
    return f'{{"content": [{", ".join(entries)}]{tail}}}'.encode()


def test_a_recent_day_costs_one_request(portal: StartPortal, client: OpenClient) -> None:
    running = portal(funds=2, days=30)
    qore = client(running)
    uuids = [fund.uuid for fund in qore.discover()]
    running.forget_requests()
    newest = qore.newest_quota(uuids[0])
    assert running.requests()["endpoints"] == {"info": 1}
    for uuid in uuids:
        found = qore.quotas(uuid, since=newest.date, until=newest.date)
        assert list(found) == [newest.date]
    assert running.requests()["endpoints"] == {"info": 1, "quotas": 2}
    assert qore.quotas(uuids[0], since=newest.date, until=newest.date) == {newest.date: newest}


def test_a_range_of_days_is_asked_for_at_once(portal: StartPortal, client: OpenClient) -> None:
    running = portal(funds=1, days=30)
    qore = client(running)
    (fund,) = qore.discover()
    last = qore.newest_quota(fund.uuid).date
    running.forget_requests()
    found = qore.quotas(fund.uuid, since=last - timedelta(days=30), until=last - timedelta(days=2))
    assert running.requests()["endpoints"] == {"quotas": 1}
    assert len(found) > 15
    assert all(last - timedelta(days=30) <= day <= last - timedelta(days=2) for day in found)


def test_defect_28_no_digit_is_lost(client: OpenClient) -> None:
    body = _body(_entry(DAY, "98765432109.12345678", "98765432109876.54"))
    with scripted({PATH: Answer(body)}) as running:
        (quota,) = client(running).quotas(UUID, since=DAY, until=DAY).values()
    assert quota == PortalQuota(DAY, Decimal("98765432109.12345678"), Decimal("98765432109876.54"))
    assert (str(quota.quota), str(quota.net_worth)) == ("98765432109.12345678", "98765432109876.54")


def test_shorter_pages_than_asked_for_are_followed_to_the_day_and_no_further(client: OpenClient) -> None:
    days = [DAY - timedelta(days=n) for n in range(9)]
    pages = [Answer(_body(*map(_entry, days[n : n + 3]), last=None)) for n in (0, 3, 6)]
    with scripted({PATH: pages}) as running:
        assert list(client(running).quotas(UUID, since=days[4], until=days[4])) == [days[4]]
        assert running.count(f"/api/v1/{PATH}") == 2
        assert next(query for _, query, _ in running.asked if query).startswith("p=0&limit=")


def test_a_history_that_repeats_itself_or_is_empty_ends(client: OpenClient) -> None:
    with scripted({PATH: Answer(_body(_entry(DAY), last=False))}) as running:
        assert client(running).quotas(UUID, since=date(2020, 1, 2), until=date(2020, 1, 2)) == {}
        assert running.count(f"/api/v1/{PATH}") == 2
    with scripted({PATH: Answer(_body(last=None))}) as running:
        assert client(running).quotas(UUID, since=DAY, until=DAY) == {}


@pytest.mark.parametrize(
    ("entry", "quota", "net_worth"),
    [
        ({"cotaData": str(DAY), "valorCota": "1.50", "pl": 7}, "1.50", "7"),
        ({"dataReferencia": str(DAY), "cota": -2, "patrimonioLiquido": "-3.25"}, "-2", "-3.25"),
        ({"data": str(DAY), "cota": None}, None, None),
    ],
)
def test_other_spellings_are_read(entry: Any, quota: str | None, net_worth: str | None, client: OpenClient) -> None:
    with scripted({PATH: Answer([entry])}) as running:
        found = client(running).quotas(UUID, since=DAY, until=DAY)[DAY]
    assert (found.quota, found.net_worth) == tuple(
        None if value is None else Decimal(value) for value in (quota, net_worth)
    )


@pytest.mark.parametrize(
    "body",
    [
        {"cotas": []},
        {"content": ["x"]},
        {"content": [{"cota": 1}]},
        {"content": [{"data": "24/11/2026", "cota": 1}]},
        {"content": [{"data": str(DAY), "cota": "1.234,56"}]},
        {"content": [{"data": str(DAY), "cota": True}]},
        {"content": [{"data": str(DAY), "cota": {"valor": 1}}]},
        b'{"content": [{"data": "2026-11-24", "cota": 1e999999}]}',
        b'{"content": [{"data": "2026-11-24", "cota": NaN}]}',
    ],
    ids=str,
)
def test_another_shape_is_an_error_that_shows_no_value(body: Any, client: OpenClient) -> None:
    with scripted({PATH: Answer(body)}) as running, pytest.raises(Unreadable) as caught:
        client(running).quotas(UUID, since=DAY, until=DAY)
    assert UUID in caught.value.fault.reason
    assert "1.234,56" not in caught.value.fault.reason
    assert caught.value.fault.action


@pytest.mark.parametrize(
    ("kind", "error"), [("http_404", Rejected), ("http_503", Unavailable), ("html", Unreadable), ("cut", Unreadable)]
)
def test_a_portal_that_does_not_answer_is_an_error(
    kind: str, error: type[QoreError], shared_portal: RunningPortal, client: OpenClient
) -> None:
    qore = client(shared_portal, qore_retries=1)
    fund = qore.discover()[0]
    shared_portal.add_fault(kind, at="quotas")
    with pytest.raises(error):
        qore.quotas(fund.uuid, since=DAY, until=DAY)
