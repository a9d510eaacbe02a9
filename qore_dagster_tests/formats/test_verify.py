"""What a download is, by its bytes."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.verify import verify_content
from qore_dagster.model.file_type import FileType
from qore_dagster_tests.formats.conftest import GALGO, LOT_4_01, PREFIXED
from qore_dagster_tests.formats.workbooks import xls

_HTML = b"\n<!DOCTYPE html>\n<html><head><title>Login</title></head><body>Entrar</body></html>"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verify") / "carteira.xlsx"
    Workbook().save(path)
    return path


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verify") / "carteira.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "carteira")
    canvas.save()
    return path


def _of_each(pdf: Path, workbook: Path) -> list[tuple[Path, FileType]]:
    return [
        (pdf, FileType.CARTEIRA_PDF),
        (workbook, FileType.CARTEIRA_EXCEL),
        (LOT_4_01, FileType.XML_4_01),
        (GALGO, FileType.XML_5_0),
        (PREFIXED, FileType.XML_5_0),
    ]


def test_each_file_is_what_it_is(pdf: Path, workbook: Path) -> None:
    for path, file_type in _of_each(pdf, workbook):
        verify_content(path, file_type)


def test_each_file_is_nothing_else(pdf: Path, workbook: Path) -> None:
    for path, own in _of_each(pdf, workbook):
        for other in set(FileType) - {own}:
            with pytest.raises(FormatError, match=f"em vez de {other.label}") as error:
                verify_content(path, other)
            assert error.value.fault.code == "not_the_file"
            assert path.name in error.value.fault.reason


@pytest.mark.parametrize("file_type", list(FileType))
@pytest.mark.parametrize(
    ("content", "found"),
    [(_HTML, "uma página HTML"), (b"", "um arquivo vazio"), (b"<HTML><BODY>", "uma página HTML")],
)
def test_defect_23_a_page_or_nothing_is_never_the_file(
    tmp_path: Path, file_type: FileType, content: bytes, found: str
) -> None:
    path = tmp_path / "download"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=found):
        verify_content(path, file_type)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"erro": "x"}', "uma resposta JSON"),
        (b"\x00\x01\xff<", r"dados que não são texto \(bytes 00 01 ff 3c\) em vez de XML 5\.0"),
        (b"# qore_dagster\n\nLeia-me", r'um texto que começa por "# qore_d" em vez de XML 5\.0'),
        ("\ufeffAção;b".encode(), 'um texto que começa por "Ação;b"'),
        ("Ação\r\nx".encode("cp1252"), 'um texto que começa por "Ação"'),
        (b" \n", "um arquivo em branco"),
        (b"<?xml version='1.0'?><arquivoposicao_4_00/>", "um XML de raiz arquivoposicao_4_00"),
        (b"<GalgoAssBalStmt><GalgoHdr/></GalgoAssBalStmt>", "um XML de raiz GalgoAssBalStmt, sem Document"),
        (b"<", "um XML"),
    ],
)
def test_other_bytes_are_told(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "download"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=found):
        verify_content(path, FileType.XML_5_0)


def test_a_bare_document_is_a_5_0(tmp_path: Path) -> None:
    path = tmp_path / "download"
    path.write_bytes(b"<p:Document xmlns:p='urn:iso:std:iso:20022:tech:xsd:semt.003.001.04'/>")
    verify_content(path, FileType.XML_5_0)


def test_an_xls_is_a_workbook_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "download"
    path.write_bytes(xls(["x"]))
    verify_content(path, FileType.CARTEIRA_EXCEL)
    with pytest.raises(FormatError, match=r"um documento antigo do Office \(\.xls\) em vez de PDF"):
        verify_content(path, FileType.CARTEIRA_PDF)


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "download"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("carteira.xml", "<a/>")
    with pytest.raises(FormatError, match="compactado que não é planilha"):
        verify_content(path, FileType.CARTEIRA_EXCEL)


def test_a_workbook_cut_short(tmp_path: Path, workbook: Path) -> None:
    path = tmp_path / "download"
    path.write_bytes(workbook.read_bytes()[:-200])
    with pytest.raises(FormatError, match="compactado incompleto"):
        verify_content(path, FileType.CARTEIRA_EXCEL)
