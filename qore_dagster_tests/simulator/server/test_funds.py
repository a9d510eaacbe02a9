"""The fund pages: dashboard in its shapes, fund, quotas, user."""

import uuid

import pytest

from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.simulator.server.conftest import LAST_DAY, Client


def test_flat_dashboard_lists_every_fund_with_uuid_name_and_cnpj(client: Client) -> None:
    funds = client.funds()

    assert len(funds) == len({fund["guid"] for fund in funds}) == 3
    assert all(uuid.UUID(fund["guid"]) and fund["nome"] and len(fund["cnpj"]) == 14 for fund in funds)


def test_nested_dashboard_has_the_same_funds_elsewhere(portal: StartPortal) -> None:
    flat, nested = Client(portal()), Client(portal(dashboard_shape="nested"))

    rows = nested.get("gestor/dashboard").json()[1]["dados"]["linhas"]

    seen = [(row["fundoPosicao"]["id"], row["fundoPosicao"]["descricao"]["nomeFundo"]) for row in rows]
    assert seen == [(fund["guid"], fund["nome"]) for fund in flat.funds()]


def test_a_dashboard_may_have_no_fund_at_all(portal: StartPortal) -> None:
    client = Client(portal(dashboard_shape="without_funds"))

    assert "fundos" not in client.get("gestor/dashboard").json()


def test_fund_has_its_documented_fields(client: Client) -> None:
    fund = client.funds()[0]

    info = client.get(f"fundos-posicao/{fund['guid']}").json()

    assert set(info) == {"cnpj", "nome", "guid", "cota", "patrimonioLiquido", "cotaData"}
    assert (info["guid"], info["cnpj"], info["cotaData"]) == (fund["guid"], fund["cnpj"], LAST_DAY.isoformat())
    assert isinstance(info["cota"], float)


def test_quotas_are_paged_newest_first(client: Client) -> None:
    fund = client.uuid()

    page = client.get(f"fundos-posicao/{fund}/cotas", p=1, limit=5).json()

    assert (page["number"], page["size"], page["totalElements"], page["totalPages"]) == (1, 5, 60, 12)
    days = [row["data"] for row in page["content"]]
    assert len(days) == 5
    assert days == sorted(days, reverse=True)
    assert set(page["content"][0]) == {"data", "cota", "patrimonioLiquido"}


@pytest.mark.parametrize("query", [{"p": "-1"}, {"p": "x"}, {"limit": "0"}])
def test_quotas_refuse_numbers_that_cannot_be(client: Client, query: dict[str, str]) -> None:
    assert client.get(f"fundos-posicao/{client.uuid()}/cotas", **query).status_code == 400


def test_user_and_notifications_answer(client: Client) -> None:
    assert client.get("users/me").json()["email"] == client.portal.username
    assert client.get("notifications").json() == []


def test_an_unknown_fund_or_path_is_404_in_springs_form(client: Client) -> None:
    for path in (f"fundos-posicao/{uuid.uuid4()}", "nada"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["path"]) == (404, f"/api/v1/{path}")


def test_every_answer_has_the_headers_seen_on_the_real_portal(client: Client) -> None:
    headers = client.get("users/me").headers

    assert headers["Cache-Control"] == "no-cache, no-store, max-age=0, must-revalidate"
    assert headers["Server"] == "nginx/1.28.0"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-XSS-Protection"] == "0"
    assert (headers["Pragma"], headers["Expires"]) == ("no-cache", "0")
    assert headers["Content-Type"] == "application/json"
    assert "Access-Control-Allow-Origin" not in headers
    assert not [name for name in headers if name.lower().startswith("x-ratelimit")]


def test_a_path_prefix_stands_before_every_path(portal: StartPortal) -> None:
    hub = portal(path_prefix="/hub")
    client = Client(hub)

    assert hub.url.endswith("/hub")
    assert len(client.funds()) == 3
    without = client.session.get(hub.url.removesuffix("/hub") + "/api/v1/users/me", timeout=10)
    assert without.status_code == 404


def test_a_fund_can_vanish_be_renamed_or_claim_anothers_identity(client: Client) -> None:
    first, second, third = client.funds()
    client.portal.add_fault("fund_vanished", fund=first["guid"])
    client.portal.add_fault("fund_renamed", fund=second["cnpj"])
    client.portal.add_fault("fund_same_cnpj", fund=third["nome"])

    shown = client.funds()

    assert [fund["guid"] for fund in shown] == [second["guid"], third["guid"]]
    assert shown[0]["nome"] != second["nome"]
    assert shown[1]["cnpj"] == first["cnpj"]
    assert client.get(f"fundos-posicao/{first['guid']}").status_code == 404
    client.portal.clear_faults()
    client.portal.add_fault("fund_same_uuid", fund=third["guid"])
    assert [fund["guid"] for fund in client.funds()] == [first["guid"], second["guid"], first["guid"]]
