"""Cases that real and published files of ANBIMA 5.0 are known to have, each by its number in the list of them."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from qore_dagster.formats.errors import FormatError
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import Status, reconcile, verdict
from qore_dagster_tests.formats.conftest import GALGO, LOT_4_01, PREFIXED, Change, read
from qore_dagster_tests.formats.made_5_0 import at, document, entry, fund_of, position, put, report_of, text_of

_SEMT = "urn:iso:std:iso:20022:tech:xsd:semt.003.001.04"


def _statuses(parsed: ParsedPortfolio) -> dict[str, Status]:
    return {result.check: result.status for result in reconcile(parsed)}


def _of(parsed: ParsedPortfolio, section: str) -> Row:
    (row,) = [row for row in parsed.holdings if row["secao"] == section]
    return row


def _details(parsed: ParsedPortfolio) -> dict[str, object]:
    return {str(row["campo"]): row["valor"] for row in parsed.details}


def _named(name: str) -> etree._Element:
    root = document()
    put(fund_of(root), "FinInstrmId/Desc", name)
    return root


def test_tricky_01_without_a_declaration_it_is_utf_8_or_else_windows_1252_and_said() -> None:
    text = text_of(_named("AÇÃO"))
    plain, odd = read(text.encode("utf-8")), read(text.encode("cp1252"))
    assert (plain.portfolio["nome"], plain.encoding, plain.warnings) == ("AÇÃO", "utf-8", [])
    assert (odd.portfolio["nome"], odd.encoding) == ("AÇÃO", "cp1252")
    assert any("Windows-1252" in warning for warning in odd.warnings)


def test_tricky_02_a_declaration_is_honoured_and_mojibake_is_told() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + text_of(_named("AÇÃO"))
    right, wrong = read(text.encode("latin-1")), read(text.encode("utf-8"))
    assert (right.portfolio["nome"], right.encoding) == ("AÇÃO", "iso8859-1")
    assert any("parecem UTF-8" in warning for warning in wrong.warnings)
    with pytest.raises(FormatError, match="seus bytes não são dela"):
        read(text.replace("ISO-8859-1", "UTF-8").encode("latin-1"))


def test_tricky_03_a_byte_order_mark_is_no_text() -> None:
    assert PREFIXED.read_bytes().startswith(b"\xef\xbb\xbf")
    parsed = read(PREFIXED.read_bytes())
    assert (parsed.encoding, len(parsed.holdings)) == ("utf-8-sig", 11)


def test_tricky_04_an_unescaped_ampersand_is_malformed_with_its_line(changed: Change) -> None:
    text = changed(("CDB SINTETICO", "CDB A & B"))
    line = text[: text.index("A & B")].count("\n") + 1
    with pytest.raises(FormatError, match=f"fundo.xml, linha {line}.*malformado"):
        read(text)


def test_tricky_05_twins_by_line_ends_are_one_portfolio() -> None:
    data = GALGO.read_bytes()
    one, other = read(data), read(data.replace(b"\n", b"\r\n"))
    assert (one.holdings, one.cash, one.provisions) == (other.holdings, other.cash, other.provisions)
    assert one.portfolio["sha256"] != other.portfolio["sha256"]


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_tricky_06_empty_is_absent_and_never_zero(changed: Change, text: str) -> None:
    parsed = read(changed((">1051.22<", f">{text}<"), ("<IntrstRate>1.2<", f"<IntrstRate>{text}<")))
    row = _of(parsed, "CORP")
    assert (row["pu_mercado"], row["taxa"], parsed.quarantine) == (None, None, [])


@pytest.mark.parametrize(("text", "value"), [("16997", "16997"), (".5", "0.5"), ("+7.10", "7.10"), ("0007", "7")])
def test_tricky_07_numbers_as_producers_write_them(changed: Change, text: str, value: str) -> None:
    assert _of(read(changed((">1051.22<", f">{text}<"))), "CORP")["pu_mercado"] == Decimal(value)


def test_tricky_07_an_ambiguous_number_is_no_number(changed: Change) -> None:
    (row,) = read(changed((">1051.22<", ">1.051,22<"))).quarantine
    assert "'1.051,22' não é um número" in str(row["motivo"])


@pytest.mark.parametrize("text", ["00000000", "", "0000-00-00"])
def test_tricky_08_no_date_is_null(changed: Change, text: str) -> None:
    assert _of(read(changed(("<MtrtyDt>2027-06-28<", f"<MtrtyDt>{text}<"))), "CORP")["data_vencimento"] is None


def test_tricky_08_a_locale_date_is_a_fault(changed: Change) -> None:
    (row,) = read(changed(("<MtrtyDt>2027-06-28<", "<MtrtyDt>28/06/2027<"))).quarantine
    assert "'28/06/2027' não é uma data" in str(row["motivo"])


@pytest.mark.parametrize(
    ("text", "cnpj"),
    [
        ("00000000000000", None),
        ("191", "00000000000191"),
        ("11.222.333/0001-81", "11222333000181"),
        ("12ABC34501DE35", "12ABC34501DE35"),
    ],
)
def test_tricky_09_a_cnpj_is_text(text: str, cnpj: str | None) -> None:
    root = document()
    put(position(root, "CORP"), "FinInstrmId/OthrId[CNPJ]/Id", text)
    parsed = read(text_of(root))
    assert parsed.holdings[0]["cnpj_emissor"] == cnpj
    assert parsed.warnings == []


def test_tricky_10_a_filler_is_null_and_its_text_is_kept() -> None:
    parsed = read(GALGO.read_bytes())
    row = _of(parsed, "SWAP")
    assert row["isin"] is None
    kept = {
        (str(detail["tabela"]), detail["linha_tabela"]): detail["valor"]
        for detail in parsed.details
        if detail["campo"] == "FinInstrmId/ISIN"
    }
    assert kept["holdings", row["ordinal"]] == "BR0000000000"


def test_tricky_11_blanks_around_a_text_are_none_of_it(changed: Change) -> None:
    parsed = read(changed(("<Id>123456<", "<Id>123456    <"), ("<Desc>CDB SINTETICO<", "<Desc>  CDB SINTETICO \n<")))
    assert _of(parsed, "DEBE")["codigo_interno"] == "123456"
    assert _of(parsed, "CORP")["descricao"] == "CDB SINTETICO"


def test_tricky_13_a_fund_of_cash_alone_is_a_fund() -> None:
    root = document()
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Amt", "1.00")
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Sgn", "true")
    position(root, "CASH")
    parsed = read(text_of(root))
    assert (len(parsed.holdings), len(parsed.cash)) == (0, 1)
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_tricky_14_several_cash_accounts_are_added_with_their_signs() -> None:
    root = document()
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Amt", "1.00")
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Sgn", "true")
    for value, sign in (("5.00", "true"), ("7.00", "false"), ("3.00", "true")):
        position(root, "CASH", value=value, sign=sign)
    parsed = read(text_of(root))
    assert [row["saldo"] for row in parsed.cash] == [5, -7, 3]
    assert _statuses(parsed)["total_assets"] is Status.HOLDS


def test_tricky_15_the_same_paper_in_several_lots_is_several_rows() -> None:
    root = document()
    for section in ("EQUI", "SHAR", "EQUI"):
        put(position(root, section), "FinInstrmId/ISIN", "BRSYNTCTF009")
    rows = read(text_of(root)).holdings
    assert [(row["isin"], row["secao"], row["ordinal"]) for row in rows] == [
        ("BRSYNTCTF009", "EQUI", 1),
        ("BRSYNTCTF009", "SHAR", 2),
        ("BRSYNTCTF009", "EQUI", 3),
    ]


def test_tricky_16_a_repo_is_its_own_row_with_its_way_back() -> None:
    root = document()
    for level, sign in (("RERA", "true"), ("REAM", "false"), ("OUTRO", "true")):
        block = position(root, "REPO", value="90.00", sign=sign)
        put(block, "FinInstrmId/OthrId[TABELA NIVEL 3]/Id", level)
        put(block, "FinInstrmAttrbts/MtrtyDt", "2024-07-01")
        put(block, "FinInstrmAttrbts/IntrstRate", "10.4")
        put(block, "FinInstrmAttrbts/ConvsPric/Val/Amt", "90.05")
    rows = read(text_of(root)).holdings
    assert [(row["compromisso_operacao"], row["valor_mercado"]) for row in rows] == [("C", 90), ("V", -90), (None, 90)]
    columns = ("compromisso_data_retorno", "compromisso_taxa", "compromisso_pu_retorno")
    assert {tuple(row[column] for column in columns) for row in rows} == {
        (date(2024, 7, 1), Decimal("10.4"), Decimal("90.05"))
    }


def test_tricky_17_a_futures_value_is_its_adjustment_and_the_notional_is_beside_it() -> None:
    root = document()
    block = position(root, "FUTU", value="733029.00", sign="false")
    put(block, "AddtlDerivAttrbts/NtnlCcyAndAmt", "33000000")
    put(block, "AggtBal/Qty/Qty/Qty/Unit", "330")
    row = read(text_of(root)).holdings[0]
    assert (row["valor_mercado"], row["valor_nocional"], row["quantidade"], row["direcao"]) == (
        Decimal("-733029.00"),
        33000000,
        330,
        "SHOR",
    )


def test_tricky_18_an_option_has_its_kind_style_strike_and_underlying() -> None:
    root = document()
    block = position(root, "OPTN", value="400.00", sign="false")
    put(block, "FinInstrmAttrbts/OptnTp/Cd", "PUTO")
    put(block, "FinInstrmAttrbts/OptnStyle/Cd", "AMER")
    put(block, "FinInstrmAttrbts/StrkPric/Val/Amt", "20.00")
    put(block, "FinInstrmAttrbts/XpryDt", "2024-07-19")
    put(block, "FinInstrmAttrbts/UndrlygFinInstrmId/ISIN", "BR0000000000")
    put(block, "FinInstrmAttrbts/UndrlygFinInstrmId/OthrId[TICKER]/Id", "SYNT4")
    row = read(text_of(root)).holdings[0]
    columns = ("tipo_opcao", "estilo_opcao", "preco_exercicio", "data_exercicio", "ativo_objeto", "valor_mercado")
    assert tuple(row[column] for column in columns) == ("PUTO", "AMER", 20, date(2024, 7, 19), "SYNT4", -400)


def test_tricky_18_what_is_lent_and_borrowed_stays_apart() -> None:
    parsed = read(GALGO.read_bytes())
    share, loan = _of(parsed, "EQUI"), _of(parsed, "LOAN")
    assert (share["quantidade"], share["qtd_disponivel"], share["qtd_emprestada"]) == (300, 250, 50)
    assert (loan["aluguel_contrato"], loan["aluguel_data_vencimento"], loan["aluguel_taxa"]) == (
        "11112222",
        date(2024, 8, 5),
        Decimal("1.5"),
    )
    assert (loan["ativo_objeto"], loan["direcao"]) == ("BRSYNTACNPR1", "SHOR")


@pytest.mark.parametrize(("sign", "direction", "value"), [("false", "SHOR", -2000), ("true", "LONG", 2000)])
def test_tricky_18_stock_that_was_borrowed_and_kept_is_long_as_the_manual_has_it(
    sign: str, direction: str, value: int
) -> None:
    root = document()
    position(root, "LOAN", value="2000.00", sign=sign)
    row = read(text_of(root)).holdings[0]
    assert (row["direcao"], row["valor_mercado"]) == (direction, value)


def test_tricky_18_a_swap_has_its_legs_and_its_other_party() -> None:
    root = document()
    block = position(root, "SWAP", value="5000.00", sign="false")
    put(block, "FinInstrmId/OthrId[CNPJ]/Id", "11222333000181")
    for leg, values in (("ShortPos", ("95000", "CDI", "100", "1.5")), ("LongPos", ("100000", "PRE", "0", "11"))):
        for path, text in zip(("Bal", "Indx/Prtry/Id", "Indx/Rt", "Rt"), values, strict=True):
            put(block, f"SplmtryData/Envlp/BalForSubAcctBrData/Swap/{leg}/{path}", text)
    row = read(text_of(root)).holdings[0]
    assert (row["swap_valor_ativo"], row["swap_indexador_ativo"], row["swap_perc_ativo"], row["swap_taxa_ativo"]) == (
        95000,
        "CDI",
        100,
        Decimal("1.5"),
    )
    assert (row["swap_valor_passivo"], row["swap_indexador_passivo"], row["swap_taxa_passivo"]) == (100000, "PRE", 11)
    assert (row["cnpj_contraparte"], row["cnpj_emissor"], row["valor_mercado"]) == ("11222333000181", None, -5000)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"AWAS": "60", "COLO": "10", "MARG": "10", "LOAN": "30", "PENR": "10", "PEND": "15", "BORR": "5"}, False),
        ({"AWAS": "90", "BLOK": "10"}, False),
        ({"AWAS": "100", "BLOK": "10"}, False),
        ({"AWAS": "100.000001"}, False),
        ({"AWAS": "90"}, True),
        ({"AWAS": "100", "LOAN": "30"}, True),
        ({}, False),
    ],
)
def test_tricky_18_the_parts_of_a_quantity_make_it_up(parts: dict[str, str], told: bool) -> None:
    root = document()
    block = position(root, "EQUI")
    put(block, "AggtBal/Qty/Qty/Qty/Unit", "100")
    for part, quantity in parts.items():
        put(block, f"BalBrkdwn[{part}]/Qty/Qty/Unit", quantity)
    parsed = read(text_of(root))
    assert parsed.holdings[0]["quantidade"] == 100
    assert any("as partes da quantidade somam" in warning for warning in parsed.warnings) is told


def test_tricky_18_the_value_of_a_part_is_its_taxed_and_its_exempt_share() -> None:
    root = document()
    block = position(root, "CORP")
    for share, value in (("DIRT", "30.5"), ("CLEN", "12")):
        put(block, f"BalBrkdwn[AWAS]/AddtlBalBrkdwnDtls[{share}]/Qty/Qty/FaceAmt", value)
    parsed = read(text_of(root))
    assert parsed.holdings[0]["valor_disponivel"] == Decimal("42.5")
    assert (
        _details(parsed).items()
        >= {
            "BalBrkdwn[AWAS]/AddtlBalBrkdwnDtls[DIRT]/Qty/Qty/FaceAmt": "30.5",
            "BalBrkdwn[AWAS]/AddtlBalBrkdwnDtls[CLEN]/Qty/Qty/FaceAmt": "12",
        }.items()
    )


def test_tricky_19_the_side_of_an_entry_is_its_block_and_never_its_code() -> None:
    root = document()
    entry(root, "RECE", "CUST", "5")
    entry(root, "PAYA", "DIVI", "7")
    rows = read(text_of(root)).provisions
    assert [(row["codigo"], row["tipo_cpr"]) for row in rows] == [("DIVI", "PAGAR"), ("CUST", "RECEBER")]


def test_tricky_20_expenses_are_in_no_identity() -> None:
    with_, without = read(GALGO.read_bytes()), read(GALGO.read_bytes())
    without.expenses.clear()
    without.portfolio["despesas"] = None
    assert reconcile(with_) == reconcile(without)


@pytest.mark.parametrize(("net_worth", "status"), [("1000000.95", Status.HOLDS), ("1000001.06", Status.DOES_NOT_HOLD)])
def test_tricky_21_a_quota_may_be_cut_at_its_last_decimal(net_worth: str, status: Status) -> None:
    root = document()
    put(fund_of(root), "PricDtls[NAVL]/Val/Amt", "1.000000")
    put(fund_of(root), "AggtBal/Qty/Qty/Qty/Unit", "1000000")
    put(report_of(root), "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt", net_worth)
    assert _statuses(read(text_of(root)))["quota"] is status


def test_tricky_22_what_only_a_schema_minds_stops_nothing(changed: Change) -> None:
    parsed = read(changed(("<ISIN>BRSYNTCDB001<", "<ISIN>CURTO<"), ("<Frqcy>", "<Extra/><Frqcy>")))
    assert _of(parsed, "CORP")["isin"] == "CURTO"
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_tricky_23_missing_positions_fail_though_the_header_closes(changed: Change) -> None:
    text = changed()
    start = text.rindex("<BalForSubAcct>", 0, text.index("SYNTCDB0001"))
    end = text.index("</BalForSubAcct>", start) + len("</BalForSubAcct>")
    found = {result.check: result for result in reconcile(read(text[:start] + text[end:]))}
    assert (found["total_assets"].status, found["total_assets"].difference) == (
        Status.DOES_NOT_HOLD,
        Decimal("-1051220.00"),
    )
    assert found["net_worth"].status is Status.HOLDS


@pytest.mark.parametrize("first", ["INTE", "NAVL"])
def test_tricky_24_the_quota_is_chosen_by_code_in_any_order(first: str) -> None:
    root = document()
    fund = fund_of(root)
    fund.remove(at(fund, "PricDtls[NAVL]"))
    for code in (first, {"INTE": "NAVL", "NAVL": "INTE"}[first]):
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
    text = GALGO.read_text(encoding="utf-8")
    parsed, plain = read(change(text)), read(text)
    assert (parsed.holdings, parsed.cash, parsed.classes) == (plain.holdings, plain.cash, plain.classes)


def test_tricky_25_the_extension_is_read_in_its_misspelt_namespace_too(changed: Change) -> None:
    legs = "<Swap><HedgTp><Cd>FIHE</Cd></HedgTp></Swap>"
    text = changed(("<Swap/>", legs), ("www.anbima.com.br/Balance", "www.anbimacom.br/Balance"))
    row = _of(read(text), "SWAP")
    assert (row["hedge"], row["tipo_hedge"]) == (True, "FIHE")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<Prtry>TABELA NIVEL 1</Prtry>", "<Cd>TABELA NIVEL 1</Cd>"),
        ("<Prtry>TABELA NIVEL 1</Prtry>", "<Prtry> tabela nível 1 </Prtry>"),
        ("<Prtry>Nivel de Fundo</Prtry>", "<Prtry>NIVELDEFUNDO</Prtry>"),
        ("<Cd>CNPJ</Cd>", "<Prtry>CNPJ</Prtry>"),
    ],
)
def test_tricky_26_a_code_is_one_however_it_is_written(changed: Change, old: str, new: str) -> None:
    text = changed().replace(old, new)
    parsed, plain = read(text), read(GALGO.read_bytes())
    assert text != GALGO.read_text(encoding="utf-8")
    assert (parsed.holdings, parsed.classes) == (plain.holdings, plain.classes)


def test_tricky_26_another_table_is_not_level_1() -> None:
    root = document()
    put(position(root, "EQUI"), "FinInstrmId/OthrId[TABELA NIVEL 2]/Id", "DERI")
    assert read(text_of(root)).holdings[0]["secao"] == "EQUI"


def test_tricky_27_the_fund_is_neither_the_accounts_owner_nor_the_first_id() -> None:
    header = read(GALGO.read_bytes()).portfolio
    assert (header["cnpj"], header["cnpj_administrador"], header["cnpj_casca"]) == (
        "44555666000109",
        "11222333000181",
        "99888777000166",
    )


def test_tricky_28_money_that_stands_in_unit_is_no_quantity() -> None:
    root = document()
    put(fund_of(root), "BalBrkdwn[AWAS]/Qty/Qty/Unit", "1860414.48")
    parsed = read(text_of(root))
    assert parsed.portfolio["quantidade"] == 1
    assert _details(parsed)["BalBrkdwn[AWAS]/Qty/Qty/Unit"] == "1860414.48"


def test_tricky_29_the_total_counts_and_details_that_differ_only_warn(changed: Change) -> None:
    parsed = read(changed((">321.00<", ">320.00<")))
    assert parsed.portfolio["valorpagar"] == Decimal("410.64")
    statuses = _statuses(parsed)
    assert (statuses["payables"], statuses["net_worth"]) == (Status.DOES_NOT_HOLD, Status.HOLDS)
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_tricky_30_the_rights_of_a_fidc_are_the_first_series() -> None:
    root = document()
    report = report_of(root)
    fund = fund_of(root)
    put(fund, "FinInstrmId/OthrId[CNPJ]/Id", "11222333000181")
    put(fund, "AcctBaseCcyAmts/HldgVal/Amt", "100.00")
    put(fund, "AcctBaseCcyAmts/HldgVal/Sgn", "true")
    rights = "SplmtryData/Envlp/BalForSubAcctBrData/ReceInvstmtFnd/TtlBookValChng"
    put(fund, f"{rights}/Amt", "60.00")
    put(fund, f"{rights}/Sgn", "true")
    put(fund, "BalBrkdwn[PENR]/Qty/Qty/FaceAmt", "1.00")
    second = etree.SubElement(report, "BalForAcct")
    put(second, "FinInstrmId/ISIN", "BRSYNTCTF022")
    put(second, "PricDtls[NAVL]/Val/Amt", "9.00")
    put(second, "AggtBal/Qty/Qty/Qty/Unit", "4")
    put(second, "BalBrkdwn[PENR]/Qty/Qty/FaceAmt", "2.00")
    for section in ("PAYA", "RECE"):
        put(fund, f"BalBrkdwn[{section}]/Qty/Qty/FaceAmt", "0")
    put(fund, "BalBrkdwn[PEND]/Qty/Qty/FaceAmt", "0")
    put(report, "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt", "97.00")
    position(root, "CORP", value="40.00")
    parsed = read(text_of(root))
    assert [(row["secao"], row["valor_mercado"]) for row in parsed.holdings] == [("CORP", 40), ("RECE", 60)]
    assert [(row["nivel"], row["isin"], row["valorcota"], row["quantidade"]) for row in parsed.classes] == [
        ("SERIE", "BRSYNTCTF022", 9, 4)
    ]
    statuses = _statuses(parsed)
    assert (parsed.series, statuses["total_assets"], statuses["net_worth"]) == (True, Status.HOLDS, Status.HOLDS)
    assert (statuses["quota"], statuses["subclasses"]) == (Status.CANNOT_BE_CHECKED, Status.CANNOT_BE_CHECKED)


def test_tricky_31_a_margin_of_the_fund_is_a_negative_item(changed: Change) -> None:
    margin = (
        "<BalBrkdwn><SubBalTp><Prtry><Id>MARGEM</Id></Prtry></SubBalTp><Qty><Qty><FaceAmt>100.00</FaceAmt></Qty></Qty>"
        "</BalBrkdwn></BalForAcct>"
    )
    lower = read(changed(("</BalForAcct>", margin), (">1860414.48<", ">1860314.48<")))
    assert lower.portfolio["margem"] == 100
    assert _statuses(lower)["net_worth"] is Status.HOLDS
    same = read(changed(("</BalForAcct>", margin)))
    assert _statuses(same)["net_worth"] is Status.CANNOT_BE_CHECKED


def test_tricky_31_without_cash_and_provisions_nothing_can_be_checked() -> None:
    root = document()
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Amt", "2.00")
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Sgn", "true")
    position(root, "EQUI")
    statuses = _statuses(read(text_of(root)))
    for check in ("total_assets", "net_worth", "receivables", "payables"):
        assert statuses[check] is Status.CANNOT_BE_CHECKED


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
def test_tricky_32_a_code_of_an_account_is_found_however_it_is_written(
    code: str, text: str, account: str | None
) -> None:
    root = document()
    put(entry(root, "PAYA", code, "1"), "SubBalTp/Prtry/SchmeNm", text)
    parsed = read(text_of(root))
    row = parsed.provisions[0]
    assert (row["codigo"], row["conta"], row["descricao"]) == (code, account, text or None)
    assert any("contas fora da lista da ANBIMA: NOVA" in warning for warning in parsed.warnings) is (account is None)


def test_tricky_33_an_unknown_section_keeps_the_fund(changed: Change) -> None:
    parsed = read(
        changed(("<Id>SHAR</Id>", "<Id>EXOT</Id>"), ("</SubAcctDtls>", "</SubAcctDtls><Exotics><A>1</A></Exotics>"))
    )
    assert _of(parsed, "UNKN")["secao_origem"] == "EXOT"
    assert any("<A>1</A>" in str(row["conteudo"]) for row in parsed.unknown)
    assert verdict(reconcile(parsed)) is Status.HOLDS


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "http://exemplo.invalid/a.dtd">',
    ],
)
def test_tricky_34_a_dtd_is_refused(dtd: str) -> None:
    with pytest.raises(FormatError, match="recusados por segurança"):
        read(dtd + text_of(document()))


def test_tricky_35_a_file_of_many_positions_is_read_whole() -> None:
    root = document()
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Amt", "3000.00")
    put(fund_of(root), "AcctBaseCcyAmts/HldgVal/Sgn", "true")
    for _ in range(3000):
        position(root, "CORP")
    parsed = read(text_of(root))
    assert len(parsed.holdings) == 3000
    assert _statuses(parsed)["total_assets"] is Status.HOLDS


@pytest.mark.parametrize(
    "content", [LOT_4_01.read_bytes(), b"<arquivoposicao_4_00/>", b"<html><body>erro</body></html>", b"PK\x03\x04", b""]
)
def test_tricky_36_another_layout_is_no_5_0(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"fundo\.xml"):
        read(content)


def test_real_estate_has_its_value_in_the_extension() -> None:
    root = document()
    block = position(root, "REAL", value="0")
    extension = "SplmtryData/Envlp/BalForSubAcctBrData/RealStatePrtfl"
    put(block, f"{extension}/BookVal", "350000.00")
    put(block, f"{extension}/FundPartProperty", "50")
    put(block, f"{extension}/NmAndAdr/Adr/TwnNm", "São Paulo")
    parsed = read(text_of(root))
    assert parsed.holdings[0]["valor_mercado"] == 350000
    assert {(row["bloco"], row["campo"], row["valor"]) for row in parsed.details if row["tabela"] == "holdings"} >= {
        ("BalForSubAcctBrData", "RealStatePrtfl/FundPartProperty", "50"),
        ("BalForSubAcctBrData", "RealStatePrtfl/NmAndAdr/Adr/TwnNm", "São Paulo"),
    }


def test_a_property_keeps_the_value_that_the_block_has() -> None:
    root = document()
    block = position(root, "REAL", value="7.00")
    put(block, "SplmtryData/Envlp/BalForSubAcctBrData/RealStatePrtfl/BookVal", "350000.00")
    assert read(text_of(root)).holdings[0]["valor_mercado"] == 7


def test_foreign_currency_stands_beside_the_value_in_the_portfolios() -> None:
    root = document()
    block = position(root, "SHAR", value="540.00")
    put(block, "FinInstrmAttrbts/DnmtnCcy", "USD")
    put(block, "InstrmCcyAmts/HldgVal/Amt@Ccy", "USD")
    put(block, "InstrmCcyAmts/HldgVal/Amt", "100.00")
    put(block, "InstrmCcyAmts/HldgVal/Sgn", "true")
    put(block, "FXDtls/UnitCcy", "USD")
    put(block, "FXDtls/QtdCcy", "BRL")
    put(block, "FXDtls/XchgRate", "5.4")
    parsed = read(text_of(root))
    row = parsed.holdings[0]
    assert (row["moeda"], row["valor_moeda_origem"], row["taxa_cambio"], row["valor_mercado"]) == (
        "USD",
        100,
        Decimal("5.4"),
        540,
    )
    assert _details(parsed) == {
        "FXDtls/UnitCcy": "USD",
        "FXDtls/QtdCcy": "BRL",
        "InstrmCcyAmts/HldgVal/Amt@Ccy": "USD",
    }


def test_repeated_blocks_of_the_extension_are_told_apart() -> None:
    root = document()
    brokers = at(fund_of(root), "SplmtryData/Envlp/BalForSubAcctBrData/Brk")
    for broker in ("A", "A", "B"):
        put(etree.SubElement(brokers, "BrkId"), "Id", broker)
    assert _details(read(text_of(root))) == {"Brk/BrkId/Id": "A", "Brk/BrkId[2]/Id": "A", "Brk/BrkId[3]/Id": "B"}


def test_a_second_quantity_of_the_same_kind_is_not_lost_though_it_is_the_same() -> None:
    root = document()
    block = position(root, "EQUI")
    for _ in range(2):
        part = etree.SubElement(block, "BalBrkdwn")
        put(part, "SubBalTp/Cd", "COLO")
        put(part, "Qty/Qty/Unit", "10")
    parsed = read(text_of(root))
    assert parsed.holdings[0]["qtd_garantia"] == 10
    assert _details(parsed) == {"BalBrkdwn[COLO][2]/Qty/Qty/Unit": "10"}


def test_what_sub_accounts_repeat_says_nothing_and_what_differs_does(changed: Change) -> None:
    assert not [row for row in read(GALGO.read_bytes()).details if str(row["campo"]).startswith("SubAcctDtls")]
    text = changed()
    start = text.index("<SubAcctDtls>")
    other = read(text[:start] + text[start:].replace("CUSTODIA SINTETICA", "OUTRA CUSTODIA", 1))
    assert _details(other)["SubAcctDtls/SfkpgAcct/Nm"] == "OUTRA CUSTODIA"
