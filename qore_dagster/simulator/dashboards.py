"""The bodies of `gestor/dashboard`: the real one was never captured, so a client must find the funds in any.

Belongs here: the shapes. Does not: the funds in them.
"""

from collections.abc import Callable, Sequence
from typing import Any

from qore_dagster.simulator.catalogue import ShownFund
from qore_dagster.simulator.configuration import DashboardShape

Funds = Sequence[ShownFund]


def _flat(funds: Funds) -> dict[str, Any]:
    return {
        "patrimonioTotal": sum(shown.latest.net_worth for shown in funds),
        "fundos": [
            {
                "guid": shown.link,
                "nome": shown.short_name,
                "cnpj": shown.cnpj,
                "cotaData": shown.latest.date.isoformat(),
                "cota": shown.latest.quota,
                "patrimonioLiquido": shown.latest.net_worth,
            }
            for shown in funds
        ],
    }


def _nested(funds: Funds) -> list[dict[str, Any]]:
    return [
        {
            "widget": "RESUMO",
            "dados": {"totalSobGestao": sum(shown.latest.net_worth for shown in funds), "quantidade": len(funds)},
        },
        {
            "widget": "FUNDOS",
            "dados": {
                "linhas": [
                    {
                        "posicao": {"valorCota": shown.latest.quota, "data": shown.latest.date.isoformat()},
                        "fundoPosicao": {
                            "link": f"/portfolios/fundo-posicao/{shown.link}",
                            "id": shown.link,
                            "descricao": {"nomeFundo": shown.short_name},
                        },
                    }
                    for shown in funds
                ]
            },
        },
    ]


def _without_funds(funds: Funds) -> dict[str, Any]:
    return {"patrimonioTotal": 0, "avisos": ["Nenhum fundo vinculado ao usuário"]}


DASHBOARDS: dict[DashboardShape, Callable[[Funds], object]] = {
    DashboardShape.FLAT: _flat,
    DashboardShape.NESTED: _nested,
    DashboardShape.WITHOUT_FUNDS: _without_funds,
}
