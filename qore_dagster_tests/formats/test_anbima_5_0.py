"""ANBIMA 5.0 files as published, and with one thing changed."""

import hashlib
import re
import warnings
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from qore_dagster.formats.anbima_5_0 import Anbima50Parser
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import Status, reconcile, verdict
from qore_dagster.model.tables import TABLES
from qore_dagster_tests.formats.conftest import GALGO, LOT_4_01, PREFIXED, Change, read

_SIGNED = '<Amt Ccy="BRL">1051220.00</Amt>\n                <Sgn>true</Sgn>'
_DOCUMENT = re.compile(r"<Document.*</Document>", re.DOTALL)


def _holding(parsed: ParsedPortfolio, section: str) -> Row:
    return next(row for row in parsed.holdings if row["secao"] == section)


def _only_quarantined(parsed: ParsedPortfolio, section: str) -> Row:
    (row,) = parsed.quarantine
    assert (row["tabela"], row["secao_origem"]) == ("holdings", section)
    assert section not in {held["secao"] for held in parsed.holdings}
    return row


def _only_first_account(text: str) -> str:
    end = text.index("</BalForAcct>") + len("</BalForAcct>")
    return text[:end] + text[text.index("<SubAcctDtls>") :]


def _facts(parsed: ParsedPortfolio, block: str) -> dict[str, object]:
    return {str(row["campo"]): row["valor"] for row in parsed.details if row["bloco"] == block}


def _paths(parsed: ParsedPortfolio) -> list[str]:
    return [str(row["caminho"]).partition("SctiesBalAcctgRpt/")[2] for row in parsed.unknown]


@pytest.mark.parametrize("path", [GALGO, PREFIXED])
def test_defect_46_both_published_envelopes_are_read(path: Path) -> None:
    parsed = read(path.read_bytes())
    assert (len(parsed.holdings), len(parsed.cash), len(parsed.provisions)) == (11, 2, 5)
    assert (len(parsed.expenses), len(parsed.classes)) == (3, 2)
    assert (parsed.unknown, parsed.quarantine) == ([], [])
    assert {(result.check, result.status, result.difference) for result in reconcile(parsed)} >= {
        (check, Status.HOLDS, Decimal("0.00"))
        for check in ("total_assets", "receivables", "payables", "net_worth", "quota", "subclasses")
    }
    assert verdict(reconcile(parsed)) is Status.HOLDS


@pytest.mark.parametrize("path", [GALGO, PREFIXED])
def test_every_row_of_every_section_is_counted(path: Path) -> None:
    sections = {"EQUI", "OPTN", "GOVE", "FUTU", "LOAN", "SWAP", "DEBE", "CORP", "SHAR"}
    seen = read(path.read_bytes()).seen
    assert {key: count for key, count in seen.items() if key[0] != "details"} == {
        **{("holdings", section): 1 for section in sections},
        ("holdings", "REPO"): 2,
        ("cash", "CASH"): 2,
        ("provisions", "PAYA"): 3,
        ("provisions", "RECE"): 2,
        ("expenses", "EXPN"): 3,
        ("classes", "BalForAcct"): 2,
    }


def test_both_envelopes_give_the_same_rows() -> None:
    one, other = read(GALGO.read_bytes()), read(PREFIXED.read_bytes())
    for name in TABLES:
        provenance = {"sha256", "linha", "caminho"}
        rows, others = (
            [{column: value for column, value in row.items() if column not in provenance} for row in parsed.rows(name)]
            for parsed in (one, other)
        )
        assert rows == others


def test_the_envelope_is_told() -> None:
    document = _DOCUMENT.search(GALGO.read_text(encoding="utf-8"))
    assert document is not None
    contents = (GALGO.read_bytes(), PREFIXED.read_bytes(), document[0].encode())
    assert [read(content).envelope for content in contents] == ["Galgo", "ANBIMA", "sem envelope"]
    assert read(f"<Outro>{document[0]}</Outro>").envelope == "Outro"


def test_the_layout_is_recognised_by_content_only() -> None:
    parser = Anbima50Parser()
    assert (parser.file_type, parser.layout) == (FileType.XML_5_0, "ANBIMA 5.0")
    for path in (GALGO, PREFIXED):
        assert parser.can_parse(ReportFile.of_bytes("planilha.xlsx", path.read_bytes()))
    for content in (LOT_4_01.read_bytes(), b"", b"<html/>", b"%PDF-1.7", b"PK\x03\x04", b"<?xml", bytes(range(256))):
        assert not parser.can_parse(ReportFile.of_bytes(GALGO.name, content))


def test_name_and_hash_are_the_files() -> None:
    file = ReportFile.of_bytes("fundo.xml", GALGO.read_bytes())
    header = read(GALGO.read_bytes()).portfolio
    assert (header["arquivo"], header["sha256"], header["formato"]) == (file.name, file.sha256, "XML_5_0")


def test_defect_46_a_bare_document_is_read() -> None:
    document = _DOCUMENT.search(GALGO.read_text(encoding="utf-8"))
    assert document is not None
    parsed = read(document[0])
    assert parsed.portfolio["patliq"] == Decimal("1860414.48")
    assert parsed.portfolio["criado_em"] is None


def test_defect_46_a_date_with_time_is_read(changed: Change) -> None:
    parsed = read(changed(("<Dt>2024-06-28</Dt>", "<DtTm>2024-06-28T23:00:00Z</DtTm>")))
    assert parsed.portfolio["data_pos"] == date(2024, 6, 28)
    assert {row["data_pos"] for row in parsed.holdings} == {date(2024, 6, 28)}


def test_the_header() -> None:
    header = read(GALGO.read_bytes()).portfolio
    assert {column: value for column, value in header.items() if value is not None} == {
        "data_pos": date(2024, 6, 28),
        "cnpj": "44555666000109",
        "cnpj_casca": "99888777000166",
        "isin": "BRSYNTCTF009",
        "nome": "CLASSE SINTETICA",
        "nivel": "CLASSE",
        "cfi": "EUOGSR",
        "cnpj_administrador": "11222333000181",
        "nome_administrador": "ADMINISTRADORA SINTETICA",
        "cnpj_gestor": "44555666000109",
        "cnpj_custodiante": "11222333000181",
        "nome_custodiante": "CUSTODIA SINTETICA",
        "moeda": "BRL",
        "valorcota": Decimal("1.24027632"),
        "casas_cota": 8,
        "valorcota_bruta": Decimal("1.24027632"),
        "quantidade": Decimal(1500000),
        "patliq": Decimal("1860414.48"),
        "valorativos": Decimal("1863501.67"),
        "valorreceber": Decimal("823.45"),
        "valorpagar": Decimal("410.64"),
        "vlcotasemitir": Decimal("1000.00"),
        "vlcotasresgatar": Decimal("2500.00"),
        "despesas": Decimal("37.02"),
        "criado_em": datetime(2024, 7, 1, 12, tzinfo=UTC),
        "formato": "XML_5_0",
        "arquivo": "fundo.xml",
        "sha256": hashlib.sha256(GALGO.read_bytes()).hexdigest(),
    }
    assert set(header) == set(TABLES["portfolio"].columns) - {"fundo"}


def test_the_senders_name_is_the_administrators_only_where_it_is_the_administrator(changed: Change) -> None:
    parsed = read(changed(("<Id>11222333000181</Id>", "<Id>99888777000166</Id>")))
    assert parsed.portfolio["nome_administrador"] is None
    assert {"Fr/OrgId/Nm": "ADMINISTRADORA SINTETICA"}.items() <= _facts(parsed, "AppHdr").items()


def test_a_managed_account_is_its_holders_and_needs_no_quota(changed: Change) -> None:
    text = changed(
        ("<Prtry>CNPJCASCA</Prtry>", "<Prtry>CNPJ TITULAR</Prtry>"),
        ("<Prtry>CNPJCLASSE</Prtry>", "<Prtry>Carteira Conta</Prtry>"),
        ("<Prtry>Nivel de Fundo</Prtry>", "<Prtry>CARTEIRA BANCO</Prtry>"),
        ("<Cd>NAVL</Cd>", "<Cd>SWNG</Cd>"),
    )
    header = read(_only_first_account(text)).portfolio
    assert (header["documento_titular"], header["codigo_carteira"]) == ("99888777000166", "44555666000109")
    assert (header["cnpj"], header["nivel"], header["valorcota"]) == (None, None, None)


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("<Cd>NAVL</Cd>", "<Cd>SWNG</Cd>", "valorcota"),
        ("<Unit>1500000</Unit>", "<Unit/>", "quantidade"),
    ],
)
def test_a_fund_without_quota_or_quantity_is_no_fund(changed: Change, old: str, new: str, missing: str) -> None:
    text = changed((old, new))
    with pytest.raises(FormatError, match=f"o fundo não traz {missing}"):
        read(_only_first_account(text))
    assert read(text).portfolio[missing] is None  # the quotas are the subclasses'


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("TtlHldgsValOfStmt>", "TtlBookValOfStmt>", "não traz o patrimônio líquido"),
        ('<Amt Ccy="BRL">1860414.48', "<Amt>1860414.48", ""),
    ],
)
def test_the_net_worth_and_its_currency(changed: Change, old: str, new: str, reason: str) -> None:
    text = changed((old, new)).replace(old, new)
    if reason:
        with pytest.raises(FormatError, match=reason):
            read(text)
    else:
        assert read(text).portfolio["moeda"] == "BRL"  # the assets'


def test_rows_have_the_columns_of_their_tables_only() -> None:
    parsed = read(GALGO.read_bytes()).bind("fundo")
    for name, table in TABLES.items():
        for row in parsed.rows(name):
            assert row.keys() <= set(table.columns)
            assert row["fundo"] == "fundo"
        if name != "portfolio":
            assert [row["ordinal"] for row in parsed.rows(name)] == list(range(1, len(parsed.rows(name)) + 1))


def test_defect_13_what_identifies_a_lot_is_kept() -> None:
    parsed = read(GALGO.read_bytes())
    bond, future, share = (_holding(parsed, section) for section in ("GOVE", "FUTU", "EQUI"))
    assert (bond["isin"], bond["codigo"], bond["tipo_codigo"]) == ("BRSTNCLF1SY1", "210100", "SELC")
    assert (bond["data_emissao"], bond["data_vencimento"]) == (date(2024, 1, 2), date(2029, 3, 1))
    assert (bond["quantidade"], bond["qtd_disponivel"], bond["qtd_margem"]) == (100, 80, 20)
    assert (future["codigo"], future["tipo_codigo"]) == ("DI1F29", "BVMF")
    assert (share["codigo"], share["tipo_codigo"], share["cnpj_emissor"]) == ("SYNT4", "TICKER", "11222333000181")
    assert _holding(parsed, "DEBE")["codigo_interno"] == "123456"
    assert _holding(parsed, "CORP")["perc_indexador"] == 100
    assert _holding(parsed, "SWAP")["valor_nocional"] == 1000000
    assert [(row["tipo_conta"], row["instituicao"], row["moeda"], row["saldo"]) for row in parsed.cash] == [
        ("D", "BRSYNT", "BRL", Decimal("15000.55")),
        ("D", "US0001", "USD", Decimal("-120.10")),
    ]


def test_provisions_have_side_code_and_date() -> None:
    rows = read(GALGO.read_bytes()).provisions
    assert [(row["tipo_cpr"], row["codigo"], row["valor"], row["data_vencimento"]) for row in rows] == [
        ("PAGAR", "MANF", Decimal("321.00"), date(2024, 7, 5)),
        ("PAGAR", "SECU", Decimal("49.64"), date(2050, 12, 30)),
        ("RECEBER", "REGF", Decimal("700.00"), date(2024, 5, 9)),
        ("RECEBER", "DIVI", Decimal("123.45"), date(2024, 7, 15)),
        ("PAGAR", "DIST", Decimal("40.00"), date(2024, 7, 30)),
    ]
    assert [row["descricao"] for row in rows][3:] == ["ISIN:BRSYNTACNPR1", "CNPJ:11222333000181"]


def test_provisions_have_the_account_behind_their_code() -> None:
    rows = read(GALGO.read_bytes()).provisions
    assert [(row["codigo"], row["conta"]) for row in rows] == [
        ("MANF", "MANF"),
        ("SECU", "CORP"),
        ("REGF", "REGF"),
        ("DIVI", "DIVI"),
        ("DIST", "DIST"),
    ]


def test_expenses_are_rows_of_their_own(changed: Change) -> None:
    fee = (
        "<SplmtryData><Envlp><BalForSubAcctBrData><Expn><MgmtFeeRate>1.5</MgmtFeeRate><EqulFee><Rate>20</Rate>"
        "<EqulIndex><Code><Prtry><Id>CDI</Id></Prtry></Code><Rate>100</Rate></EqulIndex></EqulFee></Expn>"
        "</BalForSubAcctBrData></Envlp></SplmtryData></BalForAcct>"
    )
    rows = read(changed(("</BalForAcct>", fee))).expenses
    assert [(row["secao_origem"], row["codigo"], row["conta"], row.get("valor"), row.get("taxa")) for row in rows] == [
        ("EXPN", "CUST", "CUST", Decimal("12.34"), None),
        ("Expn", "MgmtFeeRate", "MANF", None, Decimal("1.5")),
        ("Expn", "EqulFee", "EQUL", None, Decimal(20)),
        ("EXPN", "CUST", "CUST", Decimal("12.34"), None),
        ("EXPN", "CUST", "CUST", Decimal("12.34"), None),
    ]
    assert (rows[2]["indexador"], rows[2]["perc_indexador"]) == ("CDI", 100)


def test_what_is_a_subclasss_says_so() -> None:
    parsed = read(GALGO.read_bytes())
    owners = {
        (row["tabela"], row["linha_tabela"]): row["valor"]
        for row in parsed.details
        if row["campo"] == "FinInstrmId/OthrId[CODIGOSUBCLASSE]/Id"
    }
    assert owners == {("provisions", 5): "1960000089", ("expenses", 2): "1960000089", ("expenses", 3): "1960000090"}


def test_defect_8_fund_quotas_are_kept_as_what_they_are() -> None:
    quota = _holding(read(GALGO.read_bytes()), "SHAR")
    assert (quota["isin"], quota["valor_mercado"]) == ("BRSYNTCTF001", Decimal("1524.16"))
    assert quota["cnpj_emissor"] == "44555666000109"


@pytest.mark.parametrize("code", ["FUND", "ACAO", "RFPR", ""])
def test_defect_9_an_unknown_class_never_becomes_fixed_income(changed: Change, code: str) -> None:
    parsed = read(changed(("<Id>SHAR</Id>", f"<Id>{code}</Id>")))
    assert [row["secao"] for row in parsed.holdings].count("UNKN") == 1
    assert _holding(parsed, "UNKN")["valor_mercado"] == Decimal("1524.16")
    assert any(path.endswith("FinInstrmId/OthrId/Id") for path in _paths(parsed))
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_defect_9_only_level_1_is_the_class(changed: Change) -> None:
    parsed = read(changed(("TABELA NIVEL 1</Prtry>", "Tabela  Nível 1</Prtry>")))
    assert len(parsed.cash) == 2
    repo = _holding(parsed, "REPO")
    assert (repo["nivel_2"], repo["nivel_3"]) == ("GOVE", "RERA")


def test_defect_12_nothing_is_invented() -> None:
    parsed = read(GALGO.read_bytes())
    private = _holding(parsed, "CORP")
    for absent in (
        "pu_compra",
        "data_compra",
        "valor_contabil",
        "juros_apropriados",
        "qtd_bloqueada",
        "preco_exercicio",
    ):
        assert private[absent] is None
    bond = _holding(parsed, "GOVE")
    assert (bond["pu_mercado"], bond["pu_compra"], bond["data_compra"]) == (
        Decimal("14000.5"),
        Decimal(13900),
        date(2024, 6, 3),
    )
    assert (bond["valor_mercado"], bond["valor_contabil"]) == (Decimal("1400050.00"), Decimal(1390000))


def test_defect_12_missing_quantity_is_null(changed: Change) -> None:
    block = "<Qty>\n                <Qty>\n                  <Qty>\n                    <Unit>1000</Unit>"
    parsed = read(changed((block, block.replace("<Unit>1000</Unit>", "<Unit></Unit>"))))
    assert _holding(parsed, "CORP")["quantidade"] is None


def test_defect_14_signs_and_directions_count() -> None:
    parsed = read(GALGO.read_bytes())
    short = {
        str(row["secao"]): (row["direcao"], row["valor_mercado"]) for row in parsed.holdings if row["ordinal"] != 4
    }
    assert short["FUTU"] == ("SHOR", Decimal("-733029.00"))
    assert short["OPTN"] == ("SHOR", Decimal("-400.00"))
    assert short["LOAN"] == ("SHOR", Decimal("-2000.00"))
    assert short["REPO"] == ("SHOR", Decimal("-21000.00"))
    assert short["SWAP"] == ("LONG", Decimal("-5000.00"))


def test_defect_14_debt_held_as_an_amount_has_its_quantity(changed: Change) -> None:
    parsed = read(changed(("<Unit>1000</Unit>", "<FaceAmt>1000</FaceAmt>")))
    assert _holding(parsed, "CORP")["quantidade"] == 1000


def test_a_missing_sign_is_never_plus(changed: Change) -> None:
    text = changed((_SIGNED, _SIGNED.partition("\n")[0]))
    line = text[: text.index('<Amt Ccy="BRL">1051220.00')].count("\n") + 1
    row = _only_quarantined(read(text), "CORP")
    reason = f"fundo.xml, linha {line}, GalgoAssBalStmt/.*HldgVal/Amt: falta o sinal"
    assert re.match(reason, str(row["motivo"]))


def test_a_sign_that_is_none_is_a_fault_of_its_row(changed: Change) -> None:
    row = _only_quarantined(read(changed((_SIGNED, _SIGNED.replace("true", "mais")))), "CORP")
    assert "'mais' não é true nem false" in str(row["motivo"])


def test_the_sign_of_the_net_worth_is_a_fault_of_the_file(changed: Change) -> None:
    amount = '<Amt Ccy="BRL">1860414.48</Amt>\n            <Sgn>true</Sgn>'
    with pytest.raises(FormatError, match="TtlHldgsValOfStmt/Amt: falta o sinal"):
        read(changed((amount, amount.partition("\n")[0])))


def test_a_negative_zero_is_zero(changed: Change) -> None:
    parsed = read(changed((_SIGNED, _SIGNED.replace("1051220.00", "0.00").replace("true", "false"))))
    assert str(_holding(parsed, "CORP")["valor_mercado"]) == "0.00"


def test_short_is_read_as_shor_and_said(changed: Change) -> None:
    parsed = read(changed(("<ShrtLngInd>SHOR<", "<ShrtLngInd>SHORT<")))
    assert "SHORT" not in {row["direcao"] for row in parsed.holdings}
    assert any("SHORT, lida como SHOR" in warning for warning in parsed.warnings)


def test_the_quota_is_chosen_by_code(changed: Change) -> None:
    parsed = read(changed(("1.24027632", "9.99999999")))  # INTE comes first in the file
    assert parsed.portfolio["valorcota"] == Decimal("1.24027632")
    assert parsed.portfolio["valorcota_bruta"] == Decimal("9.99999999")


def test_the_decimals_printed_of_the_quota_are_kept(changed: Change) -> None:
    parsed = read(changed(("1.24027632", "1.3"), ("1.24027632", "1.240270")))  # INTE, then NAVL
    assert parsed.portfolio["casas_cota"] == 6


@pytest.mark.parametrize(
    ("pairs", "cnpj"),
    [
        ([], "44555666000109"),
        ([("CNPJCLASSE", "CODIGOANBIMA")], "99888777000166"),
        ([("<Prtry>CNPJCASCA</Prtry>", "<Cd>cnpj</Cd>"), ("CNPJCLASSE", "CODIGOANBIMA")], "99888777000166"),
        ([("CNPJCLASSE", "Cnpj Classe")], "44555666000109"),
    ],
)
def test_the_fund_is_found_by_the_type_of_its_id(changed: Change, pairs: list[tuple[str, str]], cnpj: str) -> None:
    assert read(changed(*pairs)).portfolio["cnpj"] == cnpj


def test_a_filler_is_no_isin(changed: Change) -> None:
    assert _holding(read(GALGO.read_bytes()), "REPO")["isin"] is None
    parsed = read(changed(("<ISIN>BRSYNTCDB001</ISIN>", "<ISIN>************</ISIN>")))
    assert _holding(parsed, "CORP")["isin"] is None


def test_a_decimal_comma_is_repaired_and_said(changed: Change) -> None:
    text = changed((">1051.22<", ">1051,22<"))
    line = text[: text.index("1051,22")].count("\n") + 1
    parsed = read(text)
    assert _holding(parsed, "CORP")["pu_mercado"] == Decimal("1051.22")
    (repair,) = parsed.repaired
    assert (repair.text, repair.value) == ("1051,22", "1051.22")
    assert repair.place.endswith(f"PricDtls/Val/Amt, linha {line}")
    assert any("1 número(s) com vírgula decimal" in warning and "'1051,22'" in warning for warning in parsed.warnings)


def test_what_is_repaired_in_a_row_goes_with_it(changed: Change) -> None:
    parsed = read(changed((">1051.22<", ">1051,22<"), (">1051220.00<", ">x<")))
    _only_quarantined(parsed, "CORP")
    assert parsed.repaired == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (">1051220.00<", ">1.051.220,00<", "'1.051.220,00' não é um número"),
        (">1051220.00<", ">NaN<", "'NaN' não é um número"),
        (">1051220.00<", f">{'9' * 30}<", "tem dígitos demais"),
        (">1051220.00<", "><", "falta valor_mercado, que é obrigatório"),
        ("<MtrtyDt>2027-06-28", "<MtrtyDt>2027-02-30", "'2027-02-30' não existe no calendário"),
    ],
)
def test_a_value_that_is_none_costs_its_row_only(changed: Change, old: str, new: str, reason: str) -> None:
    parsed = read(changed((old, new)))
    row = _only_quarantined(parsed, "CORP")
    assert re.match(r"fundo\.xml, linha \d+, GalgoAssBalStmt/", str(row["motivo"]))
    assert reason in str(row["motivo"])
    assert "SYNTCDB0001" in str(row["conteudo"])
    assert len(parsed.holdings) == 10
    assert any("1 linha(s) em quarentena" in warning for warning in parsed.warnings)
    checks = {result.check: result for result in reconcile(parsed)}
    assert (checks["total_assets"].status, checks["net_worth"].status) == (Status.DOES_NOT_HOLD, Status.HOLDS)


@pytest.mark.parametrize(
    ("old", "new", "table", "section"),
    [
        (">15000.55</Amt>\n                <Sgn>true", ">x</Amt>\n                <Sgn>true", "cash", "CASH"),
        (">321.00<", ">x<", "provisions", "PAYA"),
        (">123.45<", "><", "provisions", "RECE"),
        (
            "<FaceAmt>12.34</FaceAmt>\n                </Qty>\n              </Qty>\n            </Addtl",
            "<FaceAmt>x</FaceAmt>\n                </Qty>\n              </Qty>\n            </Addtl",
            "expenses",
            "EXPN",
        ),
    ],
)
def test_a_fault_of_any_row_is_that_rows(changed: Change, old: str, new: str, table: str, section: str) -> None:
    before, parsed = read(GALGO.read_bytes()), read(changed((old, new)))
    (row,) = parsed.quarantine
    assert (row["tabela"], row["secao_origem"]) == (table, section)
    assert len(parsed.rows(table)) == len(before.rows(table)) - 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<Dt>2024-06-28", "<Dt>28/06/2024", "'28/06/2024' não é uma data"),
        ("<Dt>2024-06-28", "<Dt>", "não traz a data da posição"),
        (">1863501.67<", ">1,863,501.67<", "não é um número"),
        ("<PgNb>1<", "<PgNb>um<", "'um' não é um número inteiro"),
        ("<LastPgInd>true<", "<LastPgInd>sim<", "'sim' não é true nem false"),
    ],
)
def test_a_fault_of_the_header_is_an_error_with_line_and_path(changed: Change, old: str, new: str, reason: str) -> None:
    with pytest.raises(FormatError, match=r"fundo\.xml, linha \d+, GalgoAssBalStmt/") as error:
        read(changed((old, new)))
    assert reason in error.value.fault.reason
    assert "administrador" in error.value.fault.action


