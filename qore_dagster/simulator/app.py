"""The portal's HTTP interface.

Belongs here: which path answers what. Does not: how an answer is put (`answers`), spoilt (`broken_answers`), limited
(`limits`) or recorded (`journal`); how the process is run (`server`).
Source: the captured exchanges of the portal; bodies that were never captured (users/me, notifications, dashboard,
quotas) are assumed, which is why the dashboard has several shapes.
"""

import json
from typing import Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.answers import EXPOSED, error, file_answer, json_answer, page
from qore_dagster.simulator.catalogue import Catalogue, ShownFund
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.content.world import World
from qore_dagster.simulator.control import control_routes
from qore_dagster.simulator.dashboards import DASHBOARDS
from qore_dagster.simulator.endpoints import Endpoint
from qore_dagster.simulator.faults import FaultBoard
from qore_dagster.simulator.gate import Gate, Headers
from qore_dagster.simulator.journal import Journal
from qore_dagster.simulator.limits import RateLimits
from qore_dagster.simulator.network import Network
from qore_dagster.simulator.tokens import TokenOffice

_MOST_QUOTAS = 500


class Portal:
    """One portal: its content, its logins and everything that can be switched."""

    def __init__(self, config: SimulatorConfig, world: World) -> None:
        self.config = config
        self.board = FaultBoard(config.seed)
        for fault in config.faults:
            self.board.add(fault)
        self.catalogue = Catalogue(world, self.board, config)
        self.tokens = TokenOffice(config)
        self.journal = Journal()
        self._gate = Gate(
            network=Network(config.latency_ms, config.bandwidth),
            limits=RateLimits(config),
            board=self.board,
            catalogue=self.catalogue,
            tokens=self.tokens,
            retry_after=config.retry_after,
        )

    def app(self) -> ASGIApp:
        """The whole interface: the portal's own below the prefix, the control beside it."""
        portal = Starlette(routes=self._routes(), exception_handlers={HTTPException: _spring_error})
        return Starlette(
            routes=[
                Mount("/simulator", routes=control_routes(self.board, self.journal, self.tokens)),
                Mount(self.config.path_prefix.rstrip("/"), app=self.journal.around(portal)),
            ],
            exception_handlers={HTTPException: _spring_error},
        )

    def _routes(self) -> list[BaseRoute]:
        fund = "/api/v1/fundos-posicao/{fund}"
        return [
            Route(path, self._gate.before(endpoint, handler), methods=[method])
            for method, path, endpoint, handler in (
                ("POST", "/api/v1/authorize", Endpoint.AUTHORIZE, self._authorize),
                ("GET", "/api/v1/users/me", Endpoint.ME, self._me),
                ("GET", "/api/v1/notifications", Endpoint.NOTIFICATIONS, self._notifications),
                ("GET", "/api/v1/gestor/dashboard", Endpoint.DASHBOARD, self._dashboard),
                ("GET", fund, Endpoint.INFO, self._info),
                ("GET", fund + "/cotas", Endpoint.QUOTAS, self._quotas),
                ("GET", fund + "/arquivos", Endpoint.LISTING, self._listing),
                ("GET", fund + "/arquivos/{guid}/download", Endpoint.DOWNLOAD, self._download),
            )
        ]

    async def _authorize(self, request: Request, headers: Headers) -> Response:
        path = request.url.path
        try:
            body: Any = json.loads(await request.body())
        except ValueError:
            return error(400, path, "JSON parse error", headers=headers)
        asked = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
        texts: dict[str, str] = {k: v for k in ("username", "password") if isinstance(v := asked.get(k), str) and v}
        blank = {name: "must not be blank" for name in ("username", "password") if name not in texts}
        if blank:
            return error(400, path, "Validation failed", fields=blank, headers=headers)
        granted = self.tokens.login(texts["username"], texts["password"])
        if granted is None:
            return error(401, path, "Bad credentials", headers=headers)
        return json_answer(granted, headers={**EXPOSED, "Access-Control-Allow-Origin": "*", **headers})

    async def _me(self, request: Request, headers: Headers) -> Response:
        user = {"guid": self.tokens.user, "nome": "Gestor de Exemplo", "email": self.config.username}
        return json_answer(user, headers=headers)

    async def _notifications(self, request: Request, headers: Headers) -> Response:
        return json_answer([], headers=headers)

    async def _dashboard(self, request: Request, headers: Headers) -> Response:
        return json_answer(DASHBOARDS[self.config.dashboard_shape](self.catalogue.funds()), headers=headers)

    async def _info(self, request: Request, headers: Headers) -> Response:
        shown = self._fund(request)
        body = {
            "cnpj": shown.cnpj,
            "nome": shown.name,
            "guid": shown.fund.uuid,
            "cota": shown.latest.quota,
            "patrimonioLiquido": shown.latest.net_worth,
            "cotaData": shown.latest.date.isoformat(),
        }
        return json_answer(body, headers=headers)

    async def _quotas(self, request: Request, headers: Headers) -> Response:
        shown = self._fund(request)
        number, limit = _number(request, "p", 0), min(_number(request, "limit", 5), _MOST_QUOTAS)
        if limit == 0:
            raise HTTPException(400, "limit: must be greater than or equal to 1")
        rows, total = self.catalogue.quotas(shown.fund, number, limit)
        content = [{"data": q.date.isoformat(), "cota": q.quota, "patrimonioLiquido": q.net_worth} for q in rows]
        return json_answer(page(content, number=number, size=limit, total=total), headers=headers)

    async def _listing(self, request: Request, headers: Headers) -> Response:
        shown = self._fund(request)
        asked = request.query_params.get("tipo")
        if asked not in set(FileType):
            why = "must not be null" if asked is None else f"unknown value {asked}"
            return error(400, request.url.path, "Validation failed", fields={"tipo": why}, headers=headers)
        number = _number(request, "p", 0)
        files, total = await self.catalogue.page(shown.fund, FileType(asked), number)
        content = [{"nome": f.name, "data": f.date.isoformat(), "tamanho": f.size, "guid": f.guid} for f in files]
        return json_answer(page(content, number=number, size=self.config.page_size, total=total), headers=headers)

    async def _download(self, request: Request, headers: Headers) -> Response:
        shown = self._fund(request)
        found = await self.catalogue.download(shown.fund, request.path_params["guid"])
        if found is None:
            raise HTTPException(404, "Arquivo não encontrado")
        return file_answer(found.data, found.name, found.file_type, headers)

    def _fund(self, request: Request) -> ShownFund:
        shown = self.catalogue.fund(request.path_params["fund"])
        if shown is None:
            raise HTTPException(404, "Fundo não encontrado")
        return shown


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isdecimal():
        raise HTTPException(400, f"{name}: must be a number greater than or equal to 0")
    return int(text)


async def _spring_error(request: Request, caught: Exception) -> Response:
    status, message = (caught.status_code, caught.detail) if isinstance(caught, HTTPException) else (500, "")
    return error(status, request.url.path, message)
