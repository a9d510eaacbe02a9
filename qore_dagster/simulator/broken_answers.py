"""Answers that are spoilt on purpose, as bytes on the wire.

Belongs here: what each fault of an answer or body does to it. Does not: when one strikes (`faults`).
"""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.types import Receive, Send

from qore_dagster.simulator.answers import HEADERS, error
from qore_dagster.simulator.configuration import RetryAfterForm
from qore_dagster.simulator.faults import Fault, FaultKind
from qore_dagster.simulator.limits import retry_after

LOGIN_PAGE = (
    b'<!DOCTYPE html><html lang="pt-BR"><head><title>QORE - Login</title></head>'
    b'<body><app-root><form action="/auth/login"></form></app-root></body></html>'
)
_RETRY_SECONDS = {FaultKind.HTTP_429: 60.0}


def status_answer(fault: Fault, path: str, form: RetryAfterForm) -> Response:
    """The error that a status fault answers; 429 says when to come back, another one if the fault has `seconds`."""
    status = int(fault.kind.removeprefix("http_"))
    seconds = _RETRY_SECONDS.get(fault.kind) if fault.seconds is None else fault.seconds
    return error(status, path, headers=None if seconds is None else retry_after(seconds, form))


async def client_left(fault: Fault, receive: Receive) -> bool:
    """Say nothing until the client leaves (true) or the fault's time is over (false)."""
    try:
        async with asyncio.timeout(fault.seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True


async def spoil(fault: Fault, answer: Response, receive: Receive, send: Send) -> None:
    """Send the answer as the body fault leaves it."""
    await _SPOIL[fault.kind](fault, answer, receive, send)


_Spoil = Callable[[Fault, Response, Receive, Send], Awaitable[None]]


async def _cut(fault: Fault, answer: Response, receive: Receive, send: Send) -> None:
    await _send_half(answer, send, announced=len(answer.body), more=True)


async def _stall(fault: Fault, answer: Response, receive: Receive, send: Send) -> None:
    await _send_half(answer, send, announced=len(answer.body), more=True)
    if not await client_left(fault, receive):
        await send({"type": "http.response.body", "body": bytes(answer.body[len(answer.body) // 2 :])})


async def _wrong_length(fault: Fault, answer: Response, receive: Receive, send: Send) -> None:
    await _send_half(answer, send, announced=len(_half(answer)), more=False)


async def _no_length(fault: Fault, answer: Response, receive: Receive, send: Send) -> None:
    await _send_half(answer, send, announced=None, more=False)


async def _html(fault: Fault, answer: Response, receive: Receive, send: Send) -> None:
    await _send(send, Response(LOGIN_PAGE, headers={**HEADERS, "Content-Type": "text/html;charset=UTF-8"}))


async def _empty(fault: Fault, answer: Response, receive: Receive, send: Send) -> None:
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    await _send(send, Response(b"", answer.status_code, headers))


_SPOIL: dict[FaultKind, _Spoil] = {
    FaultKind.CUT: _cut,
    FaultKind.STALL: _stall,
    FaultKind.WRONG_LENGTH: _wrong_length,
    FaultKind.NO_LENGTH: _no_length,
    FaultKind.HTML: _html,
    FaultKind.EMPTY: _empty,
}


def _half(answer: Response) -> bytes:
    return bytes(answer.body[: len(answer.body) // 2])


async def _send_half(answer: Response, send: Send, *, announced: int | None, more: bool) -> None:
    """Half the body. Returning with `more` still promised makes uvicorn close the connection."""
    headers = [(name, value) for name, value in answer.raw_headers if name != b"content-length"]
    if announced is not None:
        headers.append((b"content-length", str(announced).encode()))
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": _half(answer), "more_body": more})


async def _send(send: Send, answer: Response) -> None:
    await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
    await send({"type": "http.response.body", "body": answer.body})
