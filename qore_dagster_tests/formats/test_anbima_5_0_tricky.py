"""What real 5.0 files do, case by case; the number is that of the project's list of such cases.

All 37 can occur in 5.0 and stand here. Four look otherwise than in 4.01: a file has one fund, so that several of them
(12, 35) are a file of several reports and a report of many positions; the value of a repo is not split (16); expenses
are a block of the fund (20). Which delivery of a fund-day is loaded (37) stands with `intake`; pages (30) have tests of
their own.
"""

import codecs
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from lxml import etree

from qore_dagster.formats.anbima_5_0 import Anbima50Parser
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile, Unread
from qore_dagster.formats.xml_source import XmlElement
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import CheckResult, Status, reconcile, verdict
from qore_dagster_tests.formats.conftest import GALGO, LOT_4_01, PREFIXED, Change, read
from qore_dagster_tests.formats.documents import at, document, entry, fund_of, position, put, report_of, text_of
from qore_dagster_tests.formats.lots import texts
from qore_dagster_tests.formats.pages import cut, in_one_file

_SEMT = "urn:iso:std:iso:20022:tech:xsd:semt.003.001.04"
_EXTENSION = "SplmtryData/Envlp/BalForSubAcctBrData"
_SAMPLE = GALGO.read_text(encoding="utf-8")


def _checks(parsed: ParsedPortfolio) -> dict[str, CheckResult]:
    return {result.check: result for result in reconcile(parsed)}


def _of(parsed: ParsedPortfolio, section: str) -> Row:
    (row,) = [row for row in parsed.holdings if row["secao"] == section]
    return row


def _named(name: str) -> str:
    root = document()
    put(fund_of(root), "FinInstrmId/Desc", name)
    return text_of(root)


def _with_assets(value: str) -> XmlElement:
    """The least fund, with its total of assets."""
    root = document()
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Amt", value)
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Sgn", "true")
    return root


@pytest.mark.parametrize(
    ("declaration", "encoding", "codec"),
    [
        ("<?xml version='1.0' ?>", "utf-8", "utf-8"),
        ("", "utf-8", "utf-8"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "iso8859-1", "latin-1"),
    ],
)
def test_tricky_01_the_encoding_is_that_declared_or_utf_8(declaration: str, encoding: str, codec: str) -> None:
    parsed = read((declaration + _named("FUNDO DE AÇÕES")).encode(codec))
    assert (parsed.portfolio["nome"], parsed.encoding, parsed.warnings) == ("FUNDO DE AÇÕES", encoding, [])


def test_tricky_01_undeclared_and_not_utf_8_is_windows_1252_and_said() -> None:
    parsed = read(_named("FUNDO DE AÇÕES").encode("cp1252"))
    assert (parsed.portfolio["nome"], parsed.encoding) == ("FUNDO DE AÇÕES", "cp1252")
    assert parsed.warnings == ["fundo.xml: codificação não declarada e fora de UTF-8; lido como Windows-1252"]


def test_tricky_02_accents_of_another_encoding_than_the_declared_are_said() -> None:
    parsed = read(('<?xml version="1.0" encoding="ISO-8859-1"?>' + _named("AÇÃO")).encode())
    assert any("parecem UTF-8" in warning for warning in parsed.warnings)


def test_tricky_02_bytes_that_are_not_of_the_declared_encoding_are_an_error_with_its_line() -> None:
    text = "<?xml version='1.0' encoding='utf-8'?>\n" + _named("AÇÃO")
    with pytest.raises(FormatError, match=r"fundo\.xml, linha 2: o arquivo declara a codificação utf-8, mas"):
        read(text.encode("latin-1"))


@pytest.mark.parametrize("declaration", ["", "<?xml version='1.0' encoding='utf-8'?>"])
def test_tricky_03_a_byte_order_mark_is_no_text(declaration: str) -> None:
    parsed = read(codecs.BOM_UTF8 + (declaration + _named("AÇÃO")).encode())
    assert (parsed.portfolio["nome"], parsed.encoding) == ("AÇÃO", "utf-8-sig")
    assert PREFIXED.read_bytes().startswith(codecs.BOM_UTF8)


