"""ANBIMA 4.01: values and signs, lots, and rows that cannot be read."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from qore_dagster.formats.anbima_4_01 import Anbima401Parser
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import Outcome, ReportFile, Unread
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import Status, reconcile

SCHEMA = Path(__file__).parents[1] / "data" / "xsd" / "sPosicao_401.xsd"
HEADER = """<header><isin>BRABCDCTF001</isin><cnpj>11222333000181</cnpj><nome>FUNDO A</nome>
<dtposicao>20240628</dtposicao>
<cnpjadm>11222333000181</cnpjadm><cnpjgestor>11222333000181</cnpjgestor><cnpjcustodiante>11222333000181</cnpjcustodiante>
<valorcota>1.5</valorcota><quantidade>100</quantidade><patliq>150.00</patliq><valorativos>150.00</valorativos>
<valorreceber>0</valorreceber><valorpagar>0</valorpagar><vlcotasemitir>0</vlcotasemitir>
<vlcotasresgatar>0</vlcotasresgatar><tipofundo>1</tipofundo></header>"""
SHARE = """<acoes><isin>BRPETRACNPR6</isin><codativo>PETR4</codativo><qtdisponivel>10</qtdisponivel><lote>1</lote>
<qtgarantia>0</qtgarantia><valorfindisp>100.00</valorfindisp><valorfinemgar>0</valorfinemgar><puposicao>10</puposicao>
<classeoperacao>C</classeoperacao></acoes>"""


def lot(*portfolios: str) -> bytes:
    """A file of these elements."""
    return f"<?xml version='1.0' ?>\n<arquivoposicao_4_01>{''.join(portfolios)}</arquivoposicao_4_01>".encode()


def fund(*sections: str, header: str = HEADER) -> str:
    """A fund of these sections."""
    return f"<fundo>{header}{''.join(sections)}</fundo>"


def outcomes(data: bytes) -> list[Outcome]:
    """All portfolios of a file."""
    return list(Anbima401Parser().parse(ReportFile.of_bytes("lote.xml", data)))


def read(data: bytes) -> ParsedPortfolio:
    """The one portfolio of a file."""
    (parsed,) = outcomes(data)
    assert isinstance(parsed, ParsedPortfolio), parsed
    return parsed


def one(*sections: str) -> ParsedPortfolio:
    """A fund of these sections, read."""
    return read(lot(fund(*sections)))


def _value(section: str, **fields: str) -> Row:
    (row,) = one(f"<{section}>{''.join(f'<{k}>{v}</{k}>' for k, v in fields.items())}</{section}>").holdings
    return row


@pytest.mark.parametrize(("side", "value", "direction"), [("C", 150, "LONG"), ("V", -150, "SHOR"), ("D", 150, "LONG"),
                                                         ("T", 0, "LONG")])  # fmt: skip
def test_tricky_18_sold_is_negative_lent_is_ours_and_borrowed_is_worth_nothing(
    side: str, value: int, direction: str
) -> None:
    row = _value("acoes", qtdisponivel="10", qtgarantia="5", valorfindisp="100.00", valorfinemgar="50.00",
                 classeoperacao=side)  # fmt: skip
    assert (row["valor_mercado"], row["direcao"], row["operacao"], row["quantidade"]) == (value, direction, side, 15)


def test_tricky_16_a_repo_wholly_in_guarantee_counts() -> None:
    block = "<classecomp>C</classecomp><dtretorno>20240701</dtretorno>"
    row = _value("titpublico", qtdisponivel="0", qtgarantia="100", valorfindisp="0", valorfinemgar="90050.00",
                 classeoperacao="C", compromisso=block)  # fmt: skip
    assert (row["valor_mercado"], row["nivel_3"], row["compromisso_data_retorno"]) == (90050, "RERA", date(2024, 7, 1))


def test_tricky_17_a_future_is_worth_its_adjustment_as_written() -> None:
    row = _value("futuros", ativo="DI1", serie="F29", quantidade="10", vltotalpos="980000.00", vlajuste="-733029.00",
                 classeoperacao="V")  # fmt: skip
    assert (row["valor_mercado"], row["valor_nocional"], row["codigo"]) == (Decimal("-733029.00"), 980000, "DI1F29")
    assert row["direcao"] == "SHOR"


def test_a_quota_is_worth_units_times_price_to_the_cent() -> None:
    row = _value("cotas", qtdisponivel="10.5", qtgarantia="0.5", puposicao="1.23456789")
    assert row["valor_mercado"] == Decimal("13.58")


def test_a_swap_is_worth_the_difference_of_its_legs() -> None:
    row = _value("swap", vlmercadoativo="100.00", vlmercadopassivo="105.50")
    assert (row["valor_mercado"], row["direcao"]) == (Decimal("-5.50"), "LONG")


def test_tricky_19_the_side_of_a_provision_is_its_own_and_unknown_codes_are_kept() -> None:
    rows = one(
        "<provisao><codprov>14</codprov><credeb>C</credeb><dt>20240705</dt><valor>1.00</valor></provisao>"
        "<provisao><codprov>2001</codprov><credeb>D</credeb><dt>00000000</dt><valor>2.00</valor></provisao>"
    ).provisions
    assert [(r["tipo_cpr"], r["codigo"], r["conta"], r["data_vencimento"], r["valor"]) for r in rows] == [
        ("RECEBER", "14", "REGF", date(2024, 7, 5), 1),
        ("PAGAR", "2001", None, None, 2),
    ]


def test_tricky_20_expenses_are_rows_and_not_in_the_net_worth() -> None:
    parsed = one(
        "<despesas><txadm>10.00</txadm><tributos>0</tributos><perctaxaadm>0.2</perctaxaadm><txperf>S</txperf>"
        "<vltxperf>3.00</vltxperf><perctxperf>20</perctxperf><percindex>100</percindex><indexador>DI1</indexador>"
        "</despesas><outrasdespesas><coddesp>15</coddesp><valor>2.00</valor></outrasdespesas>"
    )
    assert [(r["codigo"], r["conta"], r["valor"], r.get("taxa")) for r in parsed.expenses] == [
        ("txadm", "ADMF", 10, Decimal("0.2")), ("tributos", None, 0, None), ("vltxperf", "PERF", 3, 20),
        ("15", "CUST", 2, None),
    ]  # fmt: skip
    assert (parsed.expenses[2]["indexador"], parsed.expenses[2]["perc_indexador"]) == ("DI1", 100)
    net = {result.check: result for result in reconcile(parsed)}["net_worth"]
    assert (net.status, net.difference) == (Status.HOLDS, 0)


def test_tricky_06_an_empty_element_is_null_and_never_zero() -> None:
    row = _value("acoes", cusip="", txalug="", dtvencalug="", qtdisponivel="1", valorfindisp="1", classeoperacao="C")
    assert (row["cusip"], row["aluguel_taxa"], row["aluguel_data_vencimento"]) == (None, None, None)
    assert "perc_provisao" not in row or row["perc_provisao"] is None


def test_tricky_07_integers_and_bare_points_are_numbers_and_a_comma_is_repaired() -> None:
    parsed = one(SHARE.replace("<puposicao>10<", "<puposicao>.5<").replace(">100.00<", ">100,50<"))
    (row,) = parsed.holdings
    assert (row["pu_mercado"], row["valor_mercado"]) == (Decimal("0.5"), Decimal("100.50"))
    (repair,) = parsed.repaired
    assert (repair.text, repair.value) == ("100,50", "100.50")
    assert "valorfindisp" in repair.place


def test_tricky_09_cnpjs_keep_their_zeros_and_fillers_are_null() -> None:
    parsed = read(lot(fund(
        "<titprivado><cnpjemissor>1222333000181</cnpjemissor><isin>************</isin><valorfindisp>1</valorfindisp>"
        "<classeoperacao>C</classeoperacao></titprivado>",
        "<titprivado><cnpjemissor>00000000000000</cnpjemissor><valorfindisp>1</valorfindisp>"
        "<classeoperacao>C</classeoperacao></titprivado>",
    )))  # fmt: skip
    assert [(r["cnpj_emissor"], r.get("isin")) for r in parsed.holdings] == [
        ("01222333000181", None),
        (None, None),
    ]
    assert any("dígito verificador" in warning for warning in parsed.warnings)


def test_tricky_11_blanks_that_pad_an_id_are_dropped() -> None:
    assert (
        _value("titpublico", idinternoativo="A1        ", valorfindisp="1", classeoperacao="C")["codigo_interno"]
        == "A1"
    )


def test_tricky_12_one_bad_fund_leaves_the_others() -> None:
    bad = HEADER.replace("<dtposicao>20240628<", "<dtposicao>20240631<").replace("FUNDO A", "FUNDO RUIM")
    first, second, third = outcomes(lot(fund(SHARE), fund(SHARE, header=bad), fund(SHARE)))
    assert isinstance(first, ParsedPortfolio)
    assert isinstance(third, ParsedPortfolio)
    assert isinstance(second, Unread)
    assert second.subject == "11222333000181 · FUNDO RUIM"
    assert "20240631" in second.fault.reason
    assert re.search(r"lote.xml, linha \d+", second.fault.reason)


@pytest.mark.parametrize("lacking", ["patliq", "dtposicao"])
def test_a_fund_without_what_none_can_be_without_is_unread(lacking: str) -> None:
    header = re.sub(f"<{lacking}>.*?</{lacking}>", "", HEADER)
    (found,) = outcomes(lot(fund(SHARE, header=header)))
    assert isinstance(found, Unread)
    assert f"falta {lacking}" in found.fault.reason


def test_tricky_13_a_fund_with_only_cash_is_valid() -> None:
    parsed = one("<caixa><tpconta>D</tpconta><saldo>-150.00</saldo></caixa>", "<caixa><saldo>300.00</saldo></caixa>")
    assert [row["saldo"] for row in parsed.cash] == [-150, 300]
    assert {result.check: result.status for result in reconcile(parsed)}["total_assets"] is Status.HOLDS


def test_tricky_15_two_lots_of_one_paper_are_two_rows() -> None:
    assert [row["ordinal"] for row in one(SHARE, SHARE).holdings] == [1, 2]


def test_tricky_33_an_unknown_section_or_field_is_kept_and_the_fund_too() -> None:
    parsed = one("<operpart><vlavencer>1.00</vlavencer></operpart>", SHARE.replace("<lote>", "<novo>x</novo><lote>"))
    assert len(parsed.holdings) == 1
    assert [str(row["caminho"]).rpartition("fundo/")[2] for row in parsed.unknown] == ["operpart", "acoes/novo"]
    assert "<vlavencer>1.00</vlavencer>" in str(parsed.unknown[0]["conteudo"])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (">100.00<", ">1.100,00<", "não é um número"),
        ("<classeoperacao>C<", "<classeoperacao>Z<", "não é um de: C, V, D, T, A"),
        ("<lote>1<", "<lote>um<", "lote"),
        ("<qtdisponivel>10<", "<qtdisponivel>1e3<", "não é um número"),
    ],
)
def test_a_row_that_cannot_be_read_is_quarantined_whole_and_the_others_stay(old: str, new: str, reason: str) -> None:
    assert old in SHARE
    parsed = one(SHARE, SHARE.replace(old, new), SHARE)
    assert len(parsed.holdings) == 2
    (row,) = parsed.quarantine
    assert reason in str(row["motivo"])
    assert (row["tabela"], row["secao_origem"]) == ("holdings", "acoes")
    assert row["linha"] is not None
    assert str(row["conteudo"]).startswith("<acoes>")


def test_a_row_without_its_value_is_quarantined() -> None:
    parsed = one(SHARE, "<cotas><qtdisponivel>1</qtdisponivel></cotas>", "<caixa><tpconta>D</tpconta></caixa>")
    assert len(parsed.holdings) == 1
    assert [(row["tabela"], row["motivo"]) for row in parsed.quarantine] == [
        ("holdings", "falta o valor da posição (puposicao)"),
        ("cash", "falta saldo"),
    ]


def test_tricky_34_a_doctype_is_refused_wherever_it_stands() -> None:
    bomb = b"<?xml version='1.0'?>" + b" " * 300_000 + b"<!DOCTYPE a [<!ENTITY b 'c'>]><arquivoposicao_4_01/>"
    with pytest.raises(FormatError, match="DOCTYPE"):
        outcomes(bomb)


def test_tricky_04_what_is_malformed_in_the_middle_leaves_what_came_before() -> None:
    data = lot(fund(SHARE), fund(SHARE, header=HEADER.replace("FUNDO A", "A & B")), fund(SHARE))
    first, rest = outcomes(data)
    assert isinstance(first, ParsedPortfolio)
    assert isinstance(rest, Unread)
    assert "XML malformado" in rest.fault.reason
    assert "linha" in rest.fault.reason


def test_a_file_that_is_malformed_from_the_start_is_an_error() -> None:
    with pytest.raises(FormatError, match="XML malformado"):
        outcomes(b"<arquivoposicao_4_01><fundo><header>")
    with pytest.raises(FormatError, match="não traz fundo nem carteira"):
        outcomes(b"<arquivoposicao_4_01/>")


@pytest.mark.parametrize(
    ("declaration", "codec", "encoding", "warns"),
    [
        ("<?xml version='1.0' ?>", "utf-8", "utf-8", False),
        ("<?xml version='1.0' ?>", "cp1252", "cp1252", True),
        ("<?xml version='1.0' encoding='ISO-8859-1'?>", "latin-1", "iso8859-1", False),
        ("\ufeff<?xml version='1.0'?>", "utf-8", "utf-8-sig", False),
        ("<?xml version='1.0' encoding='ISO-8859-1'?>", "utf-8", "iso8859-1", True),
    ],
)
def test_tricky_01_to_03_encodings(declaration: str, codec: str, encoding: str, *, warns: bool) -> None:
    body = lot(fund(SHARE, header=HEADER.replace("FUNDO A", "AÇÃO"))).decode().partition("\n")[2]
    parsed = read((declaration + body).encode(codec))
    assert parsed.encoding == encoding
    assert bool(parsed.warnings) is warns
    if not (warns and codec == "utf-8"):
        assert parsed.portfolio["nome"] == "AÇÃO"


def test_bytes_that_are_not_in_the_declared_encoding_are_an_error_with_their_line() -> None:
    data = b"<?xml version='1.0' encoding='utf-8'?>\n<arquivoposicao_4_01>\n\xe7</arquivoposicao_4_01>"
    with pytest.raises(FormatError, match="linha 3: o arquivo declara a codificação utf-8"):
        outcomes(data)
