"""What every request passes before and after its handler: the line, the limits, the faults, the token.

Belongs here: their order. Does not: any of them, or which path they stand before (`app`).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.answers import error
from qore_dagster.simulator.broken_answers import client_left, spoil, status_answer
from qore_dagster.simulator.catalogue import Catalogue
from qore_dagster.simulator.configuration import RetryAfterForm
from qore_dagster.simulator.endpoints import Endpoint, Subject
from qore_dagster.simulator.faults import Fault, FaultBoard, FaultKind, Group
from qore_dagster.simulator.journal import ENDPOINT_KEY
from qore_dagster.simulator.limits import RateLimits
from qore_dagster.simulator.network import Network
from qore_dagster.simulator.tokens import TokenOffice

Headers = Mapping[str, str]
Handler = Callable[[Request, Headers], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Gate:
    """The way in and out, shared by all endpoints of one portal."""

    network: Network
    limits: RateLimits
    board: FaultBoard
    catalogue: Catalogue
    tokens: TokenOffice
    retry_after: RetryAfterForm

    def before(self, endpoint: Endpoint, handler: Handler) -> "GuardedEndpoint":
        """The endpoint as an ASGI app; the handler gets the request and the headers to put on its answer."""
        return GuardedEndpoint(self, endpoint, handler)


@dataclass(frozen=True, slots=True)
class GuardedEndpoint:
    """One endpoint behind the gate. A class, since Starlette takes a function for a bare handler."""

    gate: Gate
    endpoint: Endpoint
    handler: Handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        gate, request = self.gate, Request(scope, receive)
        scope[ENDPOINT_KEY] = self.endpoint.value
        await gate.network.wait()
        subject = self._subject(request)
        broken = gate.board.strike(Group.ANSWER, subject)
        answer = await self._answer(request, broken)
        if broken and broken.kind is FaultKind.TIMEOUT and await client_left(broken, receive):
            return
        spoilt = gate.board.strike(Group.BODY, subject) if answer.status_code == HTTPStatus.OK else None
        if spoilt:
            await spoil(spoilt, answer, receive, send)
        elif gate.network.unlimited:
            await answer(scope, receive, send)
        else:
            await self._send_paced(answer, send)

    async def _answer(self, request: Request, broken: Fault | None) -> Response:
        gate, path = self.gate, request.url.path
        authorization = request.headers.get("authorization", "")
        if broken and broken.kind is FaultKind.TOKEN_REVOKED:
            gate.tokens.revoke(authorization)
        elif broken and broken.kind is not FaultKind.TIMEOUT:
            return status_answer(broken, path, gate.retry_after)
        allowance = gate.limits.admit(self.endpoint)
        if not allowance.passes:
            return error(429, path, headers=allowance.headers)
        if self.endpoint is not Endpoint.AUTHORIZE and not gate.tokens.accepts(authorization):
            why = "Full authentication is required to access this resource"
            return error(401, path, why, headers=allowance.headers)
        try:
            return await self.handler(request, allowance.headers)
        except HTTPException as refused:
            return error(refused.status_code, path, refused.detail, headers=allowance.headers)

    def _subject(self, request: Request) -> Subject:
        fund_uuid, guid = request.path_params.get("fund"), request.path_params.get("guid")
        names = self.gate.catalogue.names(fund_uuid) if fund_uuid else frozenset[str]()
        if fund_uuid and guid:
            _, day, file_type = self.gate.catalogue.place(fund_uuid, guid) or (None, None, None)
            return Subject(self.endpoint, names, file_type, day)
        asked = request.query_params.get("tipo", "")
        return Subject(self.endpoint, names, FileType(asked) if asked in _TYPES else None)

    async def _send_paced(self, answer: Response, send: Send) -> None:
        await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
        async for part in self.gate.network.paced(bytes(answer.body)):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


_TYPES = frozenset(FileType)
