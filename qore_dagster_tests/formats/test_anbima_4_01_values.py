"""What positions of ANBIMA 4.01 are worth, on which side they stand, and the sample lot as a whole."""

from decimal import Decimal

import pytest

from qore_dagster.formats.anbima_4_01 import Anbima401Parser
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import Status, reconcile, verdict
from qore_dagster_tests.formats.conftest import GALGO, LOT_4_01
from qore_dagster_tests.formats.lots import SHARE, block, portfolios, read, texts


@pytest.fixture(scope="module")
def sample() -> list[ParsedPortfolio]:
    return portfolios(LOT_4_01.read_bytes())


def _of(parsed: ParsedPortfolio, section: object) -> list[Row]:
    return [row for row in parsed.holdings if row["secao_origem"] == section]


def test_a_4_01_is_known_by_its_root_and_a_5_0_is_not() -> None:
    parser = Anbima401Parser()
    assert parser.can_parse(ReportFile.of_bytes("carteira.pdf", LOT_4_01.read_bytes()))
    for data in (GALGO.read_bytes(), b"", b"%PDF-", b"<arquivoposicao_4_00/>", b"\xff\xfe<", b"<!DOCTYPE html><html/>"):
        assert not parser.can_parse(ReportFile.of_bytes("lote.xml", data))


def test_the_sample_has_every_section(sample: list[ParsedPortfolio]) -> None:
    assert [{section: count for (_, section), count in parsed.seen.items()} for parsed in sample] == [
        {
            "partplanprev": 1,
            "titpublico": 3,
            "titprivado": 1,
            "debenture": 1,
            "acoes": 4,
            "opcoesacoes": 2,
            "opcoesderiv": 1,
            "opcoesflx": 1,
            "termorv": 1,
            "termorf": 1,
            "futuros": 2,
            "swap": 1,
            "caixa": 3,
            "cotas": 1,
            "despesas": 1,
            "outrasdespesas": 1,
            "provisao": 7,
            "corretagem": 1,
            "imoveis": 1,
            "opcoesmoedasotc": 1,
            "forwardsmoedas": 1,
            "participacoes": 1,
            "fidc": 1,
        },
        {
            "titpublico": 2,
            "titprivado": 1,
            "debenture": 1,
            "futuros": 2,
            "caixa": 3,
            "cotas": 1,
            "despesas": 1,
            "outrasdespesas": 1,
            "provisao": 7,
        },
        {"caixa": 1},
    ]
    for parsed in sample:
        assert [parsed.unknown, parsed.quarantine, parsed.repaired] == [[], [], []]


def test_the_sample_reconciles_to_the_cent(sample: list[ParsedPortfolio]) -> None:
    for parsed in sample:
        results = {result.check: result for result in reconcile(parsed)}
        assert verdict(results.values()) is Status.HOLDS
        assert [results[name].difference for name in ("total_assets", "receivables", "payables", "net_worth")] == [
            0
        ] * 4
        assert Status.DOES_NOT_HOLD not in {result.status for result in results.values()}


def test_the_sample_tells_what_it_is_and_where_it_comes_from(sample: list[ParsedPortfolio]) -> None:
    assert texts([parsed.portfolio for parsed in sample], "nome") == [
        "FUNDO SINTÉTICO TODAS AS SEÇÕES",
        "FUNDO SINTÉTICO SIMPLES & CIA",
        "CARTEIRA SINTÉTICA",
    ]
    for parsed in sample:
        assert (parsed.envelope, parsed.encoding) == ("lote", "iso8859-1")
        assert (parsed.portfolio["formato"], parsed.portfolio["arquivo"]) == ("XML_4_01", "lote.xml")
        assert parsed.portfolio["sha256"] == ReportFile.of_path(LOT_4_01).sha256


