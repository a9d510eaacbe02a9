"""ANBIMA 5.0 files as published, and with one thing changed."""

import hashlib
import re
import warnings
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from qore_dagster.formats.errors import FormatError
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import Status, reconcile, verdict
from qore_dagster.model.tables import ROW_TABLES, TABLES
from qore_dagster_tests.formats.conftest import GALGO, LOT_4_01, PREFIXED, Change, read

_SIGNED = '<Amt Ccy="BRL">1051220.00</Amt>\n                <Sgn>true</Sgn>'
_DOCUMENT = re.compile(r"<Document.*</Document>", re.DOTALL)


def _holding(parsed: ParsedPortfolio, section: str) -> Row:
    return next(row for row in parsed.holdings if row["secao"] == section)


def _paths(parsed: ParsedPortfolio) -> list[str]:
    return [str(row["caminho"]).partition("SctiesBalAcctgRpt/")[2] for row in parsed.unknown]


@pytest.mark.parametrize("path", [GALGO, PREFIXED])
def test_defect_46_both_published_envelopes_are_read(path: Path) -> None:
    parsed = read(path.read_bytes())
    assert (len(parsed.holdings), len(parsed.cash), len(parsed.provisions)) == (11, 2, 5)
    assert [(result.check, result.status, result.difference) for result in reconcile(parsed)][:5] == [
        (check, Status.HOLDS, 0) for check in ("total_assets", "receivables", "payables", "net_worth", "quota")
    ]
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_both_envelopes_give_the_same_rows() -> None:
    one, other = read(GALGO.read_bytes()), read(PREFIXED.read_bytes())
    assert one.portfolio | {"sha256": ""} == other.portfolio | {"sha256": ""}
    for table in ROW_TABLES:
        assert one.rows(table.name) == other.rows(table.name), table.name
    assert (one.envelope, other.envelope) == ("Galgo", "ANBIMA")


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
    assert read(GALGO.read_bytes()).portfolio == {
        "data_pos": date(2024, 6, 28),
        "cnpj": "44555666000109",
        "cnpj_casca": "99888777000166",
        "codigo_subclasse": None,
        "documento_titular": None,
        "codigo_carteira": None,
        "codigo_anbima": None,
        "tipo_fundo": None,
        "isin": "BRSYNTCTF009",
        "nome": "CLASSE SINTETICA",
        "nivel": "CLASSE",
        "cfi": "EUOGSR",
        "cnpj_administrador": "11222333000181",
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
        "nivel_risco": None,
        "criado_em": datetime(2024, 7, 1, 12, tzinfo=UTC),
        "formato": "XML_5_0",
        "arquivo": "fundo.xml",
        "sha256": hashlib.sha256(GALGO.read_bytes()).hexdigest(),
    }


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


def _only_quarantined(parsed: ParsedPortfolio) -> Row:
    """The one row that could not be read; the others are there, and the portfolio does not reconcile."""
    (row,) = parsed.quarantine
    assert (len(parsed.holdings), len(parsed.cash), len(parsed.provisions)) == (10, 2, 5)
    assert verdict(reconcile(parsed)) is Status.DOES_NOT_HOLD
    return row


def test_a_missing_sign_is_a_fault_of_its_row_and_never_plus(changed: Change) -> None:
    text = changed((_SIGNED, _SIGNED.partition("\n")[0]))
    line = text[: text.index('<Amt Ccy="BRL">1051220.00')].count("\n") + 1
    row = _only_quarantined(read(text))
    assert re.match(f"linha {line}, GalgoAssBalStmt/.*HldgVal/Amt: falta o sinal", str(row["motivo"]))
    assert (row["tabela"], row["secao_origem"]) == ("holdings", "CORP")
    assert "SYNTCDB0001" in str(row["conteudo"])


def test_a_missing_sign_of_the_net_worth_is_a_fault_of_the_file(changed: Change) -> None:
    with pytest.raises(FormatError, match="TtlHldgsValOfStmt/Amt: falta o sinal"):
        read(changed(("<Sgn>true</Sgn>\n          </TtlHldgsValOfStmt>", "</TtlHldgsValOfStmt>")))


