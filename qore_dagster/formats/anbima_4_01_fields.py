"""Where ANBIMA 4.01 has each column of the canonical model: every section and field of the schema; tables only.

Belongs here: tags, columns, readers of texts that are codes, and which value of a row enters the total assets. Does
not: the order of reading (`anbima_4_01`).

Source: sPosicao_401.xsd (sections, fields, types). Signs: measured on real files for titpublico, titprivado, debenture,
acoes, cotas, futuros and caixa bought; the others are the habit of public readers of the layout.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from qore_dagster.formats.identifiers import cnpj_of, identifier_of, text_of
from qore_dagster.model.fields import Table
from qore_dagster.model.parsed import Value
from qore_dagster.model.tables import CASH, EXPENSES, HOLDINGS, PORTFOLIO, PROVISIONS

TextReader = Callable[[str | None], Value]


class Worth(Enum):
    """What of a row enters the total assets."""

    PARTS = "valorfindisp + valorfinemgar; sold (V) negative, borrowed (T) nothing"
    UNITS = "(qtdisponivel + qtgarantia) × puposicao, to the cent"
    WRITTEN = "as written, signed already"
    SIDED = "the amount; sold (V) negative"
    LEGS = "vlmercadoativo − vlmercadopassivo"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a `fundo` or `carteira`; each of its elements is one row.

    Attributes:
        tag: the element.
        table: the canonical table.
        columns: canonical column by tag.
        constants: columns that the section itself says.
        worth: what of a row enters the total assets; None for tables other than holdings.
        details: tags that have no column and are kept as details of their row.
        blocks: nested elements, by tag; their columns are the row's.
    """

    tag: str
    table: Table
    columns: Mapping[str, str]
    constants: Mapping[str, Value] = field(default_factory=dict[str, Value])
    worth: Worth | None = None
    details: frozenset[str] = frozenset()
    blocks: Mapping[str, "Section"] = field(default_factory=dict[str, "Section"])


def _code(meanings: Mapping[str, Value]) -> TextReader:
    def read(text: str | None) -> Value:
        found = text_of(text)
        if found is None:
            return None
        if found.upper() not in meanings:
            raise ValueError(f"{found!r} não é um de: {', '.join(meanings)}")
        return meanings[found.upper()]

    return read


_YES_NO = _code({"S": True, "N": False})

READERS: Mapping[str, TextReader] = {
    "isin": identifier_of,
    "cusip": identifier_of,
    "instituicao": identifier_of,
    "cnpj": cnpj_of,
    "cnpj_administrador": cnpj_of,
    "cnpj_gestor": cnpj_of,
    "cnpj_custodiante": cnpj_of,
    "cnpj_emissor": cnpj_of,
    "cnpj_contraparte": cnpj_of,
    "cnpj_corretora": cnpj_of,
    "aluguel_cnpj_intermediario": cnpj_of,
    "conversivel": _YES_NO,
    "participa_lucro": _YES_NO,
    "spe": _YES_NO,
    "hedge": _YES_NO,
    "tipo_opcao": _code({"C": "CALL", "P": "PUTO"}),
    "estilo_opcao": _code({"A": "AMER", "E": "EURO"}),
    "operacao": _code({"C": "C", "V": "V", "D": "D", "T": "T", "A": "A"}),
    "compromisso_operacao": _code({"C": "C", "V": "V"}),
    "tipo_cpr": _code({"C": "RECEBER", "D": "PAGAR"}),
}
"""Readers by canonical column, where its type alone does not say how a text is read."""

