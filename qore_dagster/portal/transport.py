"""Send a GET to the portal and get its whole answer, or a named fault.

Belongs here: the session, the bearer token, tries and their waits, statuses. Does not: what is asked and how the body
is read (`client`); logging in (`login`, `tokens`).
"""

import json
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import MaxRetryError, ReadTimeoutError
from urllib3.util.retry import Retry

from qore_dagster.portal.connections import BreakableAdapter
from qore_dagster.portal.errors import PortalError, Rejected, Unavailable, Unreadable
from qore_dagster.portal.login import log_in
from qore_dagster.portal.pace import Pace
from qore_dagster.portal.tokens import Token, TokenStore
from qore_dagster.settings import Settings

T = TypeVar("T")

API = "/api/v1"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_TRANSIENT = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS, *range(500, 600)}
_BROKEN = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)
_LONGEST_ERROR_BODY = 65536
_AGAIN = "rode de novo em alguns minutos; se continuar, confira no portal pelo navegador e avise a QORE DTVM"
_ACTIONS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "verifique se o usuário de QORE_USERNAME ainda tem acesso ao portal e rode de novo",
    HTTPStatus.FORBIDDEN: "peça à QORE DTVM acesso a este fundo para o usuário de QORE_USERNAME",
    HTTPStatus.NOT_FOUND: "rode de novo, para que as listas sejam lidas outra vez; se continuar, avise a QORE DTVM",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One GET.

    Attributes:
        path: below the API's root.
        subject: what is asked for, for messages (Portuguese).
        kind: which of the portal's limits it counts against.
        params: the query.
        headers: request headers besides the usual ones.
    """

    path: str
    subject: str
    kind: str = "read"
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class BrokenBody(Exception):
    """An answer began well and its body is no good: cut, empty, of the wrong length. Asked for again as a whole.

    Args:
        code: stable, for the fault that it becomes if it stays so.
        reason: what is wrong with it (Portuguese).
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Transport:
    """One session with the portal, for all threads of a process."""

    def __init__(self, settings: Settings, tokens: TokenStore) -> None:
        self._settings = settings
        self._tokens = tokens
        self._pace = Pace(settings.qore_max_retry_after)
        self._base = f"{settings.qore_url}{API}/"
        self._audience = f"{settings.qore_username} {settings.qore_url}"
        # Tries are counted in `get`, which also covers the body; each request is sent once.
        self._adapter = BreakableAdapter(pool_connections=1, pool_maxsize=settings.qore_workers, max_retries=0)
        self._session = _session(settings, self._adapter)
        self._slots = threading.BoundedSemaphore(settings.qore_workers)
        self._tries = Retry(total=settings.qore_retries)

    def get(self, question: Question, consume: Callable[[requests.Response], T]) -> T:
        """Send a GET and let `consume` read the body of its 200.

        Args:
            question: what is asked for.
            consume: reads the whole body; raises `BrokenBody` to have everything asked for again.

        Raises:
            Rejected: a 4xx that is not worth another try, or a redirect.
            Unavailable: 408, 429, 5xx or a broken connection, to the last try.
            Unreadable: a broken body, to the last try; or what `consume` raises.
        """
        tries = self._tries
        refused: Token | None = None
        while True:
            with self._turn(question.kind):  # not while waiting, nor while the caller works on what it got
                token = self._token(refused)
                try:
                    with self._send(question, token) as response:
                        self._pace.learn(question.kind, response)
                        if response.status_code == HTTPStatus.OK:
                            return consume(response)
                        fault = _refusal(response, question.subject, token)
                        asked = self._pace.asked(response)
                except (*_BROKEN, BrokenBody) as error:
                    fault, asked = _breakage(error, question.subject), None
            if fault.fault.code == "http_401" and refused is None:
                refused = token
                continue
            if isinstance(fault, Rejected):
                raise fault
            try:
                tries = tries.increment("GET", question.path)
            except MaxRetryError:
                break
            self._pace.sleep(asked if asked is not None else self._backoff(tries))
        raise _after(fault, self._settings.qore_retries + 1)

    def get_json(self, question: Question) -> Any:
        """Send a GET and decode its JSON.

        Raises:
            PortalError: as `get`; Unreadable when the body is HTML.
        """
        return self.get(question, lambda response: _decoded(response, question.subject))

    def close(self) -> None:
        """Wake the threads that wait, for a time or for the portal, and close the connections."""
        self._pace.close()
        self._adapter.break_all()
        self._session.close()

    @contextmanager
    def _turn(self, kind: str) -> Generator[None, None, None]:
        """One of the requests under way, at a time when the portal takes this kind."""
        while True:
            self._pace.wait(kind)
            with self._slots:
                if self._pace.takes(kind):  # it may have said otherwise while this thread waited for its slot
                    yield
                    return

    def _send(self, question: Question, token: Token) -> requests.Response:
        return self._session.get(
            self._base + question.path,
            params=question.params,
            headers={**question.headers, "Authorization": f"Bearer {token.value}"},
            timeout=(self._settings.qore_connect_timeout, self._settings.qore_read_timeout),
            stream=True,
            allow_redirects=False,
        )

    def _token(self, refused: Token | None) -> Token:
        return self._tokens.token(
            lambda: log_in(self._session, f"{self._base}authorize", self._settings, self._pace),
            audience=self._audience,
            refused=refused,
        )

    def _backoff(self, tries: Retry) -> float:
        return self._settings.qore_backoff * 2.0 ** (len(tries.history) - 1)


