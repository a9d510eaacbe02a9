"""Funds are found in the dashboard by what must be there, whatever its form."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qore_dagster.portal.discovery import candidates
from qore_dagster.portal.errors import Rejected, Unreadable
from qore_dagster.portal.files import plain_name
from qore_dagster.portal.funds import FundInfo, PortalFund
from qore_dagster.portal.shapes import shape
from qore_dagster.registry.changes import RegistryError
from qore_dagster.registry.matching import match
from qore_dagster_tests.portal.conftest import OpenClient
from qore_dagster_tests.portal.scripted import Answer, scripted
from qore_dagster_tests.portal_fixture import StartPortal

A, B = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"
MANAGER = "cccccccc-0000-4000-8000-000000000003"
INFO = {
    f"fundos-posicao/{A}": Answer({"guid": A, "nome": "ZED FIP MULTIESTRATEGIA", "cnpj": "11222333000181"}),
    f"fundos-posicao/{B}": Answer({"guid": B.upper(), "nome": "YTA  FIDC", "cnpj": "11.444.777/0001-61"}),
}
FOUND = [
    PortalFund(A, "ZED FIP", "ZED FIP MULTIESTRATEGIA", "11222333000181"),
    PortalFund(B, "YTA", "YTA FIDC", "11444777000161"),
]

BODIES: dict[str, Any] = {
    "flat": [{"guid": A, "nome": "ZED FIP"}, {"guid": B, "nome": "YTA"}],
    "deep": {"a": {"b": [{"c": {"id": A, "titulo": "ZED FIP"}}, {"c": {"id": B, "titulo": "YTA"}}]}},
    "uuid and name apart": [{"id": A, "dados": {"nome": "ZED FIP"}}, {"dados": {"nome": "YTA"}, "ref": {"x": B}}],
    "by uuid": {"fundos": {A: {"nome": "ZED FIP"}, B: {"nome": "YTA"}}},
    "links": [
        {"nome": "ZED FIP", "url": f"https://portal.exemplo.com.br/portfolios/fundo-posicao/{A}"},
        {"nome": "YTA", "url": f"/portfolios/fundo-posicao/{B}"},
    ],
    "rows": {"colunas": ["id", "fundo"], "linhas": [[A, "ZED FIP", 1.5], [B, "YTA", 2]]},
    "odd keys": [{"k1": A, "k2": "ZED FIP", "k3": "BRL"}, {"k1": B, "k2": "YTA", "k3": "R$"}],
    "with managers": {
        "usuario": {"guid": MANAGER, "nome": "Fulano"},
        "gestores": [
            {
                "guid": MANAGER,
                "nome": "Gestora",
                "fundos": [
                    {"gestorId": MANAGER, "guid": A, "nome": "ZED FIP", "gestor": {"guid": MANAGER, "nome": "Gestora"}},
                    {"gestorId": MANAGER, "guid": B, "nome": "YTA", "gestor": {"guid": MANAGER, "nome": "Gestora"}},
                ],
            }
        ],
    },
    "several texts": [
        {
            "tipoFundo": "FIP",
            "cnpj": "11.222.333/0001-81",
            "data": "2026-11-23",
            "razaoSocial": "ZED FIP MULTI",
            "nome": "ZED FIP",
            "email": "zed@exemplo.com.br",
            "administrador": {"nome": "BANCO"},
            "guid": A,
        },
        {"tipoFundo": "FIDC", "razaoSocial": "YTA FIDC", "nome": "YTA", "administrador": {"nome": "B"}, "guid": B},
    ],
    "twice": {
        "favoritos": [{"guid": A, "nome": "ZED FIP"}],
        "todos": [{"guid": A, "nome": "ZED FIP"}, {"guid": B, "nome": "YTA"}],
    },
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_funds_are_found_whatever_the_form(body: Any, client: OpenClient) -> None:
    with scripted({"gestor/dashboard": Answer(body), **INFO}) as running:
        assert client(running).discover() == FOUND


@pytest.mark.parametrize("form", ["flat", "nested"])
def test_both_forms_of_the_simulated_portal_give_the_same_funds(
    form: str, portal: StartPortal, client: OpenClient
) -> None:
    funds = client(portal(funds=8, dashboard_shape=form)).discover()
    assert len({fund.uuid for fund in funds}) == len({fund.cnpj for fund in funds}) == 8
    assert all(fund.nome and fund.nome_curto and fund.nome != fund.uuid for fund in funds)


def test_a_dashboard_without_funds_shows_its_shape_and_not_its_values(portal: StartPortal, client: OpenClient) -> None:
    with pytest.raises(Unreadable) as caught:
        client(portal(dashboard_shape="without_funds")).discover()
    assert "patrimonioTotal: número" in str(caught.value)
    assert "Nenhum" not in str(caught.value)
    assert "qore funds import" in str(caught.value)


def test_a_list_of_which_the_portal_knows_no_fund_is_an_error(client: OpenClient) -> None:
    with scripted({"gestor/dashboard": Answer(BODIES["flat"])}) as running, pytest.raises(Unreadable) as caught:
        client(running).discover()
    assert A not in str(caught.value)
    assert "ZED" not in str(caught.value)


def test_a_fund_of_the_list_that_the_portal_does_not_know_is_an_error(client: OpenClient) -> None:
    answers = {
        "gestor/dashboard": Answer(BODIES["flat"]),
        **INFO,
        f"fundos-posicao/{B}": Answer({"message": "no"}, 403),
    }
    with scripted(answers) as running, pytest.raises(Rejected, match=B):
        client(running).discover()


@pytest.mark.parametrize("answer", [Answer(b"", 500), Answer({"nome": "YTA"})])
def test_a_fund_of_the_list_that_cannot_be_read_is_not_left_out(answer: Answer, client: OpenClient) -> None:
    answers = {"gestor/dashboard": Answer(BODIES["flat"]), **INFO, f"fundos-posicao/{B}": answer}
    with scripted(answers) as running:
        found = {fund.uuid: fund for fund in client(running).discover()}
    assert found[B].nome_curto
    assert (found[B].nome, found[B].cnpj) == (None, None)
    assert all(fund.cnpj for uuid, fund in found.items() if uuid != B)


@pytest.mark.parametrize(
    ("info", "why"),
    [
        ({"guid": A, "nome": "YTA", "cnpj": "11444777000161"}, "outro fundo"),
        ({"guid": B, "nome": "YTA", "cnpj": "11444777000162"}, "CNPJ"),
        ({"guid": B, "nome": " ", "cnpj": "11444777000161"}, "nome e CNPJ"),
        ([], "nome e CNPJ"),
    ],
)
def test_an_answer_without_identity_is_an_error(info: Any, why: str, client: OpenClient) -> None:
    with scripted({f"fundos-posicao/{B}": Answer(info)}) as running, pytest.raises(Unreadable, match=why):
        client(running).fund_info(B)


def test_a_cnpj_that_lost_its_zeros_as_a_number_is_put_right(client: OpenClient) -> None:
    with scripted({f"fundos-posicao/{B}": Answer({"nome": "YTA", "cnpj": 191})}) as running:
        assert client(running).fund_info(B) == FundInfo(B, "YTA", "00000000000191")


@pytest.mark.parametrize("fault", ["fund_same_uuid", "fund_same_cnpj"])
def test_two_entries_with_one_identity_reach_the_registry_which_names_both(
    fault: str, portal: StartPortal, client: OpenClient
) -> None:
    running = portal()
    qore = client(running)
    first, second, _ = qore.discover()
    running.add_fault(fault, fund=second.uuid)
    with pytest.raises(RegistryError) as caught:
        match([], qore.discover())
    assert first.nome_curto in str(caught.value)
    assert second.nome_curto in str(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(min_size=8) | st.uuids().map(str),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.uuids().map(str) | st.just("nome"), inner, max_size=4)
        ),
        max_leaves=20,
    )
)
def test_a_shape_never_shows_a_value(body: Any) -> None:
    shown = shape(body)
    assert len(shown) <= 601
    for value in _texts(body):
        assert value not in shown


@given(st.text(max_size=300))
def test_defect_62_no_name_can_leave_its_folder(text: str) -> None:
    name = plain_name(text)
    assert name == plain_name(name)
    assert len(name) <= 151
    assert not name or (Path("/base") / name).resolve().parent == Path("/base")
    assert not set(name) & set('/\\<>:"|?*\0\n')


@given(st.lists(st.uuids(), min_size=1, max_size=5, unique=True))
def test_every_entry_of_a_list_is_one_candidate(uuids: list[uuid.UUID]) -> None:
    body = {"x": [{"y": str(one), "z": f"FUNDO {n}"} for n, one in enumerate(uuids)]}
    found = candidates(json.loads(json.dumps(body)))
    assert [candidate.uuids for candidate in found] == [(str(one),) for one in uuids]
    assert len({candidate.place for candidate in found}) == 1


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in [key, *_texts(item)] if text != "nome"]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []
