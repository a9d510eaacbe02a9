"""`qore funds`: the registry as a person reads and changes it."""

import json
from pathlib import Path
from typing import Any

import pytest

from qore_dagster_tests.cli.conftest import Start

_LIST = """uuid;nome;nome_curto;cnpj;tipos
aaaaaaaa-0000-4000-8000-000000000001;ALFA FUNDO DE INVESTIMENTO [MULT];FIM ALFA;11.222.333/0001-81;
bbbbbbbb-0000-4000-8000-000000000002;BETA FIDC;FIDC BETA;44.555.666/0001-81;xml_5_0 carteira_pdf
"""


class Registry:
    """The command over one database."""

    def __init__(self, start: Start, uri: str, folder: Path) -> None:
        self._start = start
        self._variables = {"POSTGRES_URI": uri, "DAGSTER_POSTGRES_URL": uri}
        self._folder = folder

    def funds(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, output and errors of `qore funds …`."""
        process = self._start("funds", *arguments, **self._variables)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def take(self, name: str, text: str) -> str:
        """Import a file; gives what was told."""
        file = self._folder / name
        file.write_text(text)
        code, _, err = self.funds("import", str(file))
        assert code == 0, err
        return err

    def json(self) -> dict[str, dict[str, Any]]:
        """The registry by slug."""
        return {fund["slug"]: fund for fund in json.loads(self.funds("--json")[1])}


@pytest.fixture
def registry(start: Start, warehouse_uri: str, tmp_path: Path) -> Registry:
    """A registry without funds."""
    return Registry(start, warehouse_uri, tmp_path)


def test_an_empty_registry_says_how_to_fill_it(registry: Registry) -> None:
    code, out, err = registry.funds()
    assert (code, out) == (1, "")
    assert "qore funds --sync" in err


def test_a_list_is_imported_printed_and_switched_off_by_people(registry: Registry) -> None:
    assert "[+] fundo novo: FIM ALFA (fim-alfa)" in registry.take("lista.csv", _LIST)
    _, out, _ = registry.funds()
    assert "ALFA FUNDO DE INVESTIMENTO [MULT]" in out
    assert [line.split()[-1] for line in out.splitlines() if "fim-alfa" in line or "fidc-beta" in line] == ["ativo"] * 2
    assert "5.0, PDF" in out

    choices = [{"nome": "BETA (1)", "sigla": "BETA", "tipo": "FIDC", "cnpj": "44555666000181", "ativo": False}]
    told = registry.take("config_fundos_qore.json", json.dumps(choices))
    assert told.strip() == "[!] fundo desligado: FIDC BETA (fidc-beta); não será mais pedido"
    assert registry.take("lista.csv", _LIST).strip() == "[+] cadastro sem mudanças"
    beta = registry.json()["fidc-beta"]
    assert (beta["ativo"], beta["situacao"], beta["tipos"]) == (False, "desligado", ["xml_5_0", "carteira_pdf"])
    assert registry.json()["fim-alfa"]["ativo"] is True

    registry.take("lista.csv", "\n".join(_LIST.splitlines()[::2]))
    assert {slug: fund["situacao"] for slug, fund in registry.json().items()} == {
        "fim-alfa": "fora da lista",
        "fidc-beta": "desligado",
    }


def test_a_file_that_is_wrong_changes_nothing(registry: Registry, tmp_path: Path) -> None:
    registry.take("lista.csv", _LIST)
    before = registry.json()
    file = tmp_path / "errada.csv"
    file.write_text("cnpj;ativo\n44555666000181;talvez\n")
    code, _, err = registry.funds("import", str(file))
    assert code == 1
    assert "errada.csv, linha 2: na coluna ativo, 'talvez' não é sim nem não" in err
    assert "VERDADEIRO" in err
    assert registry.json() == before
