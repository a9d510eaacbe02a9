"""What real 4.01 files do, case by case; the number is that of the project's list of such cases.

Others of the list stand with what they are about: 6 with the fields, 12, 35 and 36 with lots, 19 with the accounts.
"""

import codecs
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import Unread
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import CheckResult, Status, reconcile, verdict
from qore_dagster_tests.formats.lots import SHARE, block, fund, lot, outcomes, portfolios, read, texts

_ACCENTS = lot(fund(nome="FUNDO DE AÇÕES")).decode()
_NO_DATES = ["", "00000000", " "]


def _checks(parsed: ParsedPortfolio) -> dict[str, CheckResult]:
    return {result.check: result for result in reconcile(parsed)}


@pytest.mark.parametrize(
    ("declaration", "encoding", "codec"),
    [
        ("<?xml version='1.0' ?>", "utf-8", "utf-8"),
        ("", "utf-8", "utf-8"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "iso8859-1", "latin-1"),
        ('<?xml version="1.0" encoding="windows-1252"?>', "cp1252", "cp1252"),
    ],
)
def test_tricky_01_the_encoding_is_that_declared_or_utf_8(declaration: str, encoding: str, codec: str) -> None:
    (parsed,) = portfolios((declaration + _ACCENTS).encode(codec))
    assert (parsed.portfolio["nome"], parsed.encoding, parsed.warnings) == ("FUNDO DE AÇÕES", encoding, [])


def test_tricky_01_undeclared_and_not_utf_8_is_windows_1252_and_said() -> None:
    (parsed,) = portfolios(_ACCENTS.encode("cp1252"))
    assert (parsed.portfolio["nome"], parsed.encoding) == ("FUNDO DE AÇÕES", "cp1252")
    assert parsed.warnings == ["lote.xml: codificação não declarada e fora de UTF-8; lido como Windows-1252"]


def test_tricky_02_accents_of_another_encoding_than_the_declared_are_said() -> None:
    (parsed,) = portfolios(('<?xml version="1.0" encoding="ISO-8859-1"?>' + _ACCENTS).encode())
    assert parsed.portfolio["nome"] == "FUNDO DE AÃ\x87Ã\x95ES"
    assert [warning.partition(": ")[2] for warning in parsed.warnings] == [
        "declara iso8859-1, mas os acentos parecem UTF-8; textos podem sair trocados"
    ]


def test_tricky_02_bytes_that_are_not_of_the_declared_encoding_are_an_error_with_its_line() -> None:
    text = "<?xml version='1.0' encoding='utf-8'?>\n" + _ACCENTS
    with pytest.raises(FormatError, match=r"lote\.xml, linha 3: o arquivo declara a codificação utf-8, mas"):
        outcomes(text.encode("latin-1"))


@pytest.mark.parametrize("declaration", ["", "<?xml version='1.0'?>", "<?xml version='1.0' encoding='utf-8'?>"])
def test_tricky_03_a_byte_order_mark_is_no_text(declaration: str) -> None:
    (parsed,) = portfolios(codecs.BOM_UTF8 + (declaration + _ACCENTS).encode())
    assert (parsed.portfolio["nome"], parsed.encoding) == ("FUNDO DE AÇÕES", "utf-8-sig")


def test_tricky_04_a_bare_ampersand_is_told_with_its_line_and_not_repaired() -> None:
    found = outcomes(lot(fund(), fund(nome="A").replace("<nome>A", "<nome>SIMPLES & CIA")))
    assert isinstance(found[0], ParsedPortfolio)
    assert isinstance(found[1], Unread)
    assert "lote.xml, linha 3: XML malformado" in found[1].fault.reason


def test_tricky_05_line_ends_make_no_difference() -> None:
    plain = lot(fund(block("acoes", SHARE)), fund())
    twin = plain.replace(b"\n", b"\r\n").replace(b"><", b">\r\n<")
    for one, other in zip(portfolios(plain), portfolios(twin), strict=True):
        assert one.portfolio | {"sha256": ""} == other.portfolio | {"sha256": ""}
        assert one.holdings == other.holdings


@pytest.mark.parametrize(("text", "number"), [("16997", "16997"), ("0", "0"), (".5", "0.5"), ("-7.", "-7")])
def test_tricky_07_numbers_without_point_or_whole_part(text: str, number: str) -> None:
    parsed = read(block("caixa", {"saldo": text}))
    assert [str(row["saldo"]) for row in parsed.cash] == [number]
    assert not parsed.repaired


