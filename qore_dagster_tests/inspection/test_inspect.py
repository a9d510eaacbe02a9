"""`qore inspect`, as people and machines call it."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.content.world import World
from qore_dagster_tests.formats.pages import cut
from qore_dagster_tests.formats.workbooks import values_of, xls

QORE = Path(sys.executable).with_name("qore")
SAMPLES = Path(__file__).parents[1] / "data" / "samples"
GALGO = SAMPLES / "CL44555666000109_20240628_20240701120000_GALGO.xml"
DAY = date(2026, 1, 7)
HEADER = {"patliq", "valorcota", "quantidade", "valorativos", "valorreceber", "valorpagar", "vlcotasemitir"}
HEADER |= {"vlcotasresgatar"}


def call(*arguments: object, cwd: Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    command = [str(QORE), "inspect", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)
    return done.returncode, done.stdout, done.stderr


def entries(*arguments: object, cwd: Path) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and the JSON."""
    code, out, err = call("--json", *arguments, cwd=cwd)
    assert err == ""
    return code, json.loads(out)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four files of one fund's day."""
    world, folder = World(seed=7, funds=3, first_day=DAY, last_day=DAY), tmp_path_factory.mktemp("arquivos")
    for file_type in FileType:
        file = world.file(world.funds[0], DAY, file_type)
        (folder / file.name).write_bytes(file.data)
    return folder


def test_the_published_samples_every_section_counted_and_every_identity_closed(tmp_path: Path) -> None:
    code, found = entries(*sorted(SAMPLES.glob("*.xml")), cwd=tmp_path)
    assert code == 0
    assert [(e["format"], e["envelope"], e["fund"]["kind"]) for e in found] == [
        ("ANBIMA 5.0", "Galgo", "CLASSE"),
        ("ANBIMA 5.0", "ANBIMA", "CLASSE"),
        ("ANBIMA 4.01", "lote", "FUNDO"),
        ("ANBIMA 4.01", "lote", "FUNDO"),
        ("ANBIMA 4.01", "lote", "CARTEIRA"),
    ]
    for entry in found:
        assert set(entry) == {
            "file", "format", "envelope", "encoding", "fund", "date", "header", "rows", "reconciliation", "unknown",
            "repaired", "warnings", "errors",
        }  # fmt: skip
        assert set(entry["header"]) == HEADER
        assert (entry["date"], entry["unknown"], entry["repaired"], entry["errors"]) == ("2024-06-28", [], [], [])
        for check in entry["reconciliation"]:
            assert check["status"] in {"ok", "not_verifiable"}
            if check["check"] in {"total_assets", "receivables", "payables", "net_worth"}:
                assert check["difference"] in {"0.00", "0"}
    assert found[2]["rows"] | {"titpublico": 3, "imoveis": 1, "corretagem": 1, "partplanprev": 1} == found[2]["rows"]
    assert found[0]["rows"] == found[1]["rows"]
    assert found[0]["header"]["patliq"] == "1860414.48"


def test_the_four_files_of_a_day_tell_the_same(files: Path, tmp_path: Path) -> None:
    code, found = entries(files, cwd=tmp_path)
    assert code == 0
    assert {entry["format"] for entry in found} == {"ANBIMA 5.0", "ANBIMA 4.01", "Excel novo", "PDF"}
    for column in ("patliq", "valorativos", "valorreceber", "valorpagar"):
        assert len({float(entry["header"][column]) for entry in found}) == 1, column
    assert len({entry["fund"]["cnpj"] for entry in found}) == 1


