"""Where ANBIMA 4.01 has the columns of the header, of cash, payables, receivables and expenses; tables only.

Belongs here: every field of the sections that are no positions, and the readers compiled from all tables. Does not: the
fields of positions (`anbima_4_01_holdings`), how rows become a portfolio (`anbima_4_01`).

Source: ANBIMA, sPosicao_401.xsd. What stands in a file and in none of the tables ends as a row of `unknown`.
"""

from dataclasses import dataclass

from qore_dagster.formats.anbima_4_01_holdings import HOLDING_SECTIONS
from qore_dagster.formats.flat_rows import FlatReader, Tag, one_of
from qore_dagster.formats.identifiers import cnpj_of, document_of, identifier_of
from qore_dagster.model.tables import CASH, DETAILS, EXPENSES, HOLDINGS, PORTFOLIO, PROVISIONS

ROOT = "arquivoposicao_4_01"
HEADER = "header"

_PARTIES = (
    Tag("nomegestor", "nome_gestor"),
    Tag("cnpjgestor", "cnpj_gestor", cnpj_of),
    Tag("nomecustodiante", "nome_custodiante"),
    Tag("cnpjcustodiante", "cnpj_custodiante", cnpj_of),
)
_TOTALS = (
    Tag("patliq", "patliq"),
    Tag("valorativos", "valorativos"),
    Tag("valorreceber", "valorreceber"),
    Tag("valorpagar", "valorpagar"),
)
FUND_HEADER = (
    Tag("isin", "isin", identifier_of),
    Tag("cnpj", "cnpj", cnpj_of),
    Tag("nome", "nome"),
    Tag("dtposicao", "data_pos"),
    Tag("nomeadm", "nome_administrador"),
    Tag("cnpjadm", "cnpj_administrador", cnpj_of),
    *_PARTIES,
    Tag("valorcota", "valorcota"),
    Tag("quantidade", "quantidade"),
    *_TOTALS,
    Tag("vlcotasemitir", "vlcotasemitir"),
    Tag("vlcotasresgatar", "vlcotasresgatar"),
    Tag("codanbid", "codigo_anbima", identifier_of),
    Tag("tipofundo", "tipo_fundo"),
    Tag("nivelrsc", "nivel_risco"),
)
ACCOUNT_HEADER = (
    Tag("cnpjcpf", "documento_titular", document_of),
    Tag("codcart", "codigo_carteira"),
    Tag("dtposicao", "data_pos"),
    Tag("nome", "nome"),
    Tag("tpcli", note="F natural person, J legal person"),
    Tag("codcntcor", note="current account"),
    *_PARTIES,
    *_TOTALS,
    Tag("tributos", "tributos"),
)
CASH_TAGS = (
    Tag("isininstituicao", "instituicao", identifier_of),
    Tag("tpconta", "tipo_conta"),
    Tag("saldo", "saldo"),
    Tag("nivelrsc", "nivel_risco"),
)
PROVISION_TAGS = (
    Tag("codprov", "codigo"),
    Tag("credeb", "tipo_cpr", one_of({"C": "RECEBER", "D": "PAGAR"}), "the side, whatever the code"),
    Tag("dt", "data_vencimento"),
    Tag("valor", "valor"),
)
OTHER_EXPENSE_TAGS = (Tag("coddesp", "codigo"), Tag("valor", "valor"))


@dataclass(frozen=True, slots=True)
class Fee:
    """One amount of the block `despesas`, which becomes a row of its own.

    Attributes:
        code: what the row is called: the amount's own name.
        account: of layout 5.0.
        tags: the amount, and what the block tells of it.
    """

    code: str
    account: str | None
    tags: tuple[Tag, ...]


FEES = (
    Fee("txadm", "ADMF", (Tag("txadm", "valor"), Tag("perctaxaadm", "taxa"))),
    Fee("tributos", None, (Tag("tributos", "valor"),)),
    Fee(
        "vltxperf",
        "PERF",
        (
            Tag("vltxperf", "valor"),
            Tag("perctxperf", "taxa"),
            Tag("percindex", "perc_indexador"),
            Tag("indexador", "indexador"),
        ),
    ),
    Fee("outtax", None, (Tag("outtax", "valor"),)),
)
FEE_FACTS = (Tag("txperf", note="S or N: whether a performance fee is charged"),)

DETAIL_SECTIONS: dict[str, tuple[Tag, ...]] = {
    "partplanprev": (Tag("cnpb"), Tag("percpart", note="% of the pension plan")),
    "corretagem": (
        Tag("cnpjcorretora"),
        Tag("tpcorretora"),
        Tag("numope"),
        Tag("vlbov"),
        Tag("vlrepassebov"),
        Tag("vlbmf"),
        Tag("vlrepassebmf"),
        Tag("vloutbolsas"),
        Tag("vlrepasseoutbol"),
    ),
}

HEADER_READERS = {
    "fundo": FlatReader.of(PORTFOLIO, FUND_HEADER, constant={"moeda": "BRL"}),
    "carteira": FlatReader.of(PORTFOLIO, ACCOUNT_HEADER, constant={"moeda": "BRL"}),
}
HOLDING_READERS = {
    name: FlatReader.of(
        HOLDINGS, section.tags, constant={**section.constant, "secao_origem": name}, blocks=section.blocks
    )
    for name, section in HOLDING_SECTIONS.items()
}
CASH_READER = FlatReader.of(CASH, CASH_TAGS)
PROVISION_READER = FlatReader.of(PROVISIONS, PROVISION_TAGS)
OTHER_EXPENSE_READER = FlatReader.of(EXPENSES, OTHER_EXPENSE_TAGS, constant={"secao_origem": "outrasdespesas"})
FEE_READERS = tuple(
    FlatReader.of(EXPENSES, fee.tags, constant={"secao_origem": "despesas", "codigo": fee.code, "conta": fee.account})
    for fee in FEES
)
DETAIL_READERS = {name: FlatReader.of(DETAILS, tags) for name, tags in DETAIL_SECTIONS.items()}