def test_tricky_07_a_decimal_comma_is_repaired_and_recorded() -> None:
    parsed = read(block("caixa", {"saldo": "1234,56"}), patliq="1500,00")
    assert texts(parsed.cash, "saldo") == [Decimal("1234.56")]
    assert parsed.portfolio["patliq"] == Decimal("1500.00")
    assert [(repair.place, repair.text, repair.value) for repair in parsed.repaired] == [
        ("arquivoposicao_4_01/fundo/header/patliq, linha 2", "1500,00", "1500.00"),
        ("arquivoposicao_4_01/fundo/caixa/saldo, linha 2", "1234,56", "1234.56"),
    ]


@pytest.mark.parametrize("text", ["1.234,56", "1,234.56", "1e5", "NaN", "R$ 10", "--1", "9" * 21, f"0.{'1' * 19}"])
def test_tricky_07_an_ambiguous_number_sets_its_row_apart(text: str) -> None:
    parsed = read(block("caixa", {"saldo": text}), block("caixa", {"saldo": "1"}))
    assert texts(parsed.cash, "saldo") == [1]
    (row,) = parsed.quarantine
    assert (row["tabela"], row["secao_origem"], row["linha"]) == ("cash", "caixa", 2)
    assert row["caminho"] == "arquivoposicao_4_01/fundo/caixa/saldo"
    assert text[:20] in str(row["motivo"])
    assert row["conteudo"] == f"<caixa><saldo>{text}</saldo></caixa>"


@pytest.mark.parametrize("text", _NO_DATES)
def test_tricky_08_an_empty_date_and_one_of_zeros_is_null(text: str) -> None:
    parsed = read(
        block("provisao", {"codprov": "35", "credeb": "D", "dt": text, "valor": "1"}),
        block("acoes", {**SHARE, "dtvencalug": text}),
    )
    assert texts(parsed.provisions, "data_vencimento") == [None]
    assert texts(parsed.holdings, "aluguel_data_vencimento") == [None]


@pytest.mark.parametrize("text", ["20240230", "28/06/2024", "2024", "99999999"])
def test_tricky_08_a_date_that_is_none_sets_its_row_apart(text: str) -> None:
    parsed = read(block("provisao", {"codprov": "35", "credeb": "D", "dt": text, "valor": "1"}))
    assert not parsed.provisions
    assert texts(parsed.quarantine, "caminho") == ["arquivoposicao_4_01/fundo/provisao/dt"]


@pytest.mark.parametrize(
    ("text", "cnpj"),
    [
        ("191", "00000000000191"),
        ("00000000000000", None),
        ("12ABC34501DE35", "12ABC34501DE35"),
        ("12.ABC.345/01DE-35", "12ABC34501DE35"),
    ],
)
def test_tricky_09_a_cnpj_is_text_of_14_characters(text: str, cnpj: str | None) -> None:
    parsed = read(block("participacoes", {"cnpjpart": text, "valorfinanceiro": "1"}), cnpj="12ABC34501DE35")
    assert texts(parsed.holdings, "cnpj_emissor") == [cnpj]
    assert parsed.portfolio["cnpj"] == "12ABC34501DE35"
    assert not parsed.warnings


def test_tricky_09_wrong_check_digits_are_said_once_and_stop_nothing() -> None:
    odd = {**SHARE, "cnpjemissor": "000000000000-1"}
    parsed = read(block("titprivado", odd), block("titprivado", odd))
    assert texts(parsed.holdings, "cnpj_emissor") == ["00000000000001"] * 2
    assert parsed.warnings == ["lote.xml: CNPJ com dígito verificador errado: 00000000000001"]


@pytest.mark.parametrize("filler", ["************", "BR0000000000", "000000000000", ""])
def test_tricky_10_a_filler_is_no_identifier(filler: str) -> None:
    parsed = read(
        block("acoes", {**SHARE, "isin": filler, "codativo": filler, "cusip": filler}),
        block("caixa", {"isininstituicao": filler[:6], "saldo": "1"}),
        isin=filler,
        codanbid=filler[:6],
    )
    (row,) = parsed.holdings
    assert [row[column] for column in ("isin", "codigo", "tipo_codigo", "cusip")] == [None] * 4
    assert parsed.portfolio["isin"] is None
    if not filler.startswith("BR"):  # its first six characters say nothing by themselves
        assert (parsed.cash[0]["instituicao"], parsed.portfolio["codigo_anbima"]) == (None, None)