def test_tricky_04_a_bare_ampersand_is_told_with_its_line_and_not_repaired(changed: Change) -> None:
    text = changed(("CDB SINTETICO", "CDB A & B"))
    line = text[: text.index("A & B")].count("\n") + 1
    with pytest.raises(FormatError, match=f"fundo.xml, linha {line}: XML malformado"):
        read(text)


def test_tricky_05_line_ends_make_no_difference() -> None:
    one, other = read(_SAMPLE), read(_SAMPLE.replace("\n", "\r\n"))
    assert one.portfolio | {"sha256": ""} == other.portfolio | {"sha256": ""}
    assert (one.holdings, one.cash, one.provisions) == (other.holdings, other.cash, other.provisions)


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_tricky_06_empty_is_absent_and_never_zero(changed: Change, text: str) -> None:
    parsed = read(changed((">1051.22<", f">{text}<"), ("<IntrstRate>1.2<", f"<IntrstRate>{text}<")))
    row = _of(parsed, "CORP")
    assert (row["pu_mercado"], row["taxa"], parsed.quarantine) == (None, None, [])


@pytest.mark.parametrize(
    ("text", "number"), [("16997", "16997"), (".5", "0.5"), ("7.", "7"), ("+7.10", "7.10"), ("0007", "7")]
)
def test_tricky_07_numbers_without_point_or_whole_part(changed: Change, text: str, number: str) -> None:
    parsed = read(changed((">1051.22<", f">{text}<")))
    assert str(_of(parsed, "CORP")["pu_mercado"]) == number
    assert not parsed.repaired


def test_tricky_07_a_decimal_comma_is_repaired_and_recorded(changed: Change) -> None:
    parsed = read(changed((">1051.22<", ">1051,22<"), (">1860414.48<", ">1860414,48<")))
    assert parsed.portfolio["patliq"] == Decimal("1860414.48")
    assert [(repair.text, repair.value) for repair in parsed.repaired] == [
        ("1860414,48", "1860414.48"),
        ("1051,22", "1051.22"),
    ]


@pytest.mark.parametrize("text", ["1.051,22", "1,051.22", "1e5", "NaN", "R$ 10", "--1", "9" * 21])
def test_tricky_07_an_ambiguous_number_sets_its_row_apart(changed: Change, text: str) -> None:
    parsed = read(changed((">1051.22<", f">{text}<")))
    (row,) = parsed.quarantine
    assert (row["tabela"], row["secao_origem"], len(parsed.holdings)) == ("holdings", "CORP", 10)
    assert text[:20] in str(row["motivo"])


@pytest.mark.parametrize("text", ["00000000", "", "0000-00-00", " "])
def test_tricky_08_an_empty_date_and_one_of_zeros_is_null(changed: Change, text: str) -> None:
    parsed = read(changed(("<MtrtyDt>2027-06-28<", f"<MtrtyDt>{text}<")))
    assert (_of(parsed, "CORP")["data_vencimento"], parsed.quarantine) == (None, [])


@pytest.mark.parametrize("text", ["2027-02-30", "28/06/2027", "2027", "99999999"])
def test_tricky_08_a_date_that_is_none_sets_its_row_apart(changed: Change, text: str) -> None:
    (row,) = read(changed(("<MtrtyDt>2027-06-28<", f"<MtrtyDt>{text}<"))).quarantine
    assert str(row["motivo"]).startswith("linha ")
    assert "FinInstrmAttrbts/MtrtyDt: " in str(row["motivo"])


@pytest.mark.parametrize(
    ("text", "cnpj"),
    [
        ("191", "00000000000191"),
        ("00000000000000", None),
        ("11.222.333/0001-81", "11222333000181"),
        ("12ABC34501DE35", "12ABC34501DE35"),
    ],
)
def test_tricky_09_a_cnpj_is_text_of_14_characters(text: str, cnpj: str | None) -> None:
    root = document()
    put(position(root, "CORP"), "FinInstrmId/OthrId[CNPJ]/Id", text)
    put(fund_of(root), "FinInstrmId/OthrId[CNPJ]/Id", text)
    parsed = read(text_of(root))
    assert (texts(parsed.holdings, "cnpj_emissor"), parsed.portfolio["cnpj"]) == ([cnpj], cnpj)
    assert not parsed.warnings