def test_values_and_signs_of_the_sample(sample: list[ParsedPortfolio]) -> None:
    fund = sample[0]
    assert {
        section: [(row["direcao"], str(row["valor_mercado"])) for row in _of(fund, section)]
        for section in dict.fromkeys(texts(fund.holdings, "secao_origem"))
        if section not in {"titpublico", "titprivado", "debenture"}
    } == {
        "acoes": [("LONG", "6000"), ("SHOR", "-2000"), ("LONG", "1000"), ("LONG", "0.00")],
        "opcoesacoes": [("LONG", "1500.00"), ("SHOR", "-400.00")],
        "opcoesderiv": [("SHOR", "-4178.05")],
        "opcoesflx": [("LONG", "1250.00")],
        "termorv": [("LONG", "2000.00")],
        "termorf": [("LONG", "10100.00")],
        "futuros": [("SHOR", "-733029.00"), ("LONG", "1050.75")],
        "swap": [("LONG", "-5000.00")],
        "cotas": [("LONG", "1524.16")],
        "imoveis": [("LONG", "250000.00")],
        "opcoesmoedasotc": [("LONG", "500.00")],
        "forwardsmoedas": [("LONG", "-1500.00")],
        "participacoes": [("LONG", "10000.00")],
        "fidc": [("LONG", "20000.00")],
    }


def test_lent_and_borrowed_shares_are_told_apart_by_their_operation(sample: list[ParsedPortfolio]) -> None:
    assert texts(_of(sample[0], "acoes"), "operacao") == ["C", "V", "D", "T"]
    lent = _of(sample[0], "acoes")[2]
    assert (str(lent["aluguel_data_vencimento"]), lent["aluguel_taxa"]) == ("2024-08-05", Decimal("1.50"))


def test_codes_are_the_market_s_own(sample: list[ParsedPortfolio]) -> None:
    rows = {str(row["secao_origem"]): row for row in reversed(sample[0].holdings)}
    assert {section: (row["codigo"], row.get("tipo_codigo")) for section, row in rows.items() if "codigo" in row} == {
        "titpublico": ("210100", "SELC"),
        "titprivado": ("SYNTCDB0001", "CETI"),
        "debenture": ("SYNT11", "CETI"),
        "acoes": ("SYNT4", "TICKER"),
        "opcoesacoes": ("SYNTG200", "TICKER"),
        "opcoesderiv": ("DOLN244", "BVMF"),
        "termorv": ("SYNT4T", "TICKER"),
        "futuros": ("DI1F29", "BVMF"),
        "opcoesmoedasotc": ("OTC1", None),
    }


@pytest.mark.parametrize(("letter", "level"), [("C", "RERA"), ("V", "REAM")])
def test_a_repo_stays_a_government_bond_with_its_way_back(letter: str, level: str) -> None:
    repo = {"dtretorno": "20240701", "puretorno": "900.87", "txoperacao": "10.40", "classecomp": letter}
    bond = {**SHARE, "compromisso": repo}
    (row,) = read(block("titpublico", bond)).holdings
    assert (row["secao"], row["nivel_3"], row["compromisso_operacao"]) == ("GOVE", level, letter)
    assert row["compromisso_pu_retorno"] == Decimal("900.87")


@pytest.mark.parametrize("section", ["titpublico", "titprivado", "debenture", "acoes"])
@pytest.mark.parametrize(
    ("letter", "value", "side"), [("C", 2100, "LONG"), ("V", -2100, "SHOR"), ("D", 2100, "LONG"), ("T", 0, "LONG")]
)
def test_the_sign_is_that_of_the_operation(section: str, letter: str, value: int, side: str) -> None:
    fields = {**SHARE, "qtgarantia": "5", "valorfinemgar": "100", "classeoperacao": letter}
    if section == "debenture":
        fields["coddeb"] = fields.pop("codativo")
    (row,) = read(block(section, fields)).holdings
    assert (row["valor_mercado"], row["direcao"], row["quantidade"]) == (value, side, 105)


@pytest.mark.parametrize(("letter", "value"), [("C", 7), ("V", -7), ("A", 7)])
def test_a_fixed_income_forward_may_have_the_letter_that_nobody_explains(letter: str, value: int) -> None:
    parsed = read(block("termorf", {"valorfin": "7", "classeoperacao": letter}))
    assert texts(parsed.holdings, "valor_mercado") == [value]
    assert any("operação A" in warning for warning in parsed.warnings) is (letter == "A")


