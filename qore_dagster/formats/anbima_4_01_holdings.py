"""Where ANBIMA 4.01 has the columns of holdings, section by section; tables only.

Belongs here: the fields of every section that is a position, and what all its rows have in common. Does not: the other
sections (`anbima_4_01_fields`), the value and its sign (`anbima_4_01_values`).

Source: ANBIMA, sPosicao_401.xsd. All amounts are BRL. A field that stands without a column becomes a row of `details`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qore_dagster.formats.flat_rows import Tag, one_of
from qore_dagster.formats.identifiers import cnpj_of, identifier_of
from qore_dagster.model.parsed import Row

FLAG = one_of({"S": True, "N": False})
_OPTION = one_of({"C": "CALL", "P": "PUTO"})
_STYLE = one_of({"A": "AMER", "E": "EURO"})


def postal_code_of(text: str | None) -> str | None:
    """A CEP has eight digits; written as a number it loses the zero in front."""
    return (text or "").strip().zfill(8) if (text or "").strip(" \t\r\n0") else None


@dataclass(frozen=True, slots=True)
class HoldingSection:
    """A section whose rows are positions.

    Attributes:
        tags: its fields.
        constant: what all its rows have the same: `secao`, the kind of their code.
        blocks: fields of the blocks within a row.
    """

    tags: Sequence[Tag]
    constant: Row
    blocks: Mapping[str, Sequence[Tag]] = field(default_factory=dict[str, "Sequence[Tag]"])


_ISIN = Tag("isin", "isin", identifier_of)
_CUSIP = Tag("cusip", "cusip", identifier_of)
_CODE = Tag("codativo", "codigo", identifier_of)
_TRADED = Tag("dtoperacao", "data_compra")
_MATURES = Tag("dtvencimento", "data_vencimento")
_ISSUER = Tag("cnpjemissor", "cnpj_emissor", cnpj_of)
_AVAILABLE = Tag("qtdisponivel", "qtd_disponivel")
_GIVEN = Tag("qtgarantia", "qtd_garantia")
_QUANTITY = Tag("quantidade", "quantidade")
_PRICE = Tag("puposicao", "pu_mercado", note="for rows held to maturity (caracteristica V) the price of the curve")
_TAXES = Tag("tributos", "tributos")
_VALUE = Tag("valorfinanceiro", "valor_mercado", note="a magnitude; the sign is that of classeoperacao")
_OPERATION = Tag("classeoperacao", "operacao")
_HEDGE = (Tag("hedge", "hedge", FLAG), Tag("tphedge", "tipo_hedge"))
_LOT = (Tag("idinternoativo", "codigo_interno"), Tag("nivelrsc", "nivel_risco"))
_ACCOUNT = Tag("tpconta", "tipo_conta")
_CREDIT = Tag("percprovcred", "perc_provisao")
_STRIKE = Tag("precoexercicio", "preco_exercicio")
_PREMIUM = Tag("premio", "premio")
_GUARANTEE = Tag("garantia", "garantia")
_UNDERLYING = Tag("ativo", "ativo_objeto")
_SERIES = Tag("serie", "serie")
_CURRENCIES = (Tag("moedaativa", "moeda_ativa"), Tag("moedapassiva", "moeda_passiva"))
_INDEXED = (
    Tag("coupom", "taxa"),
    Tag("indexador", "indexador"),
    Tag("percindex", "perc_indexador"),
    Tag("caracteristica", "caracteristica"),
)
_BOND = (
    _CUSIP,
    Tag("dtemissao", "data_emissao"),
    _TRADED,
    _MATURES,
    _AVAILABLE,
    _GIVEN,
    Tag("depgar", "local_garantia"),
    Tag("pucompra", "pu_compra"),
    Tag("puvencimento", "pu_vencimento"),
    _PRICE,
    Tag("puemissao", "pu_emissao"),
    Tag("principal", "principal"),
    _TAXES,
    Tag("valorfindisp", "valor_disponivel"),
    Tag("valorfinemgar", "valor_garantia"),
    *_INDEXED,
    _CREDIT,
    _OPERATION,
    *_LOT,
)
_BOND_BLOCKS = {
    "compromisso": (
        Tag("dtretorno", "compromisso_data_retorno"),
        Tag("puretorno", "compromisso_pu_retorno"),
        Tag("indexadorcomp", "compromisso_indexador"),
        Tag("perindexcomp", "compromisso_perc_indexador"),
        Tag("txoperacao", "compromisso_taxa"),
        Tag("classecomp", "compromisso_operacao"),
    ),
    "aluguel": (
        Tag("dtvencalug", "aluguel_data_vencimento"),
        Tag("txalug", "aluguel_taxa"),
        Tag("indexadoralug", "aluguel_indexador"),
        Tag("percalug", "aluguel_perc_indexador"),
    ),
}

HOLDING_SECTIONS: dict[str, HoldingSection] = {
    "titpublico": HoldingSection((_ISIN, _CODE, *_BOND), {"secao": "GOVE", "tipo_codigo": "SELC"}, _BOND_BLOCKS),
    "titprivado": HoldingSection(
        (_ISIN, _CODE, _ISSUER, *_BOND), {"secao": "CORP", "tipo_codigo": "CETI"}, _BOND_BLOCKS
    ),
    "debenture": HoldingSection(
        (
            _ISIN,
            Tag("coddeb", "codigo", identifier_of),
            Tag("debconv", "conversivel", FLAG),
            Tag("debpartlucro", "participa_lucro", FLAG),
            Tag("SPE", "spe", FLAG),
            _ISSUER,
            *_BOND,
        ),
        {"secao": "DEBE", "tipo_codigo": "CETI"},
        _BOND_BLOCKS,
    ),
    "acoes": HoldingSection(
        (
            _ISIN,
            _CUSIP,
            _CODE,
            _AVAILABLE,
            Tag("lote", "lote"),
            _GIVEN,
            Tag("valorfindisp", "valor_disponivel"),
            Tag("valorfinemgar", "valor_garantia"),
            _TAXES,
            _PRICE,
            _CREDIT,
            _ACCOUNT,
            _OPERATION,
            Tag("dtvencalug", "aluguel_data_vencimento"),
            Tag("txalug", "aluguel_taxa"),
            Tag("cnpjinter", "aluguel_cnpj_intermediario", cnpj_of),
        ),
        {"secao": "EQUI", "tipo_codigo": "TICKER"},
    ),
    "opcoesacoes": HoldingSection(
        (
            _ISIN,
            _CUSIP,
            _CODE,
            Tag("ativobase", "ativo_objeto"),
            _AVAILABLE,
            _VALUE,
            _STRIKE,
            _MATURES,
            _OPERATION,
            _TAXES,
            _PRICE,
            _PREMIUM,
            _CREDIT,
            _ACCOUNT,
            *_HEDGE,
        ),
        {"secao": "OPTN", "tipo_codigo": "TICKER"},
    ),
    "opcoesderiv": HoldingSection(
        (
            _ISIN,
            Tag("mercado", note="1 on the spot market, 2 on futures"),
            _UNDERLYING,
            _SERIES,
            Tag("callput", "tipo_opcao", _OPTION),
            _QUANTITY,
            _VALUE,
            _TAXES,
            _STRIKE,
            _PREMIUM,
            _MATURES,
            _OPERATION,
            _PRICE,
            *_HEDGE,
        ),
        {"secao": "OPTN", "tipo_codigo": "BVMF"},
    ),
    "opcoesflx": HoldingSection(
        (
            _ISIN,
            Tag("tipo", "estilo_opcao", _STYLE),
            Tag("callput", "tipo_opcao", _OPTION),
            _TRADED,
            Tag("dtexercicio", "data_exercicio"),
            _UNDERLYING,
            _GUARANTEE,
            _PREMIUM,
            _PRICE,
            _QUANTITY,
            _VALUE,
            _TAXES,
            _STRIKE,
            _OPERATION,
            *_HEDGE,
        ),
        {"secao": "OPTN"},
    ),
    "termorv": HoldingSection(
        (
            _ISIN,
            _CUSIP,
            Tag("ativo", "codigo", identifier_of),
            _TRADED,
            _MATURES,
            _GUARANTEE,
            _PRICE,
            _QUANTITY,
            _VALUE,
            _TAXES,
            Tag("puvenc", "pu_vencimento"),
            _ACCOUNT,
            _OPERATION,
            *_HEDGE,
        ),
        {"secao": "FWRD", "tipo_codigo": "TICKER"},
    ),
    "termorf": HoldingSection(
        (
            _ISIN,
            Tag("dtvencativo", "vencimento_ativo"),
            Tag("dtoper", "data_compra"),
            _MATURES,
            Tag("qtd", "quantidade"),
            Tag("puoperacao", "pu_compra"),
            Tag("puvencimento", "pu_vencimento"),
            _PRICE,
            Tag("puemissao", "pu_emissao"),
            Tag("principal", "principal"),
            Tag("valorfin", "valor_mercado", note="a magnitude; the sign is that of classeoperacao"),
            _TAXES,
            *_INDEXED,
            _OPERATION,
            *_HEDGE,
            *_LOT,
        ),
        {"secao": "FWRD"},
    ),
    "futuros": HoldingSection(
        (
            _ISIN,
            _UNDERLYING,
            Tag("cnpjcorretora", "cnpj_corretora", cnpj_of),
            _SERIES,
            _QUANTITY,
            Tag("vltotalpos", "valor_nocional", note="not the value of the position"),
            _TAXES,
            _MATURES,
            Tag("vlajuste", "valor_mercado", note="the day's adjustment, already signed"),
            _OPERATION,
            *_HEDGE,
        ),
        {"secao": "FUTU", "tipo_codigo": "BVMF"},
    ),
    "swap": HoldingSection(
        (
            Tag("cetipbmf", note="where it is registered: C CETIP, B BM&F, O other"),
            _ISIN,
            _TRADED,
            Tag("dtregistro", "data_registro"),
            _MATURES,
            Tag("cnpjcontraparte", "cnpj_contraparte", cnpj_of),
            _GUARANTEE,
            Tag("vlnotional", "valor_nocional"),
            _TAXES,
            Tag("vlmercadoativo", "swap_valor_ativo"),
            Tag("taxaativo", "swap_taxa_ativo"),
            Tag("indexadorativo", "swap_indexador_ativo"),
            Tag("percindexativo", "swap_perc_ativo"),
            Tag("vlmercadopassivo", "swap_valor_passivo"),
            Tag("taxapassivo", "swap_taxa_passivo"),
            Tag("indexadorpassivo", "swap_indexador_passivo"),
            Tag("percindexpassivo", "swap_perc_passivo"),
            *_HEDGE,
            Tag("idinternoativo", "codigo_interno"),
        ),
        {"secao": "SWAP"},
    ),
    "cotas": HoldingSection(
        (
            _ISIN,
            Tag("cnpjfundo", "cnpj_emissor", cnpj_of),
            _AVAILABLE,
            _GIVEN,
            _PRICE,
            _TAXES,
            Tag("nivelrsc", "nivel_risco"),
        ),
        {"secao": "SHAR"},
    ),
    "imoveis": HoldingSection(
        (
            Tag("nomecomercial", "descricao"),
            Tag("valorcontabil", "valor_contabil", note="the value of the position"),
            Tag("cep", read=postal_code_of, note="as a number it loses the zero in front"),
            Tag("percpart", note="% owned; informative, the value is that of the part"),
            *(
                Tag(name)
                for name in (
                    *("logradouro", "numero", "complemento", "cidade", "estado", "justificativa", "valoravaliacao"),
                    *("dtavaliacao", "tpavaliador", "cnpjcpfavaliador", "aluguelcontratado", "aluguelatrasado"),
                    *("opcaorecompra", "dtopcaorecompra", "tipoimovel", "questjur", "motivoquestjur", "tipouso"),
                    *("matricula", "cnpjemp"),
                )
            ),
        ),
        {"secao": "REAL"},
    ),
    "opcoesmoedasotc": HoldingSection(
        (
            Tag("codoper", "codigo", identifier_of),
            Tag("tipo", "estilo_opcao", _STYLE),
            Tag("callput", "tipo_opcao", _OPTION),
            _TRADED,
            _MATURES,
            Tag("dtexercicio", "data_exercicio"),
            *_CURRENCIES,
            _GUARANTEE,
            _PREMIUM,
            _PRICE,
            _QUANTITY,
            _VALUE,
            _TAXES,
            _STRIKE,
            _OPERATION,
            *_HEDGE,
        ),
        {"secao": "OPTN"},
    ),
    "forwardsmoedas": HoldingSection(
        (
            Tag("tipooperacao", note="FRW forward, NDF without delivery"),
            *_CURRENCIES,
            Tag("notional", "valor_nocional"),
            Tag("taxa", "taxa_cambio", note="the rate agreed between both currencies"),
            _VALUE,
            _TAXES,
            _MATURES,
            _OPERATION,
            *_HEDGE,
        ),
        {"secao": "FWRD"},
    ),
    "participacoes": HoldingSection((Tag("cnpjpart", "cnpj_emissor", cnpj_of), _VALUE), {"secao": "EQUI"}),
    "fidc": HoldingSection((Tag("valorfinanceiro", "valor_mercado"),), {"secao": "RECE"}),
}
