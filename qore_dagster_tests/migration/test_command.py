"""`qore migrate-access` from the shell: exit codes, JSON, table, names."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.access_writer import DATE, DOUBLE, LONG, TEXT
from benchmarks.old_database import name
from qore_dagster_tests.cli.conftest import Start
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, CARTEIRAS, MOMENT, write

_PAGE = Path(__file__).parents[2] / "docs" / "migrate-access.md"


class Command:
    """The command over one warehouse."""

    def __init__(self, start: Start, uri: str) -> None:
        self._start = start
        self._variables = {"POSTGRES_URI": uri, "DAGSTER_POSTGRES_URL": uri}

    def __call__(self, *arguments: str, **variables: str) -> tuple[int, str, str]:
        """Exit code, output and errors."""
        process = self._start("migrate-access", *arguments, **self._variables | variables)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err


@pytest.fixture
def command(start: Start, warehouse: Warehouse) -> Command:
    """The command."""
    return Command(start, warehouse.uri)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one name that no fund bears."""
    rows = [(MOMENT, name(1), "Conta", "BRL", 0.1 + 0.2), (MOMENT, f"{name(2)} (1)", "Conta", "BRL", 2.5)]
    cpr = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Vencimento": TEXT, "Valor": DOUBLE}
    return write(
        tmp_path / "antiga.accdb",
        Caixa_Qore=(CAIXA, rows),
        CPR_QORE=(cpr, [(MOMENT, name(1), "n/a", 1.0)]),
        Outra=({"N": LONG}, [(1,), (2,)]),
    )


def test_names_are_listed_mapped_and_then_nothing_is_left(command: Command, path: Path, tmp_path: Path) -> None:
    code, out, err = command(str(path))
    assert code == 3
    assert f"QORE  {name(2)} (1)  ← 1 linhas de Caixa_Qore" in out
    assert "não migrada: Outra (2 linhas)" in out
    assert "[+] lendo Caixa_Qore" in err
    assert "[!] CPR_QORE: 1 carregadas sem Vencimento, que não se lê: 'n/a' não é uma data" in out
    mapping = tmp_path / "depara.csv"
    mapping.write_text(f"nome;fundo\n{name(2)} (1);fim-acucena-02\n", encoding="utf-8")
    code, _, err = command("--depara", str(mapping))
    assert (code, "[+] 1 nomes mapeados" in err) == (0, True)
    code, out, _ = command(str(path))
    assert (code, "a mapear" in out) == (0, False)