def test_tricky_11_blanks_behind_a_text_are_no_part_of_it() -> None:
    parsed = read(block("titpublico", {**SHARE, "idinternoativo": "LOTE1     ", "codativo": "210100 "}))
    assert [(row["codigo_interno"], row["codigo"]) for row in parsed.holdings] == [("LOTE1", "210100")]


def test_tricky_13_a_fund_without_positions_is_a_fund() -> None:
    parsed = read(block("caixa", {"tpconta": "D", "saldo": "1500.00"}))
    assert not parsed.holdings
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_tricky_14_several_accounts_and_an_overdraft_count_as_they_are() -> None:
    rows = [
        block("caixa", {"tpconta": kind, "saldo": text})
        for kind, text in zip("DPN", ("2000", "-500", "0"), strict=True)
    ]
    parsed = read(*rows)
    assert texts(parsed.cash, "tipo_conta") == ["D", "P", "N"]
    assert _checks(parsed)["total_assets"].difference == 0


def test_tricky_15_two_lots_of_one_paper_are_two_rows() -> None:
    parsed = read(*[block("acoes", SHARE)] * 3)
    assert texts(parsed.holdings, "ordinal") == [1, 2, 3]
    assert texts(parsed.holdings, "isin") == [SHARE["isin"]] * 3


def test_tricky_16_a_repo_stands_wholly_in_the_guarantee() -> None:
    repo = {
        **SHARE,
        "qtdisponivel": "0",
        "qtgarantia": "100",
        "valorfindisp": "0.00",
        "valorfinemgar": "90050.00",
        "puposicao": "900.5",
        "compromisso": {"dtretorno": "20240701", "puretorno": "900.87", "classecomp": "C"},
    }
    (row,) = read(block("titpublico", repo)).holdings
    assert (row["quantidade"], row["valor_mercado"], row["compromisso_data_retorno"]) == (
        100,
        Decimal("90050.00"),
        date(2024, 7, 1),
    )


@pytest.mark.parametrize(("letter", "value"), [("V", "-733029.00"), ("C", "-733029.00"), ("V", "1050.75")])
def test_tricky_17_a_future_s_adjustment_has_its_sign_already(letter: str, value: str) -> None:
    future = {"ativo": "DI1", "serie": "F29", "quantidade": "330", "vltotalpos": "29700000.00", "vlajuste": value}
    (row,) = read(block("futuros", {**future, "classeoperacao": letter})).holdings
    assert (str(row["valor_mercado"]), row["valor_nocional"]) == (value, Decimal("29700000.00"))
    assert (row["direcao"], row["quantidade"]) == ("SHOR" if letter == "V" else "LONG", 330)


def test_tricky_18_sold_lent_and_borrowed_rows_add_up_to_what_the_fund_has() -> None:
    rows = [
        block("acoes", {**SHARE, "classeoperacao": letter, "valorfindisp": text})
        for letter, text in (("C", "3000"), ("V", "2000"), ("D", "500"), ("T", "2000"))
    ]
    option = {"qtdisponivel": "10", "valorfinanceiro": "40", "classeoperacao": "V"}
    parsed = read(*rows, block("opcoesacoes", option))
    assert texts(parsed.holdings, "valor_mercado") == [3000, -2000, 500, 0, -40]
    assert texts(parsed.holdings, "operacao") == ["C", "V", "D", "T", "V"]


def test_tricky_20_expenses_are_not_in_the_net_worth() -> None:
    without = read(block("caixa", {"saldo": "1500"}))
    parsed = read(
        block("caixa", {"saldo": "1500"}),
        block("despesas", {"txadm": "321.00", "tributos": "0", "perctaxaadm": "0.2", "txperf": "N"}),
        block("outrasdespesas", {"coddesp": "15", "valor": "12.34"}),
    )
    assert [(row["codigo"], row["valor"], row.get("taxa")) for row in parsed.expenses] == [
        ("txadm", Decimal("321.00"), Decimal("0.2")),
        ("tributos", 0, None),
        ("15", Decimal("12.34"), None),
    ]
    assert [result.status for result in reconcile(parsed)] == [result.status for result in reconcile(without)]
    assert _checks(parsed)["net_worth"].difference == 0


