"""What a person who does not know the command sees, quickly."""

import os
from pathlib import Path

import pytest

from qore_dagster_tests.cli.conftest import Start

_CPU_SECONDS = 1.5
_LOGIN = {"QORE_USERNAME": "gestor@exemplo.com.br", "QORE_PASSWORD": "invented"}  # pragma: allowlist secret


def test_help_lists_the_commands_at_once(start: Start) -> None:
    before = os.times()
    process = start("--help")
    out, err = process.communicate(timeout=60)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert (process.returncode, err) == (0, "")
    commands = {line.split()[0] for line in out.partition("Comandos:")[2].splitlines() if line.strip()}
    assert {"demo", "run", "inspect", "dev", "portal", "funds", "db", "migrate-access"} <= commands
    assert used < _CPU_SECONDS


@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        (("run",), {}, "faltam QORE_USERNAME e QORE_PASSWORD"),
        (("run", "--date", "ontem"), _LOGIN, "ontem"),
        (("run", "--date", "2026-01-07", "--types", "doc"), _LOGIN, "tipo desconhecido: doc; use"),
        (
            ("run", "--date", "2026-01-07", "--types", "xml_5_0, xml ,Planilha"),
            _LOGIN,
            "tipo desconhecido: xml, Planilha; use xml_5_0, xml_4_01, carteira_excel, carteira_pdf",
        ),
        (("access", "compact"), {}, "ACCESS_PATH está vazio"),
        (("access", "compact"), {"ACCESS_PATH": "nenhum.accdb"}, "não há arquivo do Access em"),
        (("run", "--date", "2026-01-10", "--to", "2026-01-11"), _LOGIN, "não há dia útil de 10/01/2026 a 11/01/2026"),
        (("run", "--date", "2026-01-08", "--to", "2026-01-07"), {}, "--to 07/01/2026 é anterior a --date 08/01/2026"),
        (("run", "--date", "2024-12-20"), _LOGIN, "é anterior a QORE_START_DATE (02/01/2025)"),
        (("run", "--date", "2026-01-07", "--funds", ","), _LOGIN, "--funds não diz nenhum fundo"),
        (("dev", "--port", "99999999"), {}, "--port"),
        (("run", "--date", "2026-01-07"), _LOGIN | {"QORE_URL": "https://portal.exemplo.com.br:abc"}, "QORE_URL"),
        (("run", "--date", "2098-01-08"), _LOGIN, "ainda não fechou"),
        (("run", "--date", "2026-01-07"), _LOGIN | {"QORE_WORKERS": "muitos"}, "QORE_WORKERS"),
        (("run", "--date", "2026-01-07"), _LOGIN | {"QORE_URL": "http://portal.exemplo.com.br"}, "QORE_URL"),
        (("funds", "import", "nao-existe.json"), {}, "nao-existe.json"),
        (("portal", "--funds", "x"), {}, "--funds"),
        (("corre",), {}, "corre"),
    ],
)
def test_defect_39_wrong_use_is_told_and_exits_with_2(
    arguments: tuple[str, ...], variables: dict[str, str], said: str, start: Start
) -> None:
    process = start(*arguments, **variables)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, ""), err
    assert said in err
    assert "Traceback" not in err
    assert "invented" not in err


def test_a_file_to_migrate_that_is_none_is_the_argument_s_fault_and_no_setting_s(start: Start, tmp_path: Path) -> None:
    (tmp_path / "LEIA.md").write_text("# texto", encoding="utf-8")
    process = start("migrate-access", "LEIA.md")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "LEIA.md não é um arquivo .accdb nem .mdb" in err
    assert "ARQUIVO" in err
    assert "configuração" not in err
    assert "ACCESS_PATH" not in err


def test_a_home_that_cannot_be_written_is_named_without_a_traceback(start: Start, tmp_path: Path) -> None:
    (tmp_path / "arquivo").write_text("", encoding="utf-8")
    process = start("funds", QORE_HOME=str(tmp_path / "arquivo" / "casa"))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "arquivo" in err
    assert "QORE_HOME" in err
    assert "Traceback" not in err
