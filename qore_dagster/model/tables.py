"""The canonical tables: every column of a portfolio, stated once.

Belongs here: names, types, meanings and the place in ANBIMA 5.0 (semt.003.001.04, ANBIMA profile). Derived from them:
frames, pandera schemas, DDL and documentation. Does not belong here: reading (`formats`) or loading (`warehouse`).
"""

from qore_dagster.model.fields import Field, FieldType, Table

_T = FieldType

_KEY = (
    Field("data_pos", _T.DATE, "Position date.", "StmtGnlDtls/StmtDtTm", required=True),
    Field("fundo", _T.TEXT, "The fund's slug in the registry.", required=True),
)
_ROW = (*_KEY, Field("ordinal", _T.INTEGER, "Order of the row in its file, from 1.", required=True))

PORTFOLIO = Table(
    "portfolio",
    "one fund (or class) on one day",
    ("data_pos", "fundo"),
    (
        *_KEY,
        Field("cnpj", _T.TEXT, "Fund or class, 14 characters.", "BalForAcct/FinInstrmId/OthrId", required=True),
        Field("isin", _T.TEXT, "ISIN of the quota.", "BalForAcct/FinInstrmId/ISIN"),
        Field("nome", _T.TEXT, "Name as the file has it.", "BalForAcct/FinInstrmId/Desc"),
        Field(
            "nivel",
            _T.TEXT,
            "CLASSE or SUBCLASSE, null for a fund that is not adapted to RCVM 175.",
            "BalForAcct/FinInstrmId/OthrId[Nivel de Fundo]",
        ),
        Field("cfi", _T.TEXT, "CFI code (ISO 10962).", "BalForAcct/FinInstrmAttrbts/ClssfctnTp/ClssfctnFinInstrm"),
        Field("cnpj_administrador", _T.TEXT, "Administrator.", "AcctOwnr/PrtryId/Id"),
        Field("cnpj_gestor", _T.TEXT, "Manager.", "AcctSvcr/PrtryId/Id"),
        Field("cnpj_custodiante", _T.TEXT, "Custodian.", "SfkpgAcct/Id"),
        Field("nome_custodiante", _T.TEXT, "Custodian's name.", "SfkpgAcct/Nm"),
        Field(
            "moeda",
            _T.TEXT,
            "ISO 4217 currency of the totals.",
            "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt@Ccy",
            required=True,
        ),
        Field("valorcota", _T.PRICE, "Quota (NAV per unit).", "BalForAcct/PricDtls[NAVL]/Val/Amt", required=True),
        Field("casas_cota", _T.INTEGER, "Decimals printed of the quota: the quota check's tolerance needs them."),
        Field("valorcota_bruta", _T.PRICE, "Quota before the performance fee.", "BalForAcct/PricDtls[INTE]/Val/Amt"),
        Field("quantidade", _T.QUANTITY, "Units.", "BalForAcct/AggtBal/Qty/Qty/Qty/Unit", required=True),
        Field("patliq", _T.MONEY, "Net worth, signed.", "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt", required=True),
        Field(
            "valorativos", _T.MONEY, "Total assets, signed: positions plus cash.", "BalForAcct/AcctBaseCcyAmts/HldgVal"
        ),
        Field("valorreceber", _T.MONEY, "Receivables.", "BalForAcct/BalBrkdwn[RECE]/Qty/Qty/FaceAmt"),
        Field("valorpagar", _T.MONEY, "Payables, a positive number.", "BalForAcct/BalBrkdwn[PAYA]/Qty/Qty/FaceAmt"),
        Field(
            "vlcotasemitir",
            _T.MONEY,
            "Subscriptions, quotas not yet issued; a deduction.",
            "BalForAcct/BalBrkdwn[PEND]/Qty/Qty/FaceAmt",
        ),
        Field(
            "vlcotasresgatar",
            _T.MONEY,
            "Redemptions not yet paid; a deduction.",
            "BalForAcct/BalBrkdwn[PENR]/Qty/Qty/FaceAmt",
        ),
        Field(
            "despesas",
            _T.MONEY,
            "Settled expenses of the period; not in the net worth.",
            "BalForAcct/BalBrkdwn[EXPN]/Qty/Qty/FaceAmt",
        ),
        Field("criado_em", _T.TIMESTAMP, "When the administrator made the file.", "AppHdr/CreDt"),
        Field(
            "formato",
            _T.TEXT,
            "The file type that was read.",
            required=True,
            allowed=("XML_5_0", "XML_4_01", "CARTEIRA_EXCEL"),
        ),
        Field("arquivo", _T.TEXT, "The file's name as the portal gave it.", required=True),
        Field("sha256", _T.TEXT, "Hash of the file's bytes, lower-case hex.", required=True),
    ),
)