FUND_HEADER: Mapping[str, str] = {
    "isin": "isin",
    "cnpj": "cnpj",
    "nome": "nome",
    "dtposicao": "data_pos",
    "nomeadm": "nome_administrador",
    "cnpjadm": "cnpj_administrador",
    "nomegestor": "nome_gestor",
    "cnpjgestor": "cnpj_gestor",
    "nomecustodiante": "nome_custodiante",
    "cnpjcustodiante": "cnpj_custodiante",
    "valorcota": "valorcota",
    "quantidade": "quantidade",
    "patliq": "patliq",
    "valorativos": "valorativos",
    "valorreceber": "valorreceber",
    "valorpagar": "valorpagar",
    "vlcotasemitir": "vlcotasemitir",
    "vlcotasresgatar": "vlcotasresgatar",
    "codanbid": "codigo_anbima",
    "tipofundo": "tipo_fundo",
    "nivelrsc": "nivel_risco",
}
ACCOUNT_HEADER: Mapping[str, str] = {
    "cnpjcpf": "documento_titular",
    "codcart": "codigo_carteira",
    "dtposicao": "data_pos",
    "nome": "nome",
    "nomegestor": "nome_gestor",
    "cnpjgestor": "cnpj_gestor",
    "nomecustodiante": "nome_custodiante",
    "cnpjcustodiante": "cnpj_custodiante",
    "patliq": "patliq",
    "tributos": "tributos",
    "valorativos": "valorativos",
    "valorreceber": "valorreceber",
    "valorpagar": "valorpagar",
}
ACCOUNT_DETAILS = frozenset({"tpcli", "codcntcor"})
"""Of a managed account's header: kind of client, current account."""
HEADERS: Mapping[str, Section] = {
    "fundo": Section("header", PORTFOLIO, FUND_HEADER),
    "carteira": Section("header", PORTFOLIO, ACCOUNT_HEADER, details=ACCOUNT_DETAILS),
}
"""The header, by the element that it stands in."""

_COLUMN: Mapping[str, str] = {
    "isin": "isin",
    "codativo": "codigo",
    "coddeb": "codigo",
    "codoper": "codigo",
    "cusip": "cusip",
    "dtemissao": "data_emissao",
    "dtoperacao": "data_compra",
    "dtoper": "data_compra",
    "dtvencimento": "data_vencimento",
    "dtvencativo": "vencimento_ativo",
    "dtexercicio": "data_exercicio",
    "dtregistro": "data_registro",
    "cnpjemissor": "cnpj_emissor",
    "cnpjfundo": "cnpj_emissor",
    "cnpjpart": "cnpj_emissor",
    "cnpjcontraparte": "cnpj_contraparte",
    "cnpjcorretora": "cnpj_corretora",
    "qtdisponivel": "qtd_disponivel",
    "qtgarantia": "qtd_garantia",
    "quantidade": "quantidade",
    "qtd": "quantidade",
    "depgar": "local_garantia",
    "lote": "lote",
    "pucompra": "pu_compra",
    "puoperacao": "pu_compra",
    "puvencimento": "pu_vencimento",
    "puvenc": "pu_vencimento",
    "puposicao": "pu_mercado",
    "puemissao": "pu_emissao",
    "principal": "principal",
    "tributos": "tributos",
    "valorfindisp": "valor_disponivel",
    "valorfinemgar": "valor_garantia",
    "valorfinanceiro": "valor_mercado",
    "valorfin": "valor_mercado",
    "vlajuste": "valor_mercado",
    "valorcontabil": "valor_mercado",
    "vltotalpos": "valor_nocional",
    "vlnotional": "valor_nocional",
    "notional": "valor_nocional",
    "coupom": "taxa",
    "taxa": "taxa",
    "indexador": "indexador",
    "percindex": "perc_indexador",
    "caracteristica": "caracteristica",
    "percprovcred": "perc_provisao",
    "classeoperacao": "operacao",
    "idinternoativo": "codigo_interno",
    "nivelrsc": "nivel_risco",
    "debconv": "conversivel",
    "debpartlucro": "participa_lucro",
    "SPE": "spe",
    "tpconta": "tipo_conta",
    "ativobase": "ativo_objeto",
    "ativo": "ativo_objeto",
    "serie": "serie",
    "precoexercicio": "preco_exercicio",
    "premio": "premio",
    "callput": "tipo_opcao",
    "tipo": "estilo_opcao",
    "hedge": "hedge",
    "tphedge": "tipo_hedge",
    "garantia": "garantia",
    "mercado": "mercado",
    "cetipbmf": "mercado",
    "dtvencalug": "aluguel_data_vencimento",
    "txalug": "aluguel_taxa",
    "cnpjinter": "aluguel_cnpj_intermediario",
    "vlmercadoativo": "swap_valor_ativo",
    "taxaativo": "swap_taxa_ativo",
    "indexadorativo": "swap_indexador_ativo",
    "percindexativo": "swap_perc_ativo",
    "vlmercadopassivo": "swap_valor_passivo",
    "taxapassivo": "swap_taxa_passivo",
    "indexadorpassivo": "swap_indexador_passivo",
    "percindexpassivo": "swap_perc_passivo",
    "moedaativa": "moeda_ativa",
    "moedapassiva": "moeda_passiva",
    "tipooperacao": "nivel_3",
    "logradouro": "descricao",
    "matricula": "codigo_interno",
}
"""What a tag of a position is called in the canonical holdings, the same in every section."""

