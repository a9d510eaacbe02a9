"""What the portal tells about what it was asked."""

import asyncio

from starlette.types import Message

from qore_dagster.simulator.app import Portal
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.content.world import World
from qore_dagster_tests.simulator.server.conftest import LAST_DAY, Client


def test_requests_are_logged_with_method_path_query_endpoint_and_status(client: Client) -> None:
    client.portal.forget_requests()
    fund = client.uuid()
    client.files(fund, page=1)
    client.get("nada")

    asked = client.portal.requests()

    assert asked["total"] == 3
    assert asked["endpoints"] == {"dashboard": 1, "listing": 1, "unknown": 1}
    assert asked["statuses"] == {"200": 2, "404": 1}
    assert asked["log"][1] == {
        "method": "GET",
        "path": f"/api/v1/fundos-posicao/{fund}/arquivos",
        "query": "tipo=XML_4_01&p=1",
        "endpoint": "listing",
        "status": 200,
    }


def test_the_control_answers_this_machine_only() -> None:
    world = World(seed=1, funds=1, first_day=LAST_DAY, last_day=LAST_DAY)
    app = Portal(SimulatorConfig(), world).app()

    async def status(host: str) -> int:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/simulator/faults",
            "root_path": "",
            "query_string": b"",
            "headers": [],
            "client": (host, 1),
        }
        await app(scope, receive, send)
        return sent[0]["status"]

    assert asyncio.run(status("127.0.0.1")) == 200
    assert asyncio.run(status("192.0.2.1")) == 404