def is_html(response: requests.Response) -> bool:
    """Whether an answer says of itself that it is a web page."""
    return "html" in response.headers.get("Content-Type", "").lower()


def _session(settings: Settings, adapter: BreakableAdapter) -> requests.Session:
    session = requests.Session()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    # Proxies and certificates of the environment are read once; left on, each request would read them again, and a
    # .netrc would replace the bearer token.
    session.trust_env = True
    found = cast("Mapping[str, Any]", session.merge_environment_settings(settings.qore_url, {}, None, None, None))
    session.trust_env = False
    session.verify = found["verify"]
    session.proxies = {} if urlsplit(settings.qore_url).hostname in _LOOPBACK else found["proxies"]
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # the token is all there is of a session
    session.headers.update({"Accept": "application/json, text/plain, */*", "User-Agent": "qore-dagster"})
    return session


def _decoded(response: requests.Response, subject: str) -> Any:
    if is_html(response) or response.content.lstrip()[:1] == b"<":
        raise Unreadable(
            f"{subject}: o portal respondeu com uma página HTML em vez de dados",
            "confira se QORE_URL é o endereço do portal e se ele não está em manutenção; depois rode de novo",
            code="html",
        )
    try:
        return json.loads(response.content, parse_float=Decimal)  # quotas have more digits than a float keeps
    except ValueError:
        raise BrokenBody("not_json", "a resposta veio cortada ou não é JSON") from None


def _refusal(response: requests.Response, subject: str, token: Token) -> PortalError:
    """The fault of an answer that is not 200; its short body is read, so that the connection can be used again."""
    status = response.status_code
    said = _message(next(response.iter_content(_LONGEST_ERROR_BODY), b""), token)
    if status in _TRANSIENT:
        return Unavailable(f"{subject}: o portal respondeu com erro {status}{said}", _AGAIN, code=f"http_{status}")
    if response.is_redirect:
        target = urlsplit(response.headers["Location"])
        where = f"{target.scheme}://{target.hostname}" if target.hostname else "outro caminho"
        return Rejected(
            f"{subject}: o portal redirecionou para {where}, o que não é seguido por segurança",
            "ponha em QORE_URL o endereço final do portal, com https://",
            code="redirect",
        )
    return Rejected(
        f"{subject}: o portal recusou o pedido (http {status}){said}",
        _ACTIONS.get(status, "abra um chamado com esta mensagem"),
        code=f"http_{status}",
    )


def _message(body: bytes, token: Token) -> str:
    """What the portal's error body says (Spring's `message`), in brackets; nothing if it says nothing readable."""
    try:
        message = json.loads(body)["message"]
    except (ValueError, KeyError, TypeError):
        return ""
    text = "".join(char for char in str(message).replace(token.value, "***") if char.isprintable())[:120].strip()
    return f" ({text})" if text else ""


def _breakage(error: Exception, subject: str) -> PortalError:
    if isinstance(error, BrokenBody):
        return Unreadable(f"{subject}: {error.reason}", _AGAIN, code=error.code)
    stalled = bool(error.args) and isinstance(
        error.args[0], ReadTimeoutError
    )  # in the body: requests says "connection"
    if stalled or isinstance(error, requests.Timeout):
        return Unavailable(f"{subject}: o portal não respondeu a tempo", _AGAIN, code="timeout")
    if isinstance(error, (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)):
        return Unreadable(f"{subject}: a resposta veio cortada no meio", _AGAIN, code="cut_body")
    if isinstance(error, requests.exceptions.SSLError):
        return Unavailable(
            f"{subject}: o certificado do portal não foi aceito",
            "confira a data deste computador e QORE_URL; se houver um proxy, peça à TI o certificado "
            "dele (REQUESTS_CA_BUNDLE)",
            code="tls",
        )
    return Unavailable(
        f"{subject}: não foi possível falar com o portal, ou a conexão foi cortada", _AGAIN, code="connection"
    )


def _after(fault: PortalError, times: int) -> PortalError:
    """The same fault, saying how often it was tried."""
    said = fault.fault
    return type(fault)(f"{said.reason} ({times} tentativa{'s' if times > 1 else ''})", said.action, code=said.code)