def test_a_sign_that_is_none_is_a_fault_of_its_row(changed: Change) -> None:
    row = _only_quarantined(read(changed((_SIGNED, _SIGNED.replace("true", "mais")))))
    assert "'mais' não é true nem false" in str(row["motivo"])


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
    parsed = read(changed((">1051.22<", ">1051,22<")))
    assert _holding(parsed, "CORP")["pu_mercado"] == Decimal("1051.22")
    (repair,) = parsed.repaired
    assert (repair.text, repair.value) == ("1051,22", "1051.22")
    assert re.search(r"PricDtls/Val/Amt, linha \d+$", repair.place)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (">1051220.00<", ">1.051.220,00<", "'1.051.220,00' não é um número"),
        (">1051220.00<", ">NaN<", "'NaN' não é um número"),
        ("<MtrtyDt>2027-06-28", "<MtrtyDt>2027-02-30", "'2027-02-30' não existe no calendário"),
    ],
)
def test_a_value_of_a_row_that_is_none_is_a_fault_of_that_row(changed: Change, old: str, new: str, reason: str) -> None:
    row = _only_quarantined(read(changed((old, new))))
    assert reason in str(row["motivo"])
    assert re.match(r"linha \d+, GalgoAssBalStmt/", str(row["motivo"]))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (">1860414.48<", ">NaN<", "'NaN' não é um número"),
        ("<Dt>2024-06-28", "<Dt>28/06/2024", "'28/06/2024' não é uma data"),
        ("<Dt>2024-06-28", "<Dt>", "não traz a data da posição"),
    ],
)
def test_a_value_of_the_header_that_is_none_is_an_error_with_line_and_path(
    changed: Change, old: str, new: str, reason: str
) -> None:
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


def test_a_second_value_for_one_column_is_not_lost(changed: Change) -> None:
    double = "<Desc>CDB SINTETICO</Desc>"
    parsed = read(changed((double, f"{double}<Desc>OUTRO</Desc>")))
    assert _holding(parsed, "CORP")["descricao"] == "CDB SINTETICO"
    assert "OUTRO" in str(parsed.unknown[-1]["conteudo"])


def test_free_text_in_place_of_a_due_date_is_kept_as_unknown(changed: Change) -> None:
    parsed = read(changed(("<SubBalAddtlDtls>2024-07-05<", "<SubBalAddtlDtls>a combinar<")))
    assert parsed.provisions[0]["data_vencimento"] is None
    assert any("a combinar" in str(row["conteudo"]) for row in parsed.unknown)


def test_subclasses_enter_the_totals_and_are_rows_of_their_own() -> None:
    parsed = read(GALGO.read_bytes())
    assert parsed.unknown == []
    assert [(row["nivel"], row["nome"]) for row in parsed.classes] == [
        ("SUBCLASSE", "SUBCLASSE A"),
        ("SUBCLASSE", "SUBCLASSE B"),
    ]
    found = {result.check: result for result in reconcile(parsed)}["subclasses"]
    assert found.status is Status.HOLDS
    assert found.difference is not None
    assert abs(found.difference) < 1


def test_what_has_no_column_is_a_detail_of_its_row(changed: Change) -> None:
    parsed = read(
        changed(
            ("<DnmtnCcy>USD</DnmtnCcy>", "<DnmtnCcy>USD</DnmtnCcy><PmtFrqcy><Cd>MNTH</Cd></PmtFrqcy>"),
            ("<Cd>CETI</Cd>", "<Prtry>ATIVOS B3</Prtry>"),
        )
    )
    told = {(row["tabela"], row["linha_tabela"], row["campo"], row["valor"]) for row in parsed.details}
    dollars = next(row["ordinal"] for row in parsed.cash if row["moeda"] == "USD")
    private = _holding(parsed, "CORP")["ordinal"]
    assert ("cash", dollars, "FinInstrmAttrbts/PmtFrqcy/Cd", "MNTH") in told
    assert ("holdings", private, "FinInstrmId/OthrId[ATIVOSB3]/Id", "SYNTCDB0001") in told


def test_settled_expenses_are_rows_and_not_in_the_net_worth() -> None:
    parsed = read(GALGO.read_bytes())
    assert sum(row["valor"] for row in parsed.expenses if isinstance(row["valor"], Decimal)) == Decimal("37.02")
    assert {row["secao_origem"] for row in parsed.expenses} == {"EXPN"}


def test_series_share_the_net_worth(changed: Change) -> None:
    # Without levels the three blocks are series: assets, payables and receivables of the first, deductions of all.
    parsed = read(changed(*[("<Prtry>Nivel de Fundo</Prtry>", "<Prtry>CODIGOANBIMA</Prtry>")] * 3))
    assert parsed.series
    assert (parsed.portfolio["valorpagar"], parsed.portfolio["vlcotasresgatar"]) == (
        Decimal("370.64"),
        Decimal("2500.00"),
    )
    assert len(parsed.provisions) == 4
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


def test_a_value_in_another_currency_is_told(changed: Change) -> None:
    parsed = read(changed((_SIGNED, _SIGNED.replace("BRL", "USD"))))
    assert any("valor em USD, e o patrimônio em BRL" in warning for warning in parsed.warnings)


def test_wrong_check_digits_are_told_and_stop_nothing() -> None:
    assert read(GALGO.read_bytes()).warnings == ["fundo.xml: CNPJ com dígito verificador errado: 44555666000109"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LOT_4_01.read_bytes(), "a raiz arquivoposicao_4_01, sem relatório"),
        (b"<html><body/></html>", "a raiz html, sem relatório"),
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
