"""The canonical tables: every column of what a portfolio has besides its header and holdings, stated once.

Belongs here: names, types, meanings and the place in ANBIMA 5.0 (semt.003.001.04, ANBIMA profile), and the list of all
tables. Derived from them: frames, pandera schemas, DDL and documentation. Does not belong here: the header and the
holdings (`portfolio_table`, `holdings_table`), reading (`formats`) or loading (`warehouse`).
"""

from qore_dagster.model.fields import ROW, Field, FieldType, Table
from qore_dagster.model.holdings_table import HOLDINGS
from qore_dagster.model.portfolio_table import PORTFOLIO, TOTALS

__all__ = [
    "CASH",
    "CLASSES",
    "DETAILS",
    "EXPENSES",
    "FILE_COLUMNS",
    "HOLDERS",
    "HOLDINGS",
    "PORTFOLIO",
    "PROVISIONS",
    "QUARANTINE",
    "RETURNS",
    "ROW_TABLES",
    "TABLES",
    "TABLES_OF_FILES",
    "TOTALS",
    "UNKNOWN",
]

_T = FieldType
FILE_COLUMNS = ("formato", "arquivo", "sha256")
"""Which file a row is of; where a table lacks them, its portfolio's."""

_OF_FILE = tuple(known for known in PORTFOLIO.fields if known.name in FILE_COLUMNS)

CASH = Table(
    "cash",
    "one cash account of a portfolio",
    ("data_pos", "fundo", "ordinal"),
    (
        *ROW,
        Field(
            "tipo_conta",
            _T.TEXT,
            "D deposit, P savings, N in transit, I investment, J judicial.",
            "FinInstrmAttrbts/ClssfctnTp/AltrnClssfctn[TIPODECONTA]/Id",
        ),
        Field(
            "instituicao",
            _T.TEXT,
            "First six characters of the bank's ISIN.",
            "FinInstrmId/OthrId[INSTITUICAOFINANCEIRA]/Id",
        ),
        Field("descricao", _T.TEXT, "Free text.", "FinInstrmId/Desc"),
        Field("moeda", _T.TEXT, "ISO 4217.", "FinInstrmAttrbts/DnmtnCcy"),
        Field("saldo", _T.MONEY, "Balance, signed.", "AcctBaseCcyAmts/HldgVal", required=True),
        Field("nivel_risco", _T.TEXT, "Risk level as the file writes it.", "SplmtryData/…/RiskLv"),
    ),
)

PROVISIONS = Table(
    "provisions",
    "one payable or receivable (CPR: contas a pagar e receber)",
    ("data_pos", "fundo", "ordinal"),
    (
        *ROW,
        Field(
            "tipo_cpr",
            _T.TEXT,
            "Side; from the block it stands in, never from its code.",
            "BalForAcct/BalBrkdwn[PAYA|RECE]",
            required=True,
            allowed=("PAGAR", "RECEBER"),
        ),
        Field("codigo", _T.TEXT, "ANBIMA account code.", "AddtlBalBrkdwnDtls/SubBalTp/Prtry/Id"),
        Field("conta", _T.TEXT, "ANBIMA's 5.0 account that the code stands for, null if unknown."),
        Field("descricao", _T.TEXT, "Text or link (ISIN:, CI:, CNPJ:).", "AddtlBalBrkdwnDtls/SubBalTp/Prtry/SchmeNm"),
        Field(
            "data_vencimento",
            _T.DATE,
            "Settlement; may lie before the position date.",
            "AddtlBalBrkdwnDtls/SubBalAddtlDtls",
        ),
        Field("valor", _T.MONEY, "Amount, positive.", "AddtlBalBrkdwnDtls/Qty/Qty/FaceAmt", required=True),
    ),
)

EXPENSES = Table(
    "expenses",
    "one expense of the period; already in cash or provisions, never in the identity of the net worth",
    ("data_pos", "fundo", "ordinal"),
    (
        *ROW,
        Field("secao_origem", _T.TEXT, "Where it stands: despesas, outrasdespesas, EXPN.", required=True),
        Field("codigo", _T.TEXT, "Code or name as the file has it: txadm, 15, ADMF.", required=True),
        Field("conta", _T.TEXT, "ANBIMA's 5.0 account that the code stands for, null if unknown."),
        Field("descricao", _T.TEXT, "Free text.", "AddtlBalBrkdwnDtls/SubBalTp/Prtry/SchmeNm"),
        Field(
            "valor", _T.MONEY, "Amount, positive; null where only a rate is told.", "AddtlBalBrkdwnDtls/Qty/Qty/FaceAmt"
        ),
        Field("taxa", _T.RATE, "Rate of the fee, %."),
        Field("indexador", _T.TEXT, "Index of a performance fee."),
        Field("perc_indexador", _T.RATE, "% of the index."),
    ),
)

