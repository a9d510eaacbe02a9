"""Log in: one POST, never repeated blindly.

Belongs here: the request, its answers, the token in them. Does not: who logs in when, and where the token is kept
(`tokens`).
"""

from typing import Any
from urllib.parse import urlsplit

import requests

from qore_dagster.portal.errors import PortalError, Rejected, Unavailable, Unreadable, WrongCredentials
from qore_dagster.portal.pace import Pace
from qore_dagster.portal.shapes import fields_of, shape
from qore_dagster.settings import Settings

TOKEN_KEYS = ("access_token", "token", "accessToken")

_TOO_MANY_REQUESTS = 429
_OUR_FAULT = range(400, 500)
_REDIRECT = range(300, 400)
_CREDENTIALS = {400, 401}
_WAIT = "espere alguns minutos e rode de novo; se continuar, tente entrar no portal pelo navegador"
_CONNECT = "confira QORE_URL e a rede (proxy, VPN, firewall) e rode de novo"


def log_in(session: requests.Session, url: str, settings: Settings, pace: Pace) -> str:
    """Ask the portal for a token.

    A 429 that tells how long to wait is waited for, once; nothing else is tried again, since a repeated login may lock
    the account.

    Raises:
        WrongCredentials: the portal does not know the user or the password, or neither is configured.
        PortalError: the login could not be done.
    """
    if not settings.qore_username or not settings.qore_password.get_secret_value():
        raise WrongCredentials(
            "não há usuário ou senha do portal na configuração",
            "preencha QORE_USERNAME e QORE_PASSWORD no ambiente ou no .env e rode de novo",
        )
    status, wait, body = _post(session, url, settings, pace)
    if status == _TOO_MANY_REQUESTS and wait is not None:
        pace.sleep(wait)
        status, wait, body = _post(session, url, settings, pace)
    if status != requests.codes.ok:
        raise _refusal(status)
    fields = fields_of(body)
    token = next(
        (
            value
            for key in TOKEN_KEYS
            if isinstance(value := fields.get(key), str) and value.isascii() and value.isprintable() and value
        ),
        None,
    )
    if token is None:
        raise Unreadable(
            f"o login foi aceito, mas a resposta não tem token; veio {shape(body)}",
            "confira se QORE_URL é o endereço do portal; se for, abra um chamado com esta mensagem",
            code="login_failed",
        )
    return token


def _post(session: requests.Session, url: str, settings: Settings, pace: Pace) -> tuple[int, float | None, Any]:
    """Send the one POST: status, seconds to wait if the portal asks for it, decoded body (None if it is not JSON)."""
    credentials = {"username": settings.qore_username, "password": settings.qore_password.get_secret_value()}
    try:
        with session.post(
            url,
            json=credentials,
            timeout=(settings.qore_connect_timeout, settings.qore_read_timeout),
            allow_redirects=False,
        ) as response:
            return response.status_code, pace.asked(response), _decoded(response)
    except requests.RequestException as error:  # whatever it was: a login is never repeated blindly
        broken = type(error).__name__
        action = _CONNECT if isinstance(error, requests.ConnectionError) else _WAIT
    host = urlsplit(url).hostname
    raise Unavailable(f"o login no portal ({host}) não foi concluído ({broken})", action, code="login_failed")


def _decoded(response: requests.Response) -> Any:
    try:
        return response.json()
    except requests.exceptions.JSONDecodeError:
        return None


def _refusal(status: int) -> PortalError:
    if status in _CREDENTIALS:
        return WrongCredentials(
            f"o portal recusou o usuário e a senha (http {status})",
            "confira QORE_USERNAME e QORE_PASSWORD, entre uma vez pelo navegador e rode de novo",
        )
    if status in _REDIRECT:
        return Rejected(
            "o portal respondeu ao login com um redirecionamento, que não é seguido por segurança",
            "ponha em QORE_URL o endereço final do portal, com https://",
            code="redirect",
        )
    if status in _OUR_FAULT:
        return Rejected(f"o portal recusou o login (http {status})", _WAIT, code=f"http_{status}")
    return Unavailable(f"o portal respondeu ao login com erro (http {status})", _WAIT, code=f"http_{status}")
