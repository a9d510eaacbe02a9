"""Latency, bandwidth and throughput as a client sees them."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.simulator.server.conftest import Client


def test_every_answer_waits_for_the_latency_and_requests_wait_together(portal: StartPortal) -> None:
    client = Client(portal(latency_ms=200))

    begun = time.perf_counter()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: client.get("users/me"), range(10)))
    took = time.perf_counter() - begun

    assert all(answer.elapsed >= timedelta(milliseconds=200) for answer in answers)
    assert took < 10 * 0.2
    assert client.portal.requests()["most_at_once"] == 10


def test_all_answers_share_the_bandwidth(portal: StartPortal) -> None:
    client = Client(portal(funds=2, days=1, bandwidth=200_000))
    wanted = [(fund["guid"], client.files(fund["guid"])[0]) for fund in client.funds()]

    begun = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        sizes = list(pool.map(lambda pair: len(client.download(pair[0], pair[1]["guid"]).content), wanted))
    took = time.perf_counter() - begun

    assert sizes == [file["tamanho"] for _, file in wanted]
    assert took >= 0.95 * sum(sizes) / 200_000