def test_tricky_09_wrong_check_digits_are_said_once_and_stop_nothing() -> None:
    root = document()
    for _ in range(2):
        put(position(root, "CORP"), "FinInstrmId/OthrId[CNPJ]/Id", "000000000000-1")
    parsed = read(text_of(root))
    assert texts(parsed.holdings, "cnpj_emissor") == ["00000000000001"] * 2
    assert parsed.warnings == ["fundo.xml: CNPJ com dígito verificador errado: 00000000000001"]


@pytest.mark.parametrize("filler", ["************", "BR0000000000", "XX0000000000", "000000000000", ""])
def test_tricky_10_a_filler_is_no_identifier(filler: str) -> None:
    root = document()
    block = position(root, "CORP")
    put(fund_of(root), "FinInstrmId/ISIN", filler)
    for path in ("ISIN", "OthrId[CETI]/Id"):
        put(block, f"FinInstrmId/{path}", filler)
    parsed = read(text_of(root))
    (row,) = parsed.holdings
    assert [row[column] for column in ("isin", "codigo", "tipo_codigo")] == [None] * 3
    assert parsed.portfolio["isin"] is None


def test_tricky_11_blanks_behind_a_text_are_no_part_of_it(changed: Change) -> None:
    parsed = read(changed(("<Id>123456<", "<Id>123456    <"), ("<Desc>CDB SINTETICO<", "<Desc>  CDB SINTETICO \n<")))
    assert _of(parsed, "DEBE")["codigo_interno"] == "123456"
    assert _of(parsed, "CORP")["descricao"] == "CDB SINTETICO"


def test_tricky_12_one_bad_report_of_a_file_costs_the_others_nothing() -> None:
    good, other = (_SAMPLE.replace("SINTETICO<", f"{name}<") for name in ("UM", "DOIS"))
    bad = _SAMPLE.replace(">1860414.48<", ">x<")
    file = ReportFile.of_bytes("fundos.xml", in_one_file([text.encode() for text in (good, bad, other)]))
    found = list(Anbima50Parser().parse(file))
    assert [type(outcome) for outcome in found] == [ParsedPortfolio, Unread, ParsedPortfolio]


def test_tricky_13_a_fund_without_positions_is_a_fund() -> None:
    root = _with_assets("1.00")
    position(root, "CASH")
    parsed = read(text_of(root))
    assert (len(parsed.holdings), len(parsed.cash)) == (0, 1)
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_tricky_14_several_accounts_and_an_overdraft_count_as_they_are() -> None:
    root = _with_assets("1.00")
    for value, sign in (("5.00", "true"), ("7.00", "false"), ("3.00", "true")):
        position(root, "CASH", value=value, sign=sign)
    parsed = read(text_of(root))
    assert texts(parsed.cash, "saldo") == [5, -7, 3]
    assert _checks(parsed)["total_assets"].difference == 0


def test_tricky_15_two_lots_of_one_paper_are_two_rows() -> None:
    root = document()
    for section in ("EQUI", "SHAR", "EQUI"):
        put(position(root, section), "FinInstrmId/ISIN", "BRSYNTCTF009")
    rows = read(text_of(root)).holdings
    assert [(row["isin"], row["secao"], row["ordinal"]) for row in rows] == [
        ("BRSYNTCTF009", "EQUI", 1),
        ("BRSYNTCTF009", "SHAR", 2),
        ("BRSYNTCTF009", "EQUI", 3),
    ]


