"""The portal's back door for tests and demonstrations: faults and journal, for this machine only.

Belongs here: `/simulator/...`. Does not: anything that the real portal has.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from qore_dagster.simulator.faults import Fault, FaultBoard, FaultKind
from qore_dagster.simulator.journal import Journal
from qore_dagster.simulator.tokens import TokenOffice

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_Handler = Callable[[Request], Awaitable[Response]]


def control_routes(board: FaultBoard, journal: Journal, tokens: TokenOffice) -> list[BaseRoute]:
    """The routes below `/simulator`.

    - `GET /faults`: those that are on; `POST /faults`: switch on one or a list, answers their ids;
      `DELETE /faults[?id=|kind=]`: switch off.
    - `GET /requests`: what was asked; `DELETE /requests`: forget it.
    """

    async def standing(request: Request) -> Response:
        return JSONResponse(board.listed())

    async def add(request: Request) -> Response:
        try:
            body: Any = json.loads(await request.body())
            listed = cast("list[Any]", body) if isinstance(body, list) else [body]
            faults = [Fault.from_dict(fault) for fault in listed]
        except (TypeError, ValueError) as error:
            return JSONResponse({"message": f"not a fault: {error}"}, 400)
        return JSONResponse({"ids": [board.add(fault) for fault in faults]}, 201)

    async def clear(request: Request) -> Response:
        number, kind = request.query_params.get("id"), request.query_params.get("kind")
        try:
            gone = board.clear(number=int(number) if number else None, kind=FaultKind(kind) if kind else None)
        except ValueError as error:
            return JSONResponse({"message": str(error)}, 400)
        return JSONResponse({"cleared": gone})

    async def asked(request: Request) -> Response:
        return JSONResponse({**journal.summary(), "logins": tokens.logins, "logins_refused": tokens.refused})

    async def forget(request: Request) -> Response:
        journal.forget()
        return Response(status_code=204)

    return [
        Route(path, _local(handler), methods=[method])
        for method, path, handler in (
            ("GET", "/faults", standing),
            ("POST", "/faults", add),
            ("DELETE", "/faults", clear),
            ("GET", "/requests", asked),
            ("DELETE", "/requests", forget),
        )
    ]


def _local(handler: _Handler) -> _Handler:
    async def only_local(request: Request) -> Response:
        if request.client is None or request.client.host not in _LOOPBACK:
            return Response(status_code=404)
        return await handler(request)

    return only_local