REPO: Mapping[str, str] = {
    "dtretorno": "compromisso_data_retorno",
    "puretorno": "compromisso_pu_retorno",
    "indexadorcomp": "compromisso_indexador",
    "perindexcomp": "compromisso_perc_indexador",
    "txoperacao": "compromisso_taxa",
    "classecomp": "compromisso_operacao",
}
LOAN: Mapping[str, str] = {
    "dtvencalug": "aluguel_data_vencimento",
    "txalug": "aluguel_taxa",
    "indexadoralug": "aluguel_indexador",
    "percalug": "aluguel_perc_indexador",
}
_BOND_BLOCKS: Mapping[str, Section] = {
    "compromisso": Section("compromisso", HOLDINGS, REPO),
    "aluguel": Section("aluguel", HOLDINGS, LOAN),
}
_BONDS = frozenset({"titpublico", "titprivado", "debenture"})


def _positions(tag: str, secao: str, worth: Worth, tags: str, details: str = "") -> Section:
    """A section of positions, by its tags in the schema's order."""
    return Section(
        tag,
        HOLDINGS,
        {name: _COLUMN[name] for name in tags.split()},
        {"secao": secao},
        worth,
        frozenset(details.split()),
        _BOND_BLOCKS if tag in _BONDS else {},
    )