def test_warnings_are_told_to_machines_too(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_bytes(GALGO.read_bytes().replace(b"<ShrtLngInd>SHOR<", b"<ShrtLngInd>SHORT<", 1))
    _, (entry,) = entries("x.xml", cwd=tmp_path)
    assert [warning for warning in entry["warnings"] if warning.endswith("direção SHORT, lida como SHOR")]
    (tmp_path / "nada.xml").write_bytes(b"nada")
    _, (entry,) = entries("nada.xml", cwd=tmp_path)
    assert entry["warnings"] == []


def test_a_zip_is_read_in_place(files: Path, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "dia.zip", "w") as archive:
        for path in files.iterdir():
            archive.write(path, f"../{path.name}")
    code, found = entries("dia.zip", cwd=tmp_path)
    assert (code, len(found)) == (0, 4)
    assert all(entry["file"].startswith("dia.zip!../") for entry in found)
    assert [path.name for path in tmp_path.iterdir()] == ["dia.zip"]


def test_what_fails_is_told_with_what_to_do_and_the_others_are_read(files: Path, tmp_path: Path) -> None:
    (tmp_path / "pagina.xml").write_text("<html><body>manutenção</body></html>", encoding="utf-8")
    (tmp_path / "cortado.xml").write_bytes(GALGO.read_bytes()[:3000])
    (tmp_path / "linha.xml").write_text(
        GALGO.read_text(encoding="utf-8").replace(">1051220.00<", ">x<", 1), encoding="utf-8"
    )
    code, found = entries(tmp_path, files, cwd=tmp_path)
    assert (code, len(found)) == (1, 3 + 4)
    by_name = {entry["file"]: entry for entry in found}
    assert by_name["pagina.xml"]["errors"][0]["code"] == "unknown_format"
    assert "linha" in by_name["cortado.xml"]["errors"][0]["reason"]
    assert by_name["cortado.xml"]["errors"][0]["action"]
    (quarantined,) = by_name["linha.xml"]["errors"]
    assert "'x' não é um número" in quarantined["reason"]
    assert by_name["linha.xml"]["header"]["patliq"] == "1860414.48"
    assert {check["check"]: check["status"] for check in by_name["linha.xml"]["reconciliation"]}[
        "total_assets"
    ] == "fail"


def test_a_person_reads_a_page(tmp_path: Path) -> None:
    (tmp_path / "nada.txt").write_text("x", encoding="utf-8")
    code, out, _ = call(GALGO, "nada.txt", cwd=tmp_path)
    assert code == 1
    for said in (
        "ANBIMA 5.0 · envelope Galgo · utf-8",
        "CLASSE SINTETICA · classe · 44555666000109 em 28/06/2024",
        "1.860.414,48",
        "Linhas por seção: SUBCLASSE 2 ·",
        "confere",
        "CNPJ com dígito verificador errado",
        "nada.txt: não é um arquivo de carteira que se saiba ler",
        'parece um texto que começa por "x"',
        "2 carteira(s): 1 com problema",
    ):
        assert said in out, out


@pytest.fixture
def undated(files: Path, tmp_path: Path) -> Path:
    """The workbook of the day without its date, under the name that the portal gives it."""
    (path,) = files.glob("*.xlsx")
    book = load_workbook(path)
    book.worksheets[0]["B2"] = None
    book.save(tmp_path / "CARTEIRA_DIARIA_X_07-01-2026.xlsx")
    return tmp_path / "CARTEIRA_DIARIA_X_07-01-2026.xlsx"


def test_a_workbook_without_a_date_is_shown_with_what_it_lacks(undated: Path, tmp_path: Path) -> None:
    code, out, _ = call(undated, cwd=tmp_path)
    assert code == 1
    for said in (
        "Excel novo",
        "fundo",
        "sem data",
        "patrimônio líquido",
        "Linhas por seção: Outros (Não Categorizados)",
        "confere",
        "não traz a data da posição",
        "o nome do arquivo sugere 07/01/2026, mas um nome não é prova",
        "qore inspect --date AAAA-MM-DD",
    ):
        assert said in out, out
    code, (entry,) = entries(undated, cwd=tmp_path)
    assert (code, entry["format"], entry["date"]) == (1, "Excel novo", None)
    assert [error["code"] for error in entry["errors"]] == ["no_date"]
    assert entry["header"]["patliq"]
    assert entry["rows"]


def test_the_date_that_is_given_serves_a_file_that_has_none_and_no_other(
    files: Path, undated: Path, tmp_path: Path
) -> None:
    code, found = entries("--date", "2026-01-08", undated, files, cwd=tmp_path)
    assert (code, found[0]["errors"]) == (0, [])
    assert [entry["date"] for entry in found] == ["2026-01-08", *["2026-01-07"] * 4]
    code, out, _ = call("--date", "08/01/2026", undated, cwd=tmp_path)
    assert code == 0
    assert "vale a da partição, ou a informada: 08/01/2026" in out


def test_a_workbook_that_cannot_be_opened_says_why(files: Path, tmp_path: Path) -> None:
    (path,) = files.glob("*.xlsx")
    (tmp_path / "senha.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (tmp_path / "cortada.xls").write_bytes(xls(*values_of(path.read_bytes()))[:3000])
    _, found = entries("senha.xls", "cortada.xls", cwd=tmp_path)
    reasons = [entry["errors"][0]["reason"] for entry in found]
    assert "protegida por senha" in reasons[0]
    assert reasons[1].startswith("cortada.xls: a planilha .xls")


def test_nothing_to_inspect_is_wrong_use(tmp_path: Path) -> None:
    assert call(cwd=tmp_path)[0] == 2
    assert call("ausente.xml", cwd=tmp_path)[0] == 2


def test_output_that_lacks_letters_is_no_crash(tmp_path: Path) -> None:
    """A redirected terminal of Windows writes cp1252, which has no cross and no check mark."""
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    command, told = [str(QORE), "inspect", "x.txt"], os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, capture_output=True, encoding="cp1252", cwd=tmp_path, env=told, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "? x.txt: não é um arquivo de carteira" in done.stdout


@pytest.mark.parametrize("packed", [True, False])
def test_a_report_in_pages_over_files_is_one_portfolio(tmp_path: Path, packed: bool) -> None:
    pages = cut(GALGO.read_bytes(), 3)
    if packed:
        with ZipFile(tmp_path / "dia.zip", "w") as archive:
            for number, page in enumerate(pages, start=1):
                archive.writestr(f"pagina{number}.xml", page)
    else:
        for number, page in enumerate(pages, start=1):
            (tmp_path / f"pagina{number}.xml").write_bytes(page)
    code, (one,) = entries(tmp_path, cwd=tmp_path)
    _, (whole,) = entries(GALGO, cwd=tmp_path)
    assert code == 0
    assert one["file"].count("pagina") == 3
    for entry in (one, whole):
        entry["warnings"] = [warning.removeprefix(entry["file"]) for warning in entry["warnings"]]
        entry["file"] = ""
    assert one == whole


def test_a_report_in_pages_that_cannot_be_read_names_its_files(tmp_path: Path) -> None:
    spoilt = GALGO.read_bytes().replace(b">1860414.48<", b">x<")
    for number, page in enumerate(cut(spoilt, 2), start=1):
        (tmp_path / f"pagina{number}.xml").write_bytes(page)
    code, (entry,) = entries(tmp_path, cwd=tmp_path)
    assert (code, entry["file"]) == (1, "pagina1.xml, pagina2.xml")
    (error,) = entry["errors"]
    assert "'x' não é um número" in error["reason"]


def test_a_report_that_lacks_a_page_is_told_and_not_read(tmp_path: Path) -> None:
    first, _, third = cut(GALGO.read_bytes(), 3)
    (tmp_path / "a.xml").write_bytes(first)
    (tmp_path / "b.xml").write_bytes(third)
    code, found = entries("a.xml", "b.xml", GALGO, cwd=tmp_path)
    assert (code, [entry["file"] for entry in found]) == (1, [GALGO.name, "a.xml, b.xml"])
    assert found[1]["rows"] == {}
    (error,) = found[1]["errors"]
    assert error["code"] == "incomplete_pages"
    assert error["reason"].endswith("falta a página 2 (há 1, 3)")
