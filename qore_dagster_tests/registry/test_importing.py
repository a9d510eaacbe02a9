"""Lists of funds from files, as people have them."""

import json
from pathlib import Path

import pytest

from qore_dagster.model import cnpj as cnpjs
from qore_dagster.model.file_type import FileType
from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.changes import RegistryError
from qore_dagster.registry.choices import Choice
from qore_dagster.registry.importing import FundList, read_fund_list

A, B = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"
CNPJ = "11222333000181"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file to import."""
    return tmp_path / "fundos"


def test_the_old_lista_fundos_json_is_read(file: Path) -> None:
    base = "https://portal.exemplo.com.br/portfolios/fundo-posicao"
    entries = [{"nome": "ZED FIP", "url": f"{base}/{A.upper()}"}, {"nome": "AÇÃO", "url": f"{base}/{B}/arquivos"}]
    file.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8-sig")
    assert read_fund_list(file).funds == [PortalFund(A, "ZED FIP"), PortalFund(B, "AÇÃO")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_csv_is_read_as_excel_and_others_write_it(delimiter: str, encoding: str, line_end: str, file: Path) -> None:
    rows = [
        ["UUID", "CNPJ", "Nome", "Nome_Curto"],
        [A, "11.222.333/0001-81", "AÇÃO FIP", "AÇÃO"],
        ["", "", "", ""],
        [B, "", "YTA", ""],
    ]
    file.write_bytes(line_end.join(delimiter.join(row) for row in rows).encode(encoding))
    assert read_fund_list(file).funds == [PortalFund(A, "AÇÃO", "AÇÃO FIP", CNPJ), PortalFund(B, "YTA")]


def test_a_cnpj_that_lost_its_zeros_is_put_right(file: Path) -> None:
    file.write_text(f"uuid,nome,cnpj\n{A},ZED,191\n")
    assert [fund.cnpj for fund in read_fund_list(file).funds or []] == ["00000000000191"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "não tem fundo algum"),
        ("nome;cnpj\nZED;1\n", "não tem a coluna uuid"),
        (f"uuid;nome\n{A};ZED\nnot-a-uuid;YTA\n", "linha 3: falta o UUID"),
        (f"uuid;nome\n{A};\n", "linha 2: falta o nome"),
        (f"uuid;nome;cnpj\n{A};ZED;1,12223E+13\n", "linha 2: o CNPJ do fundo ZED não é válido"),
        ("uuid;nome\n", "não tem fundo algum"),
        ("[]", "não tem fundo algum"),
        ("[1]", "não é uma lista de fundos"),
        ('{"a": 1}', "não é uma lista de fundos"),
        ("[{", "não é um JSON válido"),
        (f"uuid,nome\n{A},ZED, O FUNDO\n", "linha 2: há mais células"),
        (f'uuid;nome\n{A};"ZED\n{B};YTA\n', "malformadas na linha"),
        (f"uuid;nome;ativo\n{A};ZED;talvez\n", "linha 2: na coluna ativo, 'talvez' não é sim nem não"),
        (f"uuid;nome;tipos\n{A};ZED;xml_5_0 doc\n", "linha 2: na coluna tipos, 'xml_5_0 doc' tem um tipo desconhecido"),
        ("nome;cnpj;ativo\nZED;;sim\n", "linha 2: falta o CNPJ"),
        (f"uuid;nome;pasta\n{A};ZED;../ZED\n", "linha 2: na coluna pasta, '../ZED' não pode ser uma pasta"),
        (f"uuid;nome;pasta\n{A};ZED;/srv/ZED\n", "linha 2: na coluna pasta, '/srv/ZED' não pode ser uma pasta"),
        (f"uuid;nome;pasta\n{A};ZED;C:\\ZED\n", "linha 2: na coluna pasta, 'C:/ZED' não pode ser uma pasta"),
        (f"uuid;nome;nome_arquivo\n{A};ZED;A/B\n", "linha 2: na coluna nome_arquivo, 'A/B' não pode ser nome"),
        (f"uuid;nome;nome_arquivo\n{A};ZED;ZED (1)\n", "linha 2: na coluna nome_arquivo, 'ZED (1)' não pode ser nome"),
        ("PK\x03\x04", "é uma planilha do Excel"),
        ('[{"nome": "ZED", "url": "https://x/fundo-posicao/"}]', "item 1: falta o UUID"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, why: str, file: Path) -> None:
    file.write_text(text)
    with pytest.raises(RegistryError) as caught:
        read_fund_list(file)
    assert why in str(caught.value)
    assert str(file) in str(caught.value)


def test_the_old_config_fundos_qore_json_says_only_what_is_wanted(file: Path) -> None:
    entry = {"nome": "FIP ZED MULT", "sigla": "ZED", "tipo": "FIP", "cnpj": "11.222.333/0001-81", "obs": "não pedir"}
    file.write_text(json.dumps([entry | {"ativo": False}]))
    assert read_fund_list(file) == FundList(None, [Choice("FIP ZED MULT", None, CNPJ, wanted=False)])


def test_a_csv_may_say_what_is_wanted(file: Path) -> None:
    file.write_text(
        f"Url;Razão Social;Nome Curto;CNPJ;ATIVO;Tipos\n"
        f"{A};ZED FIP MULT;ZED;;Sim;xml_5_0 CARTEIRA_PDF\n"
        f'{B};YTA FIDC;YTA;{CNPJ};;"carteira_excel;xml_4_01"\n',
        encoding="utf-16",
    )
    assert read_fund_list(file) == FundList(
        [PortalFund(A, "ZED", "ZED FIP MULT"), PortalFund(B, "YTA", "YTA FIDC", CNPJ)],
        [
            Choice("ZED FIP MULT", A, None, wanted=True, types=(FileType.XML_5_0, FileType.CARTEIRA_PDF)),
            Choice("YTA FIDC", B, CNPJ, wanted=False, types=(FileType.XML_4_01, FileType.CARTEIRA_EXCEL)),
        ],
    )


@pytest.mark.parametrize(("written", "wanted"), [("Verdadeiro", True), ("1.0", True), ("y", True), ("nao", False)])
def test_defect_48_the_column_ativo_has_the_one_grammar(written: str, wanted: bool, file: Path) -> None:
    file.write_text(f"cnpj,ativo\n{CNPJ},{written}\n")
    assert [choice.wanted for choice in read_fund_list(file).choices] == [wanted]


def test_what_is_not_said_is_no_choice(file: Path) -> None:
    file.write_text(f"uuid;nome;tipos\n{A};ZED;\n")
    assert read_fund_list(file) == FundList([PortalFund(A, "ZED")], [])


def test_a_file_that_is_not_there_is_named(file: Path) -> None:
    with pytest.raises(RegistryError, match="não pôde ser lido"):
        read_fund_list(file)


@pytest.mark.parametrize(
    ("written", "cnpj"),
    [
        ("11.222.333/0001-81", CNPJ),
        (" 11222333000181 ", CNPJ),
        ("191", "00000000000191"),
        ("12.ABC.345/01DE-35", "12ABC34501DE35"),
        ("12abc34501de35", "12ABC34501DE35"),
    ],
)
def test_a_cnpj_has_one_spelling(written: str, cnpj: str) -> None:
    assert cnpjs.normalise(written) == cnpj


@pytest.mark.parametrize("written", ["", "0", "11222333000182", "00000000000000", "1122233300018199", "x"])
def test_what_is_no_cnpj_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="CNPJ"):
        cnpjs.normalise(written)


def test_a_csv_may_say_where_files_are_filed(file: Path) -> None:
    file.write_text(f"cnpj;Pasta;Nome_Arquivo\n{CNPJ};FIPs\\01. ZED;FIP ZED\n00000000000191;;\n")
    chosen = Choice("", None, CNPJ, filing_name="FIP ZED", filing_folder="FIPs/01. ZED")
    assert read_fund_list(file) == FundList(None, [chosen])
