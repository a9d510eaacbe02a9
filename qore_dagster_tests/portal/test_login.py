"""One login for all threads and processes of a run, and none too many."""

import json
import logging
import multiprocessing
import os
import socket
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path

import jwt
import pytest

from qore_dagster.model.faults import QoreError
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.errors import PortalError, Rejected, Unavailable, Unreadable, WrongCredentials
from qore_dagster.portal.tokens import Token, TokenStore
from qore_dagster.settings import Settings, SettingsError, load_settings
from qore_dagster_tests.portal.conftest import OpenClient, settings_for
from qore_dagster_tests.portal.scripted import Answer, scripted
from qore_dagster_tests.portal_fixture import StartPortal

INFO = {"guid": "11111111-1111-4111-8111-111111111111", "nome": "ZED FIP", "cnpj": "11222333000181"}
UUID = INFO["guid"]


def _ask_together(settings: Settings, folder: Path, uuids: list[str], barrier: Barrier, threads: int) -> None:
    """In a process of its own: all threads ask at the barrier."""
    with PortalClient(settings, TokenStore(folder, "run-1")) as client:

        def ask(number: int) -> None:
            barrier.wait(30)
            client.fund_info(uuids[number % len(uuids)])

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(ask, range(threads)))


def _uuids(client: PortalClient) -> list[str]:
    return [fund.uuid for fund in client.discover()]


def test_8_threads_of_2_processes_log_in_once(portal: StartPortal, client: OpenClient, tmp_path: Path) -> None:
    running = portal(latency_ms=30)
    with PortalClient(settings_for(running), TokenStore(tmp_path / "others", "other")) as other:
        uuids = _uuids(other)
    before = running.requests()["logins"]
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(16)
    settings = settings_for(running, qore_workers=8)
    processes = [
        context.Process(target=_ask_together, args=(settings, tmp_path / "tokens", uuids, barrier, 8)) for _ in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert running.requests()["logins"] == before + 1


def test_defect_37_a_revoked_token_is_renewed_once_for_all_threads(portal: StartPortal, client: OpenClient) -> None:
    running = portal(latency_ms=20)
    qore = client(running)
    uuids = _uuids(qore)
    running.add_fault("token_revoked", times=1, at="info")
    answers = list(qore.each(uuids * 10, qore.fund_info))
    assert [answer for _, answer in answers if isinstance(answer, QoreError)] == []
    asked = running.requests()
    assert asked["logins"] == 2
    assert asked["statuses"]["401"] <= 10  # at most what was under way when the token died


def test_defect_37_a_token_is_renewed_before_it_ends(portal: StartPortal, client: OpenClient) -> None:
    running = portal(token_seconds=3)
    qore = client(running)
    uuid = _uuids(qore)[0]
    deadline = time.monotonic() + 20
    while running.requests()["logins"] < 3 and time.monotonic() < deadline:
        qore.fund_info(uuid)
    asked = running.requests()
    assert asked["logins"] == 3
    assert "401" not in asked["statuses"]


def test_a_401_that_no_login_cures_is_a_fault_after_one_renewal(portal: StartPortal, client: OpenClient) -> None:
    running = portal()
    qore = client(running)
    uuid = _uuids(qore)[0]
    running.add_fault("http_401", at="info")
    with pytest.raises(Rejected) as caught:
        qore.fund_info(uuid)
    assert caught.value.fault.code == "http_401"
    assert running.requests()["logins"] == 2


def test_a_portal_that_refuses_every_token_is_not_flooded_with_logins(portal: StartPortal, client: OpenClient) -> None:
    running = portal()
    qore = client(running)
    uuids = _uuids(qore)
    running.add_fault("http_401", at="info")
    answers = list(qore.each(uuids * 12, qore.fund_info))
    assert all(isinstance(answer, Rejected) for _, answer in answers)
    assert running.requests()["logins"] <= 8  # the portal's limit is 10 a minute


@pytest.mark.parametrize("key", ["access_token", "token", "accessToken"])
def test_each_known_name_of_the_token_is_read_and_an_opaque_one_serves(key: str, client: OpenClient) -> None:
    with scripted({"authorize": Answer({key: "not.a.jwt"}), f"fundos-posicao/{UUID}": Answer(INFO)}) as running:
        client(running).fund_info(UUID)
        assert running.asked[-1][2]["Authorization"] == "Bearer not.a.jwt"


def test_a_login_answer_without_token_shows_its_shape_and_not_its_values(client: OpenClient) -> None:
    with scripted({"authorize": Answer({"sessao": "very-secret"})}) as running:
        with pytest.raises(Unreadable) as caught:
            client(running).fund_info(UUID)
        assert "sessao: texto" in str(caught.value)
        assert "very-secret" not in str(caught.value)


def test_wrong_credentials_name_the_variables_and_are_tried_once(portal: StartPortal, client: OpenClient) -> None:
    running = portal()
    qore = client(running, qore_password="wrong-password")
    answers = list(qore.each([UUID] * 20, qore.fund_info))
    assert all(isinstance(answer, WrongCredentials) for _, answer in answers)
    message = str(answers[0][1])
    assert "QORE_USERNAME" in message
    assert "QORE_PASSWORD" in message
    assert "wrong-password" not in message
    assert running.requests()["endpoints"] == {"authorize": 1}


def test_missing_credentials_are_told_without_asking(portal: StartPortal, client: OpenClient) -> None:
    running = portal()
    with pytest.raises(WrongCredentials, match="QORE_USERNAME e QORE_PASSWORD"):
        client(running, qore_username="").fund_info(UUID)
    assert running.requests()["total"] == 0


@pytest.mark.parametrize(
    ("fault", "code"), [("http_500", "http_500"), ("http_503", "http_503"), ("timeout", "login_failed")]
)
def test_defect_53_a_failed_login_is_not_repeated(
    fault: str, code: str, portal: StartPortal, client: OpenClient
) -> None:
    running = portal()
    running.add_fault(fault, at="authorize")
    qore = client(running, qore_read_timeout=0.3)
    answers = list(qore.each([UUID] * 20, qore.fund_info))
    assert {type(answer) for _, answer in answers} == {Unavailable}
    assert {answer.fault.code for _, answer in answers if isinstance(answer, QoreError)} == {code}
    running.clear_faults()
    assert running.requests()["endpoints"] == {"authorize": 1}


def test_a_login_whose_answer_cannot_be_decoded_is_not_repeated(client: OpenClient) -> None:
    """Whatever breaks a login, it counts: repeating it blindly may lock the account."""
    broken = Answer(b"not gzip", 200, {"Content-Encoding": "gzip"})
    with scripted({"authorize": broken}) as running:
        qore = client(running, qore_retries=0)
        for _ in range(5):
            with pytest.raises(PortalError):
                qore.fund_info("11111111-1111-4111-8111-111111111111")
        assert running.count("/api/v1/authorize") == 1


def test_a_portal_that_is_not_there_is_named_with_the_setting(portal: StartPortal, client: OpenClient) -> None:
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Unavailable) as caught:
            client(portal(), qore_url=nowhere, qore_connect_timeout=5.0).discover()
    fault = caught.value.fault
    assert fault.code == "login_failed"
    assert "127.0.0.1" in fault.reason
    assert "confira QORE_URL e a rede" in fault.action
    assert "gestor" not in str(caught.value)