def test_names_are_written_as_a_csv_that_is_filled_in_and_given_back(command: Command, tmp_path: Path) -> None:
    odd = ["FIP A; B", 'FIP "X"', f"FIP {'MUITO LONGO ' * 15}".strip(), "FIP, COM VÍRGULA"]
    rows = [(MOMENT, one, "Conta", "BRL", 1.0) for one in odd]
    carteiras = [(7, "A", name(1), None, None), (8, "B", name(1), None, None)]
    path = write(tmp_path / "a.accdb", Caixa_Qore=(CAIXA, rows), BriTech_Carteiras=(CARTEIRAS, carteiras))
    names = tmp_path / "nomes.csv"
    code, out, err = command(str(path), "--names", str(names))
    assert (code, "a mapear" in out, f"[+] 6 nomes a mapear em {names}" in err) == (3, True, True)
    with names.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    assert {line["nome"] for line in lines} == {*odd, "7", "8"}
    assert {line["candidatos"] for line in lines if line["sistema"] == "BRITECH"} == {"fim-acucena-01"}
    for number, line in enumerate(lines, 1):
        line["fundo"] = "" if line["nome"] == "8" else f"fi{'p' if number % 3 == 0 else 'm'}-acucena-0{number}"
    with names.open("w", encoding="cp1252", newline="") as file:  # as Excel may save it
        csv.DictWriter(file, lines[0], delimiter=";").writeheader()
        csv.DictWriter(file, lines[0], delimiter=";").writerows(lines)
    code, out, err = command(str(path), "--depara", str(names), "--names", str(tmp_path / "resto.csv"))
    rest = (tmp_path / "resto.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (code, [line.split(";")[:3] for line in rest[1:]]) == (3, [["BRITECH", "8", ""]])
    code, _, err = command(str(path), "--names", str(names))
    assert (code, "já existe" in err) == (2, True)


def test_a_mapping_alone_tells_names_that_no_table_has(command: Command, path: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "depara.csv"
    mapping.write_text(f"nome;fundo\n{name(2)} (1);fim-acucena-02\nFIP ERADO;fim-acucena-02\n", encoding="utf-8")
    code, _, err = command("--depara", str(mapping))
    assert (code, "nenhuma tabela" in err) == (0, False)  # nothing was migrated yet, so nobody can say
    _, out, _ = command(str(path), "--dry-run")
    assert "[!] nenhuma tabela tem este nome que alguém mapeou, confira a grafia: QORE FIP ERADO" in out
    command(str(path))
    code, _, err = command("--depara", str(mapping))
    assert code == 0
    assert "[!] nenhuma tabela tem este nome, confira a grafia: QORE FIP ERADO" in err
    assert err.count("[!]") == 1


def test_a_file_that_somebody_has_open_is_told(command: Command, path: Path) -> None:
    path.with_suffix(".laccdb").touch()
    code, out, _ = command(str(path), "--dry-run", "--json")
    assert (code, json.loads(out)["aberto"]) == (3, True)
    _, out, _ = command(str(path), "--dry-run")
    assert "[!] antiga.accdb está aberto no Access (existe antiga.laccdb)" in out
    assert path.with_suffix(".laccdb").exists()


def test_in_a_file_nothing_is_cut_and_in_a_narrow_terminal_all_is_there(command: Command, path: Path) -> None:
    _, out, _ = command(str(path), "--dry-run")
    assert "…" not in out
    assert any(line.split("│")[1].strip() == "BriTech_Posicao_Cotista" for line in out.splitlines() if "│" in line)
    _, out, _ = command(str(path), "--dry-run", FORCE_COLOR="1", COLUMNS="80", TERM="dumb")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert "…" not in plain
    assert "Caixa_Qore → pos.pos_caixa: sim" in plain
    assert "2 linhas, 1 carregadas, 1 em quarentena; soma 2,80, diferença 0,00" in plain


def test_json_has_the_shape_that_the_page_states(command: Command, path: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "depara.csv"
    mapping.write_text("nome;fundo\nFIP ERADO;fim-acucena-02\n", encoding="utf-8")
    code, out, _ = command(str(path), "--dry-run", "--json", "--depara", str(mapping))
    found = json.loads(out)
    assert (code, found["saida"], found["ensaio"]) == (3, 3, True)
    stated = json.loads(_PAGE.read_text(encoding="utf-8").partition("```json\n")[2].partition("```")[0])
    assert _shape(found) == _shape(stated)
    cash, payables = (one for one in found["fontes"] if one["encontrada"])
    assert (cash["soma_carregada"], cash["soma_quarentena"], cash["confere"]) == ("0.3", "2.5", True)
    assert payables["avisos"] == [{"coluna": "Vencimento", "linhas": 1, "exemplos": ["'n/a' não é uma data"]}]


def test_a_table_that_cannot_be_read_fails_the_command(command: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "antiga.accdb", Caixa_Qore=({"N": "LONG"}, [(1,)]))
    code, out, _ = command(str(path))
    assert code == 1
    assert "[X] Caixa_Qore: a tabela Caixa_Qore não tem a coluna DATA_INPUT" in " ".join(out.split())


def test_a_file_of_something_else_is_told(command: Command, tmp_path: Path) -> None:
    code, out, err = command(str(write(tmp_path / "fotos.accdb", Fotos=({"N": LONG}, [(1,)]))))
    assert (code, out) == (1, "")
    assert "fotos.accdb não tem nenhuma das 15 tabelas" in " ".join(err.split())


@pytest.mark.parametrize(
    ("arguments", "variables", "code", "said"),
    [
        ((), {}, 2, "diga o arquivo do Access"),
        (("nada.accdb",), {}, 2, "não existe"),
        (("texto.accdb",), {}, 1, "como arquivo do Access"),
        (("texto.accdb",), {"ACCESS_BACKEND": "off"}, 2, "ACCESS_BACKEND=off"),
        (("texto.txt",), {}, 2, "texto.txt não é um arquivo .accdb nem .mdb"),
    ],
)
def test_wrong_use_and_what_is_no_access_file(
    command: Command, tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], code: int, said: str
) -> None:
    for suffix in ("accdb", "txt"):
        (tmp_path / f"texto.{suffix}").write_text("isto não é um banco de dados", encoding="utf-8")
    found, _, err = command(*arguments, **variables)
    assert (found, said in err) == (code, True), err


def _shape(value: Any) -> Any:
    """The keys, all the way down; of a list, those of its first member that has any inside."""
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items() if key not in {"quarentena_por_motivo", "falha"}}
    if isinstance(value, list):
        return max((_shape(inner) for inner in value), key=lambda shape: len(repr(shape)), default=None)
    return None
