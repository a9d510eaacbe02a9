"""The canonical portfolio: the header of one fund on one day, every column stated once.

Belongs here: names, types, meanings and the place in ANBIMA 5.0. Does not: the rows of a portfolio (`holdings_table`,
`tables`).
"""

from qore_dagster.model.fields import KEY, Field, FieldType, Table

_T = FieldType

TOTALS = (
    "patliq",
    "valorcota",
    "quantidade",
    "valorativos",
    "valorreceber",
    "valorpagar",
    "vlcotasemitir",
    "vlcotasresgatar",
)
"""The columns that say what a portfolio is worth, in the order in which people read them."""

PORTFOLIO = Table(
    "portfolio",
    "one fund (or class) on one day",
    ("data_pos", "fundo"),
    (
        *KEY,
        Field(
            "cnpj",
            _T.TEXT,
            "Fund or class, 14 characters; null for a managed account.",
            "BalForAcct/FinInstrmId/OthrId[CNPJCLASSE|CNPJ]",
        ),
        Field("cnpj_casca", _T.TEXT, "The shell fund of a class.", "BalForAcct/FinInstrmId/OthrId[CNPJCASCA]"),
        Field(
            "codigo_subclasse", _T.TEXT, "CVM's code of a subclass.", "BalForAcct/FinInstrmId/OthrId[CODIGOSUBCLASSE]"
        ),
        Field(
            "documento_titular",
            _T.TEXT,
            "Holder of a managed account: CNPJ or CPF.",
            "BalForAcct/FinInstrmId/OthrId[CNPJ TITULAR|CPF TITULAR]",
        ),
        Field("codigo_carteira", _T.TEXT, "A managed account's code.", "BalForAcct/FinInstrmId/OthrId[CARTEIRA CONTA]"),
        Field("codigo_anbima", _T.TEXT, "ANBIMA's code of the fund.", "BalForAcct/FinInstrmId/OthrId[CODIGOANBIMA]"),
        Field("tipo_fundo", _T.TEXT, "ANBIMA's fund type.", "BalForAcct/FinInstrmId/OthrId[TIPODEFUNDO]"),
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
        Field("nome_administrador", _T.TEXT, "Administrator's name."),
        Field("cnpj_gestor", _T.TEXT, "Manager.", "AcctSvcr/PrtryId/Id"),
        Field("nome_gestor", _T.TEXT, "Manager's name."),
        Field("cnpj_custodiante", _T.TEXT, "Custodian.", "SfkpgAcct/Id"),
        Field("nome_custodiante", _T.TEXT, "Custodian's name.", "SfkpgAcct/Nm"),
        Field(
            "moeda",
            _T.TEXT,
            "ISO 4217 currency of the totals.",
            "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt@Ccy",
            required=True,
        ),
        Field(
            "valorcota",
            _T.PRICE,
            "Quota (NAV per unit); a managed account has none.",
            "BalForAcct/PricDtls[NAVL]/Val/Amt",
        ),
        Field("casas_cota", _T.INTEGER, "Decimals printed of the quota: the quota check's tolerance needs them."),
        Field("valorcota_bruta", _T.PRICE, "Quota before the performance fee.", "BalForAcct/PricDtls[INTE]/Val/Amt"),
        Field("quantidade", _T.QUANTITY, "Units; a managed account has none.", "BalForAcct/AggtBal/Qty/Qty/Qty/Unit"),
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
        Field("tributos", _T.MONEY, "Taxes; reported, not in any identity.", "BalForAcct/AddtlBalBrkdwn[DIRT]"),
        Field("nivel_risco", _T.TEXT, "Risk level as the file writes it.", "SplmtryData/…/RiskLv"),
        Field("criado_em", _T.TIMESTAMP, "When the administrator made the file.", "AppHdr/CreDt"),
        Field(
            "formato",
            _T.TEXT,
            "The file type that was read.",
            required=True,
            allowed=("XML_5_0", "XML_4_01", "CARTEIRA_EXCEL", "CARTEIRA_PDF"),
        ),
        Field("arquivo", _T.TEXT, "The file's name as the portal gave it.", required=True),
        Field("sha256", _T.TEXT, "Hash of the file's bytes, lower-case hex.", required=True),
    ),
)