_SECTIONS = (
    _positions(
        "titpublico",
        "GOVE",
        Worth.PARTS,
        "isin codativo cusip dtemissao dtoperacao dtvencimento qtdisponivel qtgarantia depgar pucompra puvencimento "
        "puposicao puemissao principal tributos valorfindisp valorfinemgar coupom indexador percindex caracteristica "
        "percprovcred classeoperacao idinternoativo nivelrsc",
    ),
    _positions(
        "titprivado",
        "CORP",
        Worth.PARTS,
        "isin codativo cusip dtemissao dtoperacao dtvencimento cnpjemissor qtdisponivel qtgarantia depgar pucompra "
        "puvencimento puposicao puemissao principal tributos valorfindisp valorfinemgar coupom indexador percindex "
        "caracteristica percprovcred classeoperacao idinternoativo nivelrsc",
    ),
    _positions(
        "debenture",
        "DEBE",
        Worth.PARTS,
        "isin coddeb debconv debpartlucro SPE cusip dtemissao dtoperacao dtvencimento cnpjemissor qtdisponivel "
        "qtgarantia depgar pucompra puvencimento puposicao puemissao principal tributos valorfindisp valorfinemgar "
        "coupom indexador percindex caracteristica percprovcred classeoperacao idinternoativo nivelrsc",
    ),
    _positions(
        "acoes",
        "EQUI",
        Worth.PARTS,
        "isin cusip codativo qtdisponivel lote qtgarantia valorfindisp valorfinemgar tributos puposicao percprovcred "
        "tpconta classeoperacao dtvencalug txalug cnpjinter",
    ),
    _positions(
        "opcoesacoes",
        "OPTN",
        Worth.SIDED,
        "isin cusip codativo ativobase qtdisponivel valorfinanceiro precoexercicio dtvencimento classeoperacao "
        "tributos puposicao premio percprovcred tpconta hedge tphedge",
    ),
    _positions(
        "opcoesderiv",
        "OPTN",
        Worth.SIDED,
        "isin mercado ativo serie callput quantidade valorfinanceiro tributos precoexercicio premio dtvencimento "
        "classeoperacao puposicao hedge tphedge",
    ),
    _positions(
        "opcoesflx",
        "OPTN",
        Worth.SIDED,
        "isin tipo callput dtoperacao dtexercicio ativo garantia premio puposicao quantidade valorfinanceiro tributos "
        "precoexercicio classeoperacao hedge tphedge",
    ),
    _positions(
        "termorv",
        "FWRD",
        Worth.SIDED,
        "isin cusip ativo dtoperacao dtvencimento garantia puposicao quantidade valorfinanceiro tributos puvenc "
        "tpconta classeoperacao hedge tphedge",
    ),
    _positions(
        "termorf",
        "FWRD",
        Worth.SIDED,
        "isin dtvencativo dtoper dtvencimento qtd puoperacao puvencimento puposicao puemissao principal valorfin "
        "tributos coupom indexador percindex caracteristica classeoperacao hedge tphedge idinternoativo nivelrsc",
    ),
    _positions(
        "futuros",
        "FUTU",
        Worth.WRITTEN,
        "isin ativo cnpjcorretora serie quantidade vltotalpos tributos dtvencimento vlajuste classeoperacao hedge "
        "tphedge",
    ),
    _positions(
        "swap",
        "SWAP",
        Worth.LEGS,
        "cetipbmf isin dtoperacao dtregistro dtvencimento cnpjcontraparte garantia vlnotional tributos vlmercadoativo "
        "taxaativo indexadorativo percindexativo vlmercadopassivo taxapassivo indexadorpassivo percindexpassivo hedge "
        "tphedge idinternoativo",
    ),
    _positions("cotas", "SHAR", Worth.UNITS, "isin cnpjfundo qtdisponivel qtgarantia puposicao tributos nivelrsc"),
    _positions(
        "imoveis",
        "REAL",
        Worth.WRITTEN,
        "logradouro valorcontabil matricula",
        "numero complemento cidade estado cep nomecomercial percpart justificativa valoravaliacao dtavaliacao "
        "tpavaliador cnpjcpfavaliador aluguelcontratado aluguelatrasado opcaorecompra dtopcaorecompra tipoimovel "
        "questjur motivoquestjur tipouso cnpjemp",
    ),
    _positions(
        "opcoesmoedasotc",
        "OPTN",
        Worth.SIDED,
        "codoper tipo callput dtoperacao dtvencimento dtexercicio moedaativa moedapassiva garantia premio puposicao "
        "quantidade valorfinanceiro tributos precoexercicio classeoperacao hedge tphedge",
    ),
    _positions(
        "forwardsmoedas",
        "FWRD",
        Worth.SIDED,
        "tipooperacao moedaativa moedapassiva notional taxa valorfinanceiro tributos dtvencimento classeoperacao hedge "
        "tphedge",
    ),
    _positions("participacoes", "EQUI", Worth.WRITTEN, "cnpjpart valorfinanceiro"),
    _positions("fidc", "RECE", Worth.WRITTEN, "valorfinanceiro"),
    Section(
        "caixa",
        CASH,
        {"isininstituicao": "instituicao", "tpconta": "tipo_conta", "saldo": "saldo", "nivelrsc": "nivel_risco"},
    ),
    Section("outrasdespesas", EXPENSES, {"coddesp": "codigo", "valor": "valor"}),
    Section(
        "provisao", PROVISIONS, {"codprov": "codigo", "credeb": "tipo_cpr", "dt": "data_vencimento", "valor": "valor"}
    ),
)
SECTIONS: Mapping[str, Section] = {section.tag: section for section in _SECTIONS}
"""Sections whose elements are rows, by tag."""

FEES = "despesas"
FEE_PARTS: Mapping[str, tuple[str | None, str | None]] = {
    "txadm": ("ADMF", "perctaxaadm"),
    "tributos": (None, None),
    "vltxperf": ("PERF", "perctxperf"),
    "outtax": (None, None),
}
"""`despesas` is one element with several expenses: by the amount's tag its account in 5.0 and the tag of its rate."""
PERFORMANCE, PERFORMANCE_INDEX = "vltxperf", {"indexador": "indexador", "percindex": "perc_indexador"}
FEE_DETAILS = frozenset({"txperf"})

FACTS: Mapping[str, frozenset[str]] = {
    "partplanprev": frozenset({"cnpb", "percpart"}),
    "corretagem": frozenset(
        {
            "cnpjcorretora",
            "tpcorretora",
            "numope",
            "vlbov",
            "vlrepassebov",
            "vlbmf",
            "vlrepassebmf",
            "vloutbolsas",
            "vlrepasseoutbol",
        }
    ),
}
"""Sections that are neither position, cash, provision nor expense: their facts are details of the portfolio."""