RETURNS = Table(
    "returns",
    "one return of the fund or of an index over one period (Excel)",
    ("data_pos", "fundo", "ordinal"),
    (
        *ROW,
        Field("descricao", _T.TEXT, "What it is the return of: the fund, CDI.", required=True),
        Field("periodo", _T.TEXT, "Period as the file titles it: Dia, Mês, Ano.", required=True),
        Field("rentabilidade", _T.RATE, "Return, %.", required=True),
        *_OF_FILE,
    ),
)

HOLDERS = Table(
    "holders",
    "one holder of quotas (Excel)",
    ("data_pos", "fundo", "ordinal"),
    (
        *ROW,
        Field("nome", _T.TEXT, "Holder.", required=True),
        Field("documento", _T.TEXT, "CNPJ or CPF."),
        Field("quantidade", _T.QUANTITY, "Quotas."),
        Field("valor_bruto", _T.MONEY, "Value before taxes."),
        Field("tributos", _T.MONEY, "Taxes provisioned."),
        Field("valor_liquido", _T.MONEY, "Value after taxes."),
        Field("percentual", _T.RATE, "Share of the fund, %."),
        *_OF_FILE,
    ),
)

CLASSES = Table(
    "classes",
    "one further class, subclass or series that the file tells of (the portfolio's own apart)",
    ("data_pos", "fundo", "ordinal"),
    (
        *ROW,
        Field(
            "nivel",
            _T.TEXT,
            "What it is beside the portfolio.",
            required=True,
            allowed=("CLASSE", "SUBCLASSE", "SERIE"),
        ),
        *(
            known
            for known in PORTFOLIO.fields
            if known.name
            in {*TOTALS, "cnpj", "codigo_subclasse", "isin", "nome", "cfi", "casas_cota", "valorcota_bruta", "despesas"}
            - {"patliq"}
        ),
    ),
)

DETAILS = Table(
    "details",
    "one fact of a row (or of the portfolio) that has no column of its own",
    ("data_pos", "fundo", "ordinal"),
    (
        *ROW,
        Field("tabela", _T.TEXT, "Which canonical table it belongs to.", required=True),
        Field("linha_tabela", _T.INTEGER, "The row's ordinal there; null for the portfolio."),
        Field("bloco", _T.TEXT, "Block of the file: imoveis, corretagem, BalForSubAcctBrData.", required=True),
        Field("campo", _T.TEXT, "Path of the fact in its block.", required=True),
        Field("valor", _T.TEXT, "Text as the file has it.", required=True),
    ),
)

UNKNOWN = Table(
    "unknown",
    "one element that was not understood",
    ("data_pos", "fundo", "ordinal"),
    (
        *ROW,
        Field("caminho", _T.TEXT, "Its path in the file.", required=True),
        Field("linha", _T.INTEGER, "Its line in the file."),
        Field("conteudo", _T.TEXT, "Its raw XML."),
    ),
)

QUARANTINE = Table(
    "quarantine",
    "one row of a file that could not be read; the rest of its portfolio was",
    ("data_pos", "fundo", "ordinal"),
    (
        *ROW,
        Field("tabela", _T.TEXT, "Which canonical table it would have joined.", required=True),
        Field("secao_origem", _T.TEXT, "The section as the file itself names it.", required=True),
        Field("caminho", _T.TEXT, "Its path, or cell, in the file.", required=True),
        Field("linha", _T.INTEGER, "Its line in the file."),
        Field("motivo", _T.TEXT, "What is wrong with it (Portuguese).", required=True),
        Field("conteudo", _T.TEXT, "The row as the file has it."),
        *_OF_FILE,
    ),
)

ROW_TABLES = (HOLDINGS, CASH, PROVISIONS, EXPENSES, RETURNS, HOLDERS, CLASSES, DETAILS)
"""Tables whose rows are read from rows of a file: each is read, or in quarantine."""

TABLES_OF_FILES = (RETURNS, HOLDERS, QUARANTINE)
"""Tables whose rows may come from another file of the day than their portfolio (`intake.supplement`)."""

TABLES: dict[str, Table] = {table.name: table for table in (PORTFOLIO, *ROW_TABLES, UNKNOWN, QUARANTINE)}