def test_tricky_16_a_repo_counts_whole_whether_bought_or_sold_and_though_it_is_all_in_guarantee() -> None:
    root = _with_assets("90050.00")
    for level, value, sign in (("RERA", "91050.00", "true"), ("REAM", "1000.00", "false")):
        block = position(root, "REPO", value=value, sign=sign)
        put(block, "FinInstrmId/OthrId[TABELA NIVEL 2]/Id", "GOVE")
        put(block, "FinInstrmId/OthrId[TABELA NIVEL 3]/Id", level)
        put(block, "AggtBal/Qty/Qty/Qty/Unit", "100")
        put(block, "BalBrkdwn[COLO]/Qty/Qty/Unit", "100")
    parsed = read(text_of(root))
    columns = ("nivel_3", "direcao", "quantidade", "qtd_garantia", "qtd_disponivel", "valor_mercado")
    assert [tuple(row[column] for column in columns) for row in parsed.holdings] == [
        ("RERA", "LONG", 100, 100, None, Decimal("91050.00")),
        ("REAM", "SHOR", 100, 100, None, Decimal("-1000.00")),
    ]
    assert _checks(parsed)["total_assets"].difference == 0


@pytest.mark.parametrize(("sign", "value"), [("false", "-733029.00"), ("true", "733029.00")])
def test_tricky_17_a_future_is_worth_its_adjustment_and_the_notional_stands_beside_it(sign: str, value: str) -> None:
    root = document()
    block = position(root, "FUTU", value="733029.00", sign=sign)
    put(block, "AddtlDerivAttrbts/NtnlCcyAndAmt", "29700000.00")
    put(block, "AggtBal/Qty/Qty/Qty/Unit", "330")
    put(block, "PricDtls[MRKT]/Val/Amt", "90000.00")
    (row,) = read(text_of(root)).holdings
    assert (str(row["valor_mercado"]), row["valor_nocional"], row["quantidade"]) == (value, Decimal("29700000.00"), 330)


def test_tricky_18_sold_lent_and_borrowed_rows_count_with_the_sign_that_the_file_gives() -> None:
    root = _with_assets("2760.00")
    rows = (
        ("EQUI", "3000.00", "true"),
        ("OPTN", "40.00", "false"),
        ("LOAN", "2200.00", "false"),
        ("LOAN", "2000.00", "true"),
    )
    for section, value, sign in rows:
        position(root, section, value=value, sign=sign)
    parsed = read(text_of(root))
    assert [(row["secao"], row["direcao"], row["valor_mercado"]) for row in parsed.holdings] == [
        ("EQUI", "LONG", 3000),
        ("OPTN", "SHOR", -40),
        ("LOAN", "SHOR", -2200),
        ("LOAN", "LONG", 2000),  # borrowed and kept: as the manual has it, and told apart by its section
    ]
    assert _checks(parsed)["total_assets"].difference == 0


def test_tricky_18_what_is_lent_and_borrowed_is_a_part_of_the_quantity() -> None:
    root = document()
    block = position(root, "EQUI")
    put(block, "AggtBal/Qty/Qty/Qty/Unit", "300")
    for part, quantity in (("AWAS", "245"), ("BLOK", "5"), ("LOAN", "60"), ("BORR", "10")):
        put(block, f"BalBrkdwn[{part}]/Qty/Qty/Unit", quantity)
    (row,) = read(text_of(root)).holdings
    columns = ("quantidade", "qtd_disponivel", "qtd_bloqueada", "qtd_emprestada", "qtd_tomada")
    assert [row[column] for column in columns] == [300, 245, 5, 60, 10]


@pytest.mark.parametrize("choice", ["", "/Cd"])
def test_tricky_18_an_option_says_its_kind_and_style_by_itself_or_by_a_code_in_it(choice: str) -> None:
    root = document()
    block = position(root, "OPTN", value="400.00", sign="false")
    put(block, f"FinInstrmAttrbts/OptnTp{choice}", "PUTO")
    put(block, f"FinInstrmAttrbts/OptnStyle{choice}", "AMER")
    put(block, "FinInstrmAttrbts/StrkPric/Val/Amt", "20.00")
    parsed = read(text_of(root))
    (row,) = parsed.holdings
    assert (row["tipo_opcao"], row["estilo_opcao"], row["preco_exercicio"]) == ("PUTO", "AMER", 20)
    assert not parsed.details