def test_a_login_that_is_told_to_wait_waits_once(portal: StartPortal, client: OpenClient) -> None:
    running = portal()
    running.add_fault("http_429", at="authorize", seconds=1, times=1)
    started = time.monotonic()
    assert len(client(running).discover()) == 3
    assert time.monotonic() - started > 0.9
    assert running.requests()["endpoints"]["authorize"] == 2


def test_a_login_that_is_told_to_wait_twice_fails(portal: StartPortal, client: OpenClient) -> None:
    running = portal()
    running.add_fault("http_429", at="authorize", seconds=0)
    with pytest.raises(Rejected) as caught:
        client(running).discover()
    assert caught.value.fault.code == "http_429"
    assert running.requests()["endpoints"]["authorize"] == 2


def test_plain_http_is_refused_but_for_this_machine() -> None:
    with pytest.raises(SettingsError, match="https"):
        load_settings(_env_file=None, qore_url="http://portal.exemplo.com.br")


@pytest.mark.parametrize("path", ["authorize", f"fundos-posicao/{UUID}"])
def test_a_redirect_is_not_followed_with_the_secret(path: str, client: OpenClient) -> None:
    with scripted({f"fundos-posicao/{UUID}": Answer(INFO)}) as elsewhere:
        away = Answer(b"", 302, {"Location": f"{elsewhere.url}/api/v1/{path}?secret=1"})
        with scripted({path: away}) as running:
            with pytest.raises(Rejected) as caught:
                client(running).fund_info(UUID)
            assert caught.value.fault.code == "redirect"
            assert "secret" not in str(caught.value)
            assert running.count(f"/api/v1/{path}") == 1
        assert elsewhere.asked == []


def test_defect_54_the_path_prefix_of_the_address_is_kept(portal: StartPortal, client: OpenClient) -> None:
    running = portal(path_prefix="/hub/v2")
    assert len(client(running).discover()) == 3
    assert all(asked["path"].startswith("/hub/v2/api/v1/") for asked in running.requests()["log"])