@pytest.mark.parametrize(
    ("section", "fields", "lacking"),
    [
        ("acoes", {"qtdisponivel": "1", "classeoperacao": "C"}, "valorfindisp"),
        ("acoes", {"valorfindisp": "1", "qtgarantia": "1", "classeoperacao": "C"}, "valorfinemgar"),
        ("acoes", {"valorfindisp": "1", "valorfinemgar": "1"}, "classeoperacao"),
        ("opcoesacoes", {"valorfinanceiro": "1"}, "classeoperacao"),
        ("opcoesacoes", {"classeoperacao": "C"}, "valorfinanceiro"),
        ("futuros", {"vltotalpos": "1", "classeoperacao": "C"}, "vlajuste"),
        ("swap", {"vlmercadoativo": "1"}, "vlmercadopassivo"),
        ("swap", {"vlmercadopassivo": "1"}, "vlmercadoativo"),
        ("cotas", {"puposicao": "1"}, "qtdisponivel"),
        ("cotas", {"qtdisponivel": "1"}, "puposicao"),
        ("imoveis", {"cep": "1"}, "valorcontabil"),
        ("fidc", {}, "valorfinanceiro"),
    ],
)
def test_a_position_without_what_its_value_is_made_of_is_set_apart(
    section: str, fields: dict[str, str], lacking: str
) -> None:
    parsed = read(block(section, fields), block("acoes", SHARE))
    (row,) = parsed.quarantine
    assert f"falta {lacking}" in str(row["motivo"]) or f"({lacking})" in str(row["motivo"])
    assert (row["tabela"], row["secao_origem"], row["linha"]) == ("holdings", section, 2)
    assert str(row["conteudo"]).startswith(f"<{section}")
    assert texts(parsed.holdings, "secao_origem") == ["acoes"]


def test_what_has_no_quantity_needs_no_value() -> None:
    only_free = {name: text for name, text in SHARE.items() if name != "valorfinemgar"}
    only_given = {**SHARE, "qtdisponivel": "0", "qtgarantia": "10", "valorfindisp": "", "valorfinemgar": "200"}
    parsed = read(block("acoes", only_free), block("acoes", only_given))
    assert texts(parsed.holdings, "valor_mercado") == [2000, 200]


def test_a_quota_s_value_is_rounded_to_cents_without_losing_digits() -> None:
    held = {"qtdisponivel": "123456789012.123456789", "qtgarantia": "0.000000001", "puposicao": "12345678.123456789012"}
    (row,) = read(block("cotas", held)).holdings
    exact = 123456789012_123456790 * 12345678_123456789012  # times 10 to the -21
    assert row["valor_mercado"] == Decimal((exact + 5 * 10**18) // 10**19).scaleb(-2)


def test_real_estate_keeps_every_fact_beside_its_row(sample: list[ParsedPortfolio]) -> None:
    fund = sample[0]
    facts = {str(row["campo"]): row for row in fund.details if row["bloco"] == "imoveis"}
    ordinal = next(row["ordinal"] for row in fund.holdings if row["secao"] == "REAL")
    assert {row["linha_tabela"] for row in facts.values()} == {ordinal}
    assert (facts["cep"]["valor"], facts["logradouro"]["valor"]) == ("01000000", "Rua Sintética")
    assert "complemento" not in facts


def test_each_fee_is_an_expense_and_none_is_in_the_net_worth(sample: list[ParsedPortfolio]) -> None:
    assert [(row["codigo"], row["conta"], str(row["valor"])) for row in sample[0].expenses] == [
        ("txadm", "ADMF", "321.00"),
        ("tributos", None, "0"),
        ("vltxperf", "PERF", "0"),
        ("outtax", None, "0"),
        ("15", "CUST", "12.34"),
    ]


def test_a_bad_fee_is_set_apart_alone() -> None:
    parsed = read(block("despesas", {"txadm": "abc", "tributos": "2", "txperf": "N"}))
    assert texts(parsed.expenses, "codigo") == ["tributos"]
    assert [row["motivo"] for row in parsed.quarantine] == ["txadm: 'abc' não é um número"]


def test_a_block_of_fees_that_tells_nothing_is_no_row() -> None:
    parsed = read("<despesas/>", block("despesas", {"outra": "1"}))
    assert not parsed.expenses
    assert parsed.seen["expenses", "despesas"] == 2
    assert [row["caminho"] for row in parsed.unknown] == ["arquivoposicao_4_01/fundo/despesas/outra"]


def test_a_managed_account_is_its_holder_s(sample: list[ParsedPortfolio]) -> None:
    account = sample[2]
    assert (account.portfolio["codigo_carteira"], account.portfolio["documento_titular"]) == ("CART-SYN", None)
    assert "cnpj" not in account.portfolio
    assert {row["campo"]: row["valor"] for row in account.details} == {
        "tpcli": "F",
        "codcntcor": "00100010000012345",
    }