def test_tricky_18_an_option_s_kind_in_the_writer_s_own_code_is_a_detail() -> None:
    root = document()
    block = position(root, "OPTN", value="400.00", sign="false")
    for name in ("OptnTp", "OptnStyle"):
        put(block, f"FinInstrmAttrbts/{name}/Prtry/Id", "BARREIRA")
        put(block, f"FinInstrmAttrbts/{name}/Prtry/Issr", "B3")
    parsed = read(text_of(root))
    assert [(row["tipo_opcao"], row["estilo_opcao"]) for row in parsed.holdings] == [(None, None)]
    assert parsed.unknown == []
    assert {(row["campo"], row["valor"]) for row in parsed.details} == {
        (f"FinInstrmAttrbts/{name}/Prtry/{part}", text)
        for name in ("OptnTp", "OptnStyle")
        for part, text in (("Id", "BARREIRA"), ("Issr", "B3"))
    }


def test_tricky_19_the_side_is_the_block_s_and_never_the_code_s() -> None:
    root = document()
    entry(root, "RECE", "CUST", "5")
    entry(root, "PAYA", "DIVI", "7")
    rows = read(text_of(root)).provisions
    assert [(row["codigo"], row["tipo_cpr"]) for row in rows] == [("DIVI", "PAGAR"), ("CUST", "RECEBER")]


def test_tricky_20_expenses_are_not_in_the_net_worth() -> None:
    parsed, dear = read(_SAMPLE), read(_SAMPLE.replace(">12.34<", ">99999.99<"))
    assert texts(parsed.expenses, "valor") == [Decimal("12.34")] * 3
    assert reconcile(dear) == reconcile(parsed)


@pytest.mark.parametrize(
    ("quota", "net_worth", "status"),
    [
        ("1.000000", "1000000.95", Status.HOLDS),
        ("1.000000", "1000001.06", Status.DOES_NOT_HOLD),
        ("1.00000000", "1000000.95", Status.DOES_NOT_HOLD),
    ],
)
def test_tricky_21_the_quota_is_as_precise_as_it_is_printed(quota: str, net_worth: str, status: Status) -> None:
    root = document()
    put(fund_of(root), "PricDtls[NAVL]/Val/Amt", quota)
    put(fund_of(root), "AggtBal/Qty/Qty/Qty/Unit", "1000000")
    put(report_of(root), "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt", net_worth)
    assert _checks(read(text_of(root)))["quota"].status is status


def test_tricky_22_what_the_schema_forbids_is_read_all_the_same(changed: Change) -> None:
    parsed = read(
        changed(
            ("<ISIN>BRSYNTCDB001<", "<ISIN>CURTO<"),
            ("<Desc>CDB SINTETICO<", f"<Desc>{'N' * 200}<"),
            ("<Frqcy>", "<Extra/><Frqcy>"),
        )
    )
    row = _of(parsed, "CORP")
    assert (row["isin"], row["descricao"]) == ("CURTO", "N" * 200)
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_tricky_23_missing_positions_are_found_though_the_header_closes(changed: Change) -> None:
    text = changed()
    start = text.rindex("<BalForSubAcct>", 0, text.index("SYNTCDB0001"))
    end = text.index("</BalForSubAcct>", start) + len("</BalForSubAcct>")
    found = _checks(read(text[:start] + text[end:]))
    assert (found["total_assets"].status, found["total_assets"].difference) == (
        Status.DOES_NOT_HOLD,
        Decimal("-1051220.00"),
    )
    assert found["net_worth"].status is Status.HOLDS