def test_an_unknown_element_is_kept_whole(changed: Change) -> None:
    parsed = read(
        changed(
            ("<SubAcctDtls>", "<NovoBloco><X>1</X></NovoBloco><SubAcctDtls>"),
            ("<DnmtnCcy>USD</DnmtnCcy>", "<DnmtnCcy>USD</DnmtnCcy><Novo>2</Novo>"),
            ("<Cd>CETI</Cd>", "<Cd>NOVO</Cd>"),
            ("<Cd>AWAS</Cd>", "<Cd>NOVA</Cd>"),
        )
    )
    assert _paths(parsed) == [
        "NovoBloco",
        "SubAcctDtls/BalForSubAcct/FinInstrmAttrbts/Novo",
        "SubAcctDtls/BalForSubAcct/BalBrkdwn",
        "SubAcctDtls/BalForSubAcct/FinInstrmId/OthrId",
    ]
    assert "<X>1</X>" in str(parsed.unknown[0]["conteudo"])
    assert "SYNTCDB0001" in str(parsed.unknown[3]["conteudo"])
    assert [row["linha"] for row in parsed.unknown] == sorted(int(str(row["linha"])) for row in parsed.unknown)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<BsnsMsg>", "<BsnsMsg><Novo>x</Novo>"),
        ("</BsnsMsg>", "</BsnsMsg><Novo>x</Novo>"),
        ("<Fr>", "<Novo>x</Novo><Fr>"),
    ],
)
def test_an_unknown_element_around_the_report_is_kept_too(changed: Change, old: str, new: str) -> None:
    (row,) = read(changed((old, new))).unknown
    assert str(row["caminho"]).endswith("/Novo")


def test_a_second_value_for_one_column_is_not_lost(changed: Change) -> None:
    double = "<Desc>CDB SINTETICO</Desc>"
    parsed = read(changed((double, f"{double}<Desc>OUTRO</Desc>")))
    assert _holding(parsed, "CORP")["descricao"] == "CDB SINTETICO"
    assert "OUTRO" in str(parsed.unknown[-1]["conteudo"])


def test_free_text_in_place_of_a_due_date_is_a_detail(changed: Change) -> None:
    parsed = read(changed(("<SubBalAddtlDtls>2024-07-05<", "<SubBalAddtlDtls>a combinar<")))
    assert parsed.provisions[0]["data_vencimento"] is None
    assert [(row["tabela"], row["linha_tabela"]) for row in parsed.details if row["valor"] == "a combinar"] == [
        ("provisions", 1)
    ]


def test_subclasses_enter_the_totals_and_are_rows_of_their_own() -> None:
    parsed = read(GALGO.read_bytes())
    columns = ("nivel", "codigo_subclasse", "isin", "nome", "valorcota", "casas_cota", "quantidade", "valorpagar")
    assert [tuple(row[column] for column in columns) for row in parsed.classes] == [
        ("SUBCLASSE", "1960000089", "BRSYNTCTF010", "SUBCLASSE A", Decimal("1.11624869"), 8, 1000000, Decimal(40)),
        ("SUBCLASSE", "1960000090", "BRSYNTCTF011", "SUBCLASSE B", Decimal("1.48833158"), 8, 500000, 0),
    ]
    assert [(row["vlcotasemitir"], row["vlcotasresgatar"]) for row in parsed.classes] == [(1000, 0), (0, 2500)]