@pytest.mark.parametrize(
    ("quota", "units", "status"),
    [
        ("4.696573", "1000000", Status.HOLDS),
        ("4.69657300", "1000000", Status.DOES_NOT_HOLD),
        ("4,696573", "1000000", Status.HOLDS),
    ],
)
def test_tricky_21_the_quota_is_as_precise_as_it_is_printed(quota: str, units: str, status: Status) -> None:
    parsed = read(valorcota=quota, quantidade=units, patliq="4696573.80")
    assert _checks(parsed)["quota"].status is status


def test_tricky_22_what_the_schema_forbids_is_read_all_the_same() -> None:
    parsed = read(
        block("titprivado", {**SHARE, "cnpjemissor": "000000000000-1", "indexador": "MUITO LONGO", "depgar": "9"}),
        tipofundo="0",
        nome="N" * 80,
    )
    assert (parsed.holdings[0]["indexador"], parsed.holdings[0]["local_garantia"]) == ("MUITO LONGO", "9")
    assert (parsed.portfolio["tipo_fundo"], parsed.portfolio["nome"]) == ("0", "N" * 80)
    assert not parsed.quarantine


@pytest.mark.parametrize("section", ["operpart", "exotics", "exterior", "aluguel", "futuro", "compromisso"])
def test_tricky_33_an_unknown_section_is_kept_and_the_fund_read(section: str) -> None:
    odd = block(section, {"vlavencer": "1.00", "mais": {"fundo": "2"}})
    parsed = read(block("acoes", SHARE), odd, block("acoes", SHARE))
    assert len(parsed.holdings) == 2
    assert [(row["caminho"], row["linha"], row["conteudo"]) for row in parsed.unknown] == [
        (f"arquivoposicao_4_01/fundo/{section}", 2, odd)
    ]


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (block("acoes", {**SHARE, "novo": "1"}), "acoes/novo"),
        (block("acoes", SHARE).replace("<isin>", "<isin>X</isin><isin>", 1), "acoes/isin"),
        (block("acoes", {**SHARE, "cusip": {"b": "1"}}), "acoes/cusip"),
        (block("acoes", SHARE).replace("<acoes>", "<acoes moeda='USD'>"), "acoes/@moeda"),
        (block("titpublico", {**SHARE, "compromisso": {"novo": "1"}}), "titpublico/compromisso/novo"),
        (block("corretagem", {"novo": "1"}), "corretagem/novo"),
        (block("despesas", {"txadm": "1", "novo": "1"}), "despesas/novo"),
        (block("despesas", {"txadm": "1"}).replace("<txadm>", "<txadm>2</txadm><txadm>", 1), "despesas/txadm"),
    ],
)
def test_tricky_33_an_unknown_field_is_kept_and_its_row_read(row: str, path: str) -> None:
    parsed = read(row)
    assert texts(parsed.unknown, "caminho") == [f"arquivoposicao_4_01/fundo/{path}"]
    assert not parsed.quarantine
    assert sum(parsed.seen.values()) == 1


_ENTITY = '<!DOCTYPE arquivoposicao_4_01 [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>'


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: _ENTITY + text.replace("FUNDO DE AÇÕES", "&y;"),
        lambda text: '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">' + text,
        lambda text: "<!-- " + "x" * 200_000 + "-->" + _ENTITY + text,
        lambda text: "<!-- " + "x" * (131_072 - 9) + "-->" + _ENTITY + text,  # over the end of a chunk
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_tricky_34_a_doctype_is_refused_before_anything_is_read(spoilt: Callable[[str], str], codec: str) -> None:
    with pytest.raises(FormatError, match=r"lote\.xml, linha 1: o XML traz DOCTYPE ou entidades, que são recusados"):
        outcomes(spoilt(_ACCENTS).encode(codec))


@pytest.mark.parametrize("depth", [300, 100_000])
def test_tricky_34_a_tree_too_deep_is_refused(depth: int) -> None:
    good = fund(block("acoes", SHARE))
    found = outcomes(lot(good, fund("<a>" * depth + "</a>" * depth)))
    assert isinstance(found[0], ParsedPortfolio)
    assert isinstance(found[1], Unread)
    assert "XML malformado" in found[1].fault.reason