@pytest.mark.parametrize("order", [("INTE", "NAVL"), ("NAVL", "INTE")])
def test_tricky_24_the_quota_is_chosen_by_its_code_in_any_order(order: tuple[str, str]) -> None:
    root = document()
    fund = fund_of(root)
    fund.remove(at(fund, "PricDtls[NAVL]"))
    for code in order:
        put(fund, f"PricDtls[{code}]/Val/Amt", "1.00" if code == "NAVL" else "1.10")
    header = read(text_of(root)).portfolio
    assert (header["valorcota"], header["valorcota_bruta"]) == (Decimal("1.00"), Decimal("1.10"))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(_SEMT, "urn:outro"),
        lambda text: re.sub(r' xmlns="[^"]*"', "", text),
        lambda text: text.replace("www.anbima.com.br", "www.anbimacom.br"),
        lambda text: re.sub(r"<(/?)(?=[A-Za-z])", r"<\1p:", text).replace(
            "<p:GalgoAssBalStmt", '<p:GalgoAssBalStmt xmlns:p="urn:p"'
        ),
        lambda text: text.replace("<BsnsMsg>", "<A><B><BsnsMsg>").replace("</BsnsMsg>", "</BsnsMsg></B></A>"),
    ],
    ids=["other", "none", "misspelt", "prefix", "deeper"],
)
def test_tricky_25_namespaces_and_depth_do_not_matter(change: Callable[[str], str]) -> None:
    text = change(_SAMPLE)
    parser = parser_for(ReportFile.of_bytes("fundo.xml", text.encode()))
    parsed, plain = read(text), read(_SAMPLE)
    assert parser.layout == "ANBIMA 5.0"
    assert parsed.portfolio | {"sha256": ""} == plain.portfolio | {"sha256": ""}
    assert (parsed.holdings, parsed.cash, parsed.classes) == (plain.holdings, plain.cash, plain.classes)
    assert not parsed.unknown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<Prtry>TABELA NIVEL 1</Prtry>", "<Cd>TABELA NIVEL 1</Cd>"),
        ("<Prtry>TABELA NIVEL 1</Prtry>", "<Prtry> tabela nível 1 </Prtry>"),
        ("<Prtry>Nivel de Fundo</Prtry>", "<Prtry>NIVELDEFUNDO</Prtry>"),
        ("<Prtry>CODIGOSUBCLASSE</Prtry>", "<Prtry>Codigo da Subclasse</Prtry>"),
        ("<Cd>CNPJ</Cd>", "<Prtry>CNPJ</Prtry>"),
    ],
)
def test_tricky_26_a_code_is_one_however_it_is_written(old: str, new: str) -> None:
    assert old in _SAMPLE
    parsed, plain = read(_SAMPLE.replace(old, new)), read(_SAMPLE)
    assert (parsed.holdings, parsed.classes) == (plain.holdings, plain.classes)


@pytest.mark.parametrize("level", ["2", "3", "12", ""])
def test_tricky_26_another_level_never_says_what_a_row_is(level: str) -> None:
    root = document()
    put(position(root, "EQUI"), f"FinInstrmId/OthrId[TABELA NIVEL {level}]/Id", "DERI")
    assert texts(read(text_of(root)).holdings, "secao") == ["EQUI"]


def test_tricky_27_the_fund_is_neither_the_account_s_owner_nor_the_first_id() -> None:
    header = read(_SAMPLE).portfolio
    assert (header["cnpj"], header["cnpj_administrador"], header["cnpj_casca"]) == (
        "44555666000109",
        "11222333000181",
        "99888777000166",
    )


def test_tricky_28_money_that_stands_in_unit_is_no_quantity() -> None:
    root = document()
    put(fund_of(root), "BalBrkdwn[AWAS]/Qty/Qty/Unit", "1860414.48")
    assert read(text_of(root)).portfolio["quantidade"] == 1


def test_tricky_29_the_total_counts_and_details_that_differ_only_warn(changed: Change) -> None:
    parsed = read(changed((">321.00<", ">320.00<")))
    assert parsed.portfolio["valorpagar"] == Decimal("410.64")
    found = _checks(parsed)
    assert (found["payables"].status, found["net_worth"].status) == (Status.DOES_NOT_HOLD, Status.HOLDS)
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_tricky_30_subclasses_enter_the_net_worth_of_their_class() -> None:
    parsed = read(_SAMPLE)
    assert texts(parsed.classes, "nivel") == ["SUBCLASSE", "SUBCLASSE"]
    found = _checks(parsed)
    assert (found["net_worth"].status, found["subclasses"].status) == (Status.HOLDS, Status.HOLDS)


