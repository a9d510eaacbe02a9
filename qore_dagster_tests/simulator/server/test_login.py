"""Login, tokens, and what is answered without one."""

import base64
import json
import time
import uuid
from typing import Any

import pytest
import requests

from qore_dagster.simulator.server import RunningPortal
from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.simulator.server.conftest import Client


def _authorize(portal: RunningPortal, body: Any) -> requests.Response:
    return requests.post(f"{portal.url}/api/v1/authorize", json=body, timeout=10)


def _part(token: str, index: int) -> dict[str, object]:
    text = token.split(".")[index]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def test_login_gives_a_jwt_of_half_an_hour_and_a_refresh_token(hub: RunningPortal) -> None:
    answer = _authorize(hub, {"username": hub.username, "password": hub.password})

    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "refresh_token"}
    token = answer.json()["access_token"]
    assert _part(token, 0)["alg"] == "HS512"
    claims = _part(token, 1)
    assert set(claims) == {"sub", "guid", "exp", "papeis", "permissoes"}
    assert 1790 < int(str(claims["exp"])) - time.time() <= 1800
    assert uuid.UUID(answer.json()["refresh_token"])
    assert answer.headers["Access-Control-Expose-Headers"] == "x-suggested-filename"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("body", "blank"), [({"password": "x"}, "username"), ({"username": "x"}, "password")])
def test_login_without_a_field_is_400_and_names_the_field(hub: RunningPortal, body: object, blank: str) -> None:
    answer = _authorize(hub, body)

    assert answer.status_code == 400
    assert answer.json()["fields"] == [{"field": blank, "message": "must not be blank"}]


def test_login_with_a_body_that_is_no_json_is_400(hub: RunningPortal) -> None:
    answer = requests.post(f"{hub.url}/api/v1/authorize", data=b"{", timeout=10)

    assert (answer.status_code, answer.json()["status"]) == (400, 400)


def test_login_with_a_wrong_password_is_401_in_springs_form_and_counted(hub: RunningPortal) -> None:
    before = hub.requests()["logins_refused"]

    answer = _authorize(hub, {"username": hub.username, "password": "errada"})

    assert answer.status_code == 401
    assert set(answer.json()) == {"timestamp", "status", "error", "message", "path"}
    assert answer.json()["path"] == "/api/v1/authorize"
    assert answer.json()["error"] == "Unauthorized"
    assert hub.requests()["logins_refused"] == before + 1


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer aaa.bbb.ccc", "Basic abc"])
def test_without_a_valid_token_everything_else_is_401(hub: RunningPortal, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}

    answer = requests.get(f"{hub.url}/api/v1/users/me", headers=headers, timeout=10)

    assert (answer.status_code, answer.json()["path"]) == (401, "/api/v1/users/me")


def test_a_token_is_refused_once_it_has_expired(portal: StartPortal) -> None:
    client = Client(portal(token_seconds=-1))
    assert client.get("users/me").status_code == 401

    longer = Client(portal(token_seconds=60))
    assert longer.get("users/me").status_code == 200


def test_a_revoked_token_stays_dead_until_the_next_login(client: Client) -> None:
    client.portal.add_fault("token_revoked", times=1)

    assert [client.get("users/me").status_code for _ in range(3)] == [401, 401, 401]
    client.login()
    assert client.get("users/me").status_code == 200


def test_logins_are_counted(hub: RunningPortal) -> None:
    before = hub.requests()["logins"]

    Client(hub)
    Client(hub)

    assert hub.requests()["logins"] == before + 2