HOLDINGS = Table(
    "holdings",
    "one lot of a portfolio (cash apart)",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field(
            "secao",
            _T.TEXT,
            "Asset type: TABELA NIVEL 1 of ANBIMA.",
            "FinInstrmId/OthrId[TABELA NIVEL 1]/Id",
            required=True,
            allowed=(
                "EQUI",
                "OPTN",
                "FWRD",
                "GOVE",
                "FUTU",
                "LOAN",
                "REPO",
                "SWAP",
                "DEBE",
                "CORP",
                "SHAR",
                "REAL",
                "STRU",
                "RECE",
                "UNKN",
            ),
        ),
        Field("nivel_2", _T.TEXT, "Underlying: TABELA NIVEL 2.", "FinInstrmId/OthrId[TABELA NIVEL 2]/Id"),
        Field("nivel_3", _T.TEXT, "Detail: TABELA NIVEL 3.", "FinInstrmId/OthrId[TABELA NIVEL 3]/Id"),
        Field("isin", _T.TEXT, "ISIN; null for fillers such as BR0000000000.", "FinInstrmId/ISIN"),
        Field("codigo", _T.TEXT, "Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).", "FinInstrmId/OthrId"),
        Field("tipo_codigo", _T.TEXT, "Which code it is: SELC, CETI, BVMF, TICKER.", "FinInstrmId/OthrId/Tp"),
        Field("codigo_interno", _T.TEXT, "The administrator's id of the lot.", "FinInstrmId/OthrId[CODIGOINTERNO]/Id"),
        Field("descricao", _T.TEXT, "Free text.", "FinInstrmId/Desc"),
        Field("cnpj_emissor", _T.TEXT, "Issuer, or the fund held.", "FinInstrmId/OthrId[CNPJ]/Id"),
        Field("cfi", _T.TEXT, "CFI code.", "FinInstrmAttrbts/ClssfctnTp/ClssfctnFinInstrm"),
        Field("mercado", _T.TEXT, "Market (MIC) or OTCO.", "FinInstrmAttrbts/PlcOfListg"),
        Field("direcao", _T.TEXT, "LONG or SHOR.", "AggtBal/ShrtLngInd", required=True, allowed=("LONG", "SHOR")),
        Field("quantidade", _T.QUANTITY, "Quantity, positive; direction is `direcao`.", "AggtBal/Qty/Qty/Qty"),
        Field("qtd_disponivel", _T.QUANTITY, "Available.", "BalBrkdwn[AWAS]/Qty/Qty/Unit"),
        Field("qtd_bloqueada", _T.QUANTITY, "Blocked.", "BalBrkdwn[BLOK]/Qty/Qty/Unit"),
        Field("qtd_garantia", _T.QUANTITY, "Given as guarantee.", "BalBrkdwn[COLO]/Qty/Qty/Unit"),
        Field("qtd_margem", _T.QUANTITY, "Held as margin.", "BalBrkdwn[MARG]/Qty/Qty/Unit"),
        Field("pu_mercado", _T.PRICE, "Market unit price.", "PricDtls[MRKT]/Val/Amt"),
        Field("pu_curva", _T.PRICE, "Accrual-curve unit price.", "PricDtls[INDC]/Val/Amt"),
        Field("pu_compra", _T.PRICE, "Purchase unit price.", "PricDtls[OFFR]/Val/Amt"),
        Field("data_compra", _T.DATE, "Purchase date.", "PricDtls[OFFR]/QtnDt"),
        Field("pu_emissao", _T.PRICE, "Issue unit price.", "FinInstrmAttrbts/SbcptPric"),
        Field("pu_vencimento", _T.PRICE, "Unit price at maturity.", "FinInstrmAttrbts/ConvsPric"),
        Field("preco_exercicio", _T.PRICE, "Strike.", "FinInstrmAttrbts/StrkPric"),
        Field(
            "valor_mercado",
            _T.MONEY,
            "Market value, signed: what enters total assets.",
            "AcctBaseCcyAmts/HldgVal",
            required=True,
        ),
        Field("valor_contabil", _T.MONEY, "Book value, signed.", "AcctBaseCcyAmts/BookVal"),
        Field("juros_apropriados", _T.MONEY, "Accrued interest.", "AcctBaseCcyAmts/AcrdIntrstAmt"),
        Field("resultado_nao_realizado", _T.MONEY, "Unrealised result.", "AcctBaseCcyAmts/UrlsdGnLoss"),
        Field("moeda", _T.TEXT, "ISO 4217 currency of the instrument.", "FinInstrmAttrbts/DnmtnCcy"),
        Field("indexador", _T.TEXT, "Index.", "FinInstrmAttrbts/CpnAttchdNb/Lng/Id"),
        Field("perc_indexador", _T.RATE, "% of the index.", "FinInstrmAttrbts/IndxRateBsis"),
        Field("taxa", _T.RATE, "Rate, % a year.", "FinInstrmAttrbts/IntrstRate"),
        Field("data_emissao", _T.DATE, "Issue.", "FinInstrmAttrbts/IsseDt"),
        Field("data_vencimento", _T.DATE, "Maturity.", "FinInstrmAttrbts/MtrtyDt"),
        Field("valor_nocional", _T.MONEY, "Notional of a derivative.", "AddtlDerivAttrbts/NtnlCcyAndAmt"),
    ),
)

CASH = Table(
    "cash",
    "one cash account of a portfolio",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
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
    ),
)

PROVISIONS = Table(
    "provisions",
    "one payable or receivable (CPR: contas a pagar e receber)",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field(
            "tipo_cpr",
            _T.TEXT,
            "Side; from the block it stands in, never from its code.",
            "BalForAcct/BalBrkdwn[PAYA|RECE]",
            required=True,
            allowed=("PAGAR", "RECEBER"),
        ),
        Field("codigo", _T.TEXT, "ANBIMA account code.", "AddtlBalBrkdwnDtls/SubBalTp/Prtry/Id"),
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

UNKNOWN = Table(
    "unknown",
    "one element that was not understood",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field("caminho", _T.TEXT, "Its path in the file.", required=True),
        Field("linha", _T.INTEGER, "Its line in the file."),
        Field("conteudo", _T.TEXT, "Its raw XML."),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in (PORTFOLIO, HOLDINGS, CASH, PROVISIONS, UNKNOWN)}