def test_tricky_30_of_a_fidc_s_series_the_first_has_the_assets_and_all_have_redemptions() -> None:
    root = _with_assets("100.00")
    fund, second = fund_of(root), etree.SubElement(report_of(root), "BalForAcct")
    put(fund, "BalBrkdwn[PENR]/Qty/Qty/FaceAmt", "1.00")
    for section in ("PAYA", "RECE", "PEND"):
        put(fund, f"BalBrkdwn[{section}]/Qty/Qty/FaceAmt", "0")
    put(fund, f"{_EXTENSION}/ReceInvstmtFnd/TtlBookValChng/Amt", "60.00")
    put(fund, f"{_EXTENSION}/ReceInvstmtFnd/TtlBookValChng/Sgn", "true")
    put(second, "FinInstrmId/ISIN", "BRSYNTCTF022")
    put(second, "BalBrkdwn[PENR]/Qty/Qty/FaceAmt", "2.00")
    put(report_of(root), "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt", "97.00")
    position(root, "CORP", value="40.00")
    parsed = read(text_of(root))
    assert [(row["secao"], row["valor_mercado"]) for row in parsed.holdings] == [("CORP", 40), ("RECE", 60)]
    assert [(row["nivel"], row["isin"]) for row in parsed.classes] == [("SERIE", "BRSYNTCTF022")]
    found = _checks(parsed)
    assert (found["total_assets"].difference, found["net_worth"].difference) == (0, 0)
    assert found["quota"].status is Status.CANNOT_BE_CHECKED


def test_tricky_30_pages_are_one_report() -> None:
    assert read(in_one_file(cut(_SAMPLE.encode(), 3))).holdings == read(_SAMPLE).holdings


@pytest.mark.parametrize(
    ("net_worth", "status", "difference"),
    [
        ("1860314.48", Status.HOLDS, 0),
        ("1860414.48", Status.HOLDS, 0),
        ("1860000.00", Status.CANNOT_BE_CHECKED, None),
    ],
)
def test_tricky_31_a_margin_of_the_fund_is_a_deduction_or_leaves_it_open(
    changed: Change, net_worth: str, status: Status, difference: int | None
) -> None:
    margin = (
        "<BalBrkdwn><SubBalTp><Prtry><Id>MARGEM</Id></Prtry></SubBalTp><Qty><Qty><FaceAmt>100.00</FaceAmt></Qty></Qty>"
        "</BalBrkdwn></BalForAcct>"
    )
    parsed = read(changed(("</BalForAcct>", margin), (">1860414.48<", f">{net_worth}<")))
    result = _checks(parsed)["net_worth"]
    assert (result.status, result.difference) == (status, difference)
    assert ("BalBrkdwn[MARGEM]/Qty/Qty", "100.00") in [(row["campo"], row["valor"]) for row in parsed.details]


def test_tricky_31_without_cash_and_provisions_nothing_can_be_checked() -> None:
    root = _with_assets("2.00")
    position(root, "EQUI")
    found = _checks(read(text_of(root)))
    for check in ("total_assets", "net_worth", "receivables", "payables"):
        assert found[check].status is Status.CANNOT_BE_CHECKED, check


def test_tricky_32_short_is_read_as_shor_and_said(changed: Change) -> None:
    parsed = read(changed(("<ShrtLngInd>SHOR<", "<ShrtLngInd>SHORT<")))
    assert set(texts(parsed.holdings, "direcao")) == {"LONG", "SHOR"}
    assert any("SHORT, lida como SHOR" in warning for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("code", "text", "account"),
    [
        ("MANF", "", "MANF"),
        ("print", "", "PRINT"),
        ("IRFEX", "", "IRFEX"),
        ("FWRD EQUI", "", "FWRD EQUI"),
        ("FWRD", "Forward - EQUI", "FWRD EQUI"),
        ("LOANGOVE", "", "LOAN GOVE"),
        ("SECU", "Securities - CORP", "CORP"),
        ("SECU", "Securities - OPTNEQUI", "OPTN EQUI"),
        ("SECU", "ISIN:BRSYNTACNPR1", "SECU"),
        ("SECU", "", "SECU"),
        ("REGF", "Regulatory Fee - ANBIMA", "ANBI"),
        ("REGF", "Regulatory Fee - CVM", "REGF"),
        ("NOVA", "", None),
    ],
)
def test_tricky_32_an_account_is_found_however_its_code_is_written(code: str, text: str, account: str | None) -> None:
    root = document()
    for side in ("PAYA", "EXPN"):
        put(entry(root, side, code, "1"), "SubBalTp/Prtry/SchmeNm", text)
    parsed = read(text_of(root))
    for row in (*parsed.provisions, *parsed.expenses):
        assert (row["codigo"], row["conta"], row["descricao"]) == (code, account, text or None)
    odd = ["fundo.xml: contas fora da lista da ANBIMA: NOVA"] if account is None else []
    assert parsed.warnings == odd