def test_defect_61_no_secret_reaches_a_log_an_error_or_a_representation(
    portal: StartPortal, client: OpenClient, tokens: TokenStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    running = portal()
    with caplog.at_level(logging.DEBUG):
        qore = client(running)
        uuid = _uuids(qore)[0]
        running.add_fault("http_500", at="info")
        with pytest.raises(PortalError) as caught:
            qore.fund_info(uuid)
    files = (tmp_path / "tokens").glob("*.json")
    secrets = [running.password, *(json.loads(file.read_text())["value"] for file in files)]
    assert len(secrets) == 2
    told = f"{caplog.text} {caught.value} {caught.value!r} {vars(tokens)} {vars(qore)} {caught.value.__context__!r}"
    assert all(secret not in told for secret in secrets)


def test_a_server_that_echoes_the_token_does_not_get_it_into_the_error(client: OpenClient) -> None:
    echo = Answer({"message": "invalid Bearer opaque-token"}, 403)
    with scripted({f"fundos-posicao/{UUID}": echo}) as running, pytest.raises(Rejected) as caught:
        client(running).fund_info(UUID)
    assert "invalid Bearer ***" in str(caught.value)


class TestTokenStore:
    """The store itself, with logins that need no portal."""

    def test_the_file_is_its_owners_and_goes_when_forgotten(self, tokens: TokenStore, tmp_path: Path) -> None:
        tokens.token(lambda: "secret-token", audience="a")
        (file,) = (tmp_path / "tokens").glob("*.json")
        if os.name == "posix":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert "run-1" not in file.name
        tokens.forget()
        assert not file.exists()
        tokens.forget()
        assert tokens.token(lambda: "another", audience="a").value == "another"

    def test_another_session_or_user_does_not_get_the_token(self, tokens: TokenStore, tmp_path: Path) -> None:
        tokens.token(lambda: "mine", audience="a")
        other_run = TokenStore(tmp_path / "tokens", "run-2")
        other_user = TokenStore(tmp_path / "tokens", "run-1")
        assert other_run.token(lambda: "theirs", audience="a").value == "theirs"
        assert other_user.token(lambda: "hers", audience="b").value == "hers"

    def test_only_the_first_of_those_refused_logs_in_again(self, tokens: TokenStore, tmp_path: Path) -> None:
        logins: list[int] = []
        lock = threading.Lock()

        def log_in() -> str:
            with lock:
                logins.append(1)
                return f"token-{len(logins)}"

        refused = tokens.token(log_in, audience="a")
        stores = [TokenStore(tmp_path / "tokens", "run-1") for _ in range(4)]
        barrier = threading.Barrier(16)

        def renew(number: int) -> Token:
            barrier.wait(10)
            return stores[number % 4].token(log_in, audience="a", refused=refused)

        with ThreadPoolExecutor(16) as pool:
            renewed = {token.value for token in pool.map(renew, range(16))}
        assert renewed == {"token-2"}

    def test_a_damaged_file_is_no_token(self, tokens: TokenStore, tmp_path: Path) -> None:
        tokens.token(lambda: "first", audience="a")
        (file,) = (tmp_path / "tokens").glob("*.json")
        file.write_text('{"value": ')
        assert TokenStore(tmp_path / "tokens", "run-1").token(lambda: "second", audience="a").value == "second"

    def test_the_files_of_runs_that_never_ended_are_deleted(self, tokens: TokenStore, tmp_path: Path) -> None:
        tokens.token(lambda: "left behind", audience="a")
        (left,) = (tmp_path / "tokens").glob("*.json")
        os.utime(left, (0, 0))
        TokenStore(tmp_path / "tokens", "run-2").token(lambda: "new", audience="a")
        assert not left.exists()


class TestToken:
    """When a token is renewed."""

    @pytest.mark.parametrize(("life", "serves_until"), [(1800, 1740), (100, 80), (10, 8)])
    def test_renewed_a_minute_before_its_end_or_a_fifth_of_a_short_life(self, life: int, serves_until: int) -> None:
        value = jwt.encode({"exp": 1_000_000 + life}, "k" * 64, algorithm="HS512")
        token = Token.issued(value, 1_000_000)
        assert token.serves(1_000_000 + serves_until - 1)
        assert not token.serves(1_000_000 + serves_until)

    @pytest.mark.parametrize(
        "value",
        [
            "opaque",
            "a.b.c",
            jwt.encode({"sub": "x"}, "k" * 64, algorithm="HS512"),
            jwt.encode({"exp": 5}, "k" * 64, algorithm="HS512"),
        ],
    )
    def test_one_without_a_usable_end_serves_until_it_is_refused(self, value: str) -> None:
        assert Token.issued(value, 1_000_000).serves(9_000_000)

    def test_its_value_is_not_shown(self) -> None:
        assert "opaque" not in repr(Token("opaque", None))