@pytest.mark.parametrize("kind", ["CODIGODASUBCLASSE", "Código Subclasse"])
def test_the_code_of_a_subclass_has_two_names(changed: Change, kind: str) -> None:
    assert read(changed(("CODIGOSUBCLASSE", kind))).classes[0]["codigo_subclasse"] == "1960000089"


def test_series_share_the_net_worth(changed: Change) -> None:
    # Without levels the three blocks are series: assets, payables and receivables of the first, deductions of all.
    parsed = read(changed(*[("<Prtry>Nivel de Fundo</Prtry>", "<Prtry>CODIGOANBIMA</Prtry>")] * 3))
    assert parsed.series
    assert (parsed.portfolio["valorpagar"], parsed.portfolio["vlcotasresgatar"]) == (
        Decimal("370.64"),
        Decimal("2500.00"),
    )
    assert len(parsed.provisions) == 4
    assert [row["nivel"] for row in parsed.classes] == ["SERIE", "SERIE"]
    facts = {str(row["campo"]): row["valor"] for row in parsed.details if row["tabela"] == "classes"}
    assert facts["BalBrkdwn[PAYA]/AddtlBalBrkdwnDtls/SubBalTp/Prtry/Id"] == "DIST"  # the first's counts; this is kept
    assert {result.check: result.status for result in reconcile(parsed)}["quota"] is Status.CANNOT_BE_CHECKED


def test_credit_rights_in_the_extension_are_a_holding(changed: Change) -> None:
    rights = (
        "<SplmtryData><Envlp><BalForSubAcctBrData><ReceInvstmtFnd><TtlBookValChng><Amt>500.00</Amt><Sgn>true</Sgn>"
        "</TtlBookValChng></ReceInvstmtFnd></BalForSubAcctBrData></Envlp></SplmtryData></BalForAcct>"
    )
    parsed = read(
        changed(("</BalForAcct>", rights), (">1863501.67<", ">1864001.67<"), (">1860414.48<", ">1860914.48<"))
    )
    row = _holding(parsed, "RECE")
    assert (row["valor_mercado"], row["direcao"]) == (Decimal("500.00"), "LONG")
    assert row.get("quantidade") is None
    found = {result.check: result.difference for result in reconcile(parsed)}
    assert (found["total_assets"], found["net_worth"]) == (0, 0)


def test_a_page_of_several_is_told(changed: Change) -> None:
    parsed = read(changed(("<LastPgInd>true</LastPgInd>", "<LastPgInd>false</LastPgInd>")))
    assert any("página 1" in warning for warning in parsed.warnings)
    assert (parsed.page, parsed.last_page, parsed.report_id, parsed.is_part) == (1, False, "1", True)
    assert {result.check: result.status for result in reconcile(parsed)}["total_assets"] is Status.CANNOT_BE_CHECKED


def test_a_value_in_another_currency_is_told(changed: Change) -> None:
    parsed = read(changed((_SIGNED, _SIGNED.replace("BRL", "USD"))))
    assert any("valor em USD, e o patrimônio em BRL" in warning for warning in parsed.warnings)


def test_wrong_check_digits_are_told_and_stop_nothing() -> None:
    assert read(GALGO.read_bytes()).warnings == [
        "fundo.xml: CNPJ com dígito verificador errado: 44555666000109, 99888777000166"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LOT_4_01.read_bytes(), "a raiz arquivoposicao_4_01, sem relatório"),
        (b"<html><body/></html>", "a raiz html, sem relatório"),
        (b"<Document><SctiesBalAcctgRpt/><SctiesBalAcctgRpt/></Document>", "tem 2 relatórios"),
        (b"<Document><SctiesBalAcctgRpt/></Document>", "não traz o fundo"),
    ],
)
def test_another_file_is_an_error(content: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(content)


def test_defect_47_no_element_is_tested_for_truth() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read(GALGO.read_bytes())


def test_defect_28_no_number_is_a_float() -> None:
    parsed = read(GALGO.read_bytes())
    values = [value for name in TABLES for row in parsed.rows(name) for value in row.values()]
    assert not any(isinstance(value, float) for value in values)