def test_tricky_33_an_unknown_section_is_kept_and_the_fund_read(changed: Change) -> None:
    odd = "<Exotics><A>1</A></Exotics>"
    parsed = read(changed(("<Id>SHAR</Id>", "<Id>EXOT</Id>"), ("</SubAcctDtls>", f"</SubAcctDtls>{odd}")))
    assert _of(parsed, "UNKN")["secao_origem"] == "EXOT"
    assert any("<A>1</A>" in str(row["conteudo"]) for row in parsed.unknown)
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_tricky_33_an_element_where_a_text_was_expected_is_kept_and_so_is_the_text(changed: Change) -> None:
    parsed = read(changed(("<Desc>CDB SINTETICO<", "<Desc>CDB <b>SINTETICO</b><")))
    assert _of(parsed, "CORP")["descricao"] == "CDB"
    assert texts(parsed.unknown, "conteudo") == [
        '<b xmlns="urn:iso:std:iso:20022:tech:xsd:semt.003.001.04">SINTETICO</b>'
    ]


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_tricky_34_a_doctype_is_refused_before_anything_is_read(dtd: str, codec: str) -> None:
    with pytest.raises(FormatError, match=r"fundo\.xml, linha 1: o XML traz DOCTYPE ou entidades, que são recusados"):
        read((dtd + text_of(document())).encode(codec))


@pytest.mark.parametrize("depth", [300, 100_000])
def test_tricky_34_a_tree_too_deep_is_refused(changed: Change, depth: int) -> None:
    with pytest.raises(FormatError, match="XML malformado"):
        read(changed(("<SubAcctDtls>", "<a>" * depth + "</a>" * depth + "<SubAcctDtls>")))


def test_tricky_35_a_report_of_thousands_of_positions_is_read_whole() -> None:
    root = _with_assets("3000.00")
    for _ in range(3000):
        position(root, "CORP")
    parsed = read(text_of(root))
    assert len(parsed.holdings) == 3000
    assert _checks(parsed)["total_assets"].difference == 0


@pytest.mark.parametrize(
    ("content", "seems"),
    [
        (LOT_4_01.read_bytes(), None),
        (b"<arquivoposicao_4_00/>", "um XML"),
        (b"<html><body>erro</body></html>", "um XML"),
        (b"PK\x03\x04", "um arquivo compactado"),
        (b"", "um arquivo em branco"),
    ],
)
def test_tricky_36_another_layout_is_no_5_0(content: bytes, seems: str | None) -> None:
    file = ReportFile.of_bytes("fundo.xml", content)
    assert not Anbima50Parser().can_parse(file)
    with pytest.raises(FormatError, match=r"fundo\.xml"):
        read(content)
    if seems is not None:
        with pytest.raises(FormatError, match=f"parece {seems}"):
            parser_for(file)


def test_tricky_37_what_is_delivered_again_says_when_it_was_made(changed: Change) -> None:
    first, again = read(_SAMPLE), read(changed(("2024-07-01T12:00:00Z", "2024-07-02T12:00:00Z")))
    assert str(first.portfolio["criado_em"]) < str(again.portfolio["criado_em"])
    assert (first.holdings, first.cash, first.provisions) == (again.holdings, again.cash, again.provisions)
