"""Where ANBIMA 5.0 has each column of the canonical model, and what is left out and why; tables only.

Belongs here: paths below `SctiesBalAcctgRpt`, `BalForAcct` and `BalForSubAcct` (semt.003.001.04, ANBIMA profile,
manual of 09/2024). Does not: how blocks become a portfolio (`anbima_5_0`).

Whatever stands in a file and in none of these tables ends as a row of `unknown`.
"""

from qore_dagster.formats.element_map import element_map
from qore_dagster.formats.flat_rows import one_of
from qore_dagster.formats.identifiers import cnpj_of, identifier_of
from qore_dagster.formats.reading import Column, RowReader, paths_of, signed
from qore_dagster.model.tables import CASH, EXPENSES, HOLDINGS, PORTFOLIO, PROVISIONS

LEVEL_1 = "FinInstrmId/OthrId[TABELANIVEL1]/Id"
DIRECTION = "AggtBal/ShrtLngInd"
VALUE = "AcctBaseCcyAmts/HldgVal"
CURRENCY = f"{VALUE}/Amt@Ccy"
QUOTA = "PricDtls[NAVL]/Val/Amt"
PAGE = "Pgntn/PgNb"
LAST_PAGE = "Pgntn/LastPgInd"
# What a statement goes by; and what else all its pages have the same.
REFERENCES = ("StmtGnlDtls/StmtId", "StmtGnlDtls/QryRef")
SAME_ON_ALL_PAGES = ("StmtGnlDtls/StmtDtTm/Dt", "StmtGnlDtls/StmtDtTm/DtTm", "SfkpgAcct/Id")
ACCOUNTS = "BalForAcct"
POSITIONS = "SubAcctDtls/BalForSubAcct"
EXTENSION = "SplmtryData/Envlp/BalForSubAcctBrData"
CREDIT_RIGHTS = f"{EXTENSION}/ReceInvstmtFnd/TtlBookValChng"
MARGIN = "BalBrkdwn[MARGEM]/Qty/Qty"
EXPENSES_BLOCK = "BalBrkdwn[EXPN]/AddtlBalBrkdwnDtls"
# Which market code a row is known by, the first that it has; and what it is called in `tipo_codigo`.
CODE_TYPES = {"SELC": "SELC", "CETI": "CETI", "BVMF": "BVMF", "B3": "BVMF", "TICKER": "TICKER"}
MARKET_CODES = tuple(
    (f"FinInstrmId/OthrId[{kind}]/Id", f"FinInstrmId/OthrId[{kind}]/Sfx", name) for kind, name in CODE_TYPES.items()
)
# The block a provision stands in says its side; its own code does not.
SIDES = {"BalBrkdwn[PAYA]/AddtlBalBrkdwnDtls": "PAGAR", "BalBrkdwn[RECE]/AddtlBalBrkdwnDtls": "RECEBER"}

CODES = {
    "OthrId": ("Tp/Cd", "Tp/Prtry"),
    "PricDtls": ("Tp/Cd", "Tp/Prtry/Id"),
    "BalBrkdwn": ("SubBalTp/Cd", "SubBalTp/Prtry/Id"),
    "AltrnClssfctn": ("SchmeNm",),
}


def _quantity(path: str) -> tuple[str, ...]:
    """FinancialInstrumentQuantity1Choice: debt may be held as an amount."""
    return f"{path}/Unit", f"{path}/FaceAmt", f"{path}/AmtsdVal"


_OPTION_TYPE = one_of({"CALL": "CALL", "PUTO": "PUTO"})
_OPTION_STYLE = one_of({"AMER": "AMER", "EURO": "EURO"})

REPORT_COLUMNS = (
    Column("data_pos", ("StmtGnlDtls/StmtDtTm/Dt", "StmtGnlDtls/StmtDtTm/DtTm")),
    Column("cnpj_administrador", ("AcctOwnr/PrtryId/Id",), read=cnpj_of),
    Column("cnpj_gestor", ("AcctSvcr/PrtryId/Id",), read=cnpj_of),
    Column("cnpj_custodiante", ("SfkpgAcct/Id",), read=cnpj_of),
    Column("nome_custodiante", ("SfkpgAcct/Nm",)),
    Column("moeda", ("AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt@Ccy",)),
    signed("patliq", "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt"),
)
ACCOUNT_COLUMNS = (
    Column(
        "cnpj",
        tuple(f"FinInstrmId/OthrId[{kind}]/Id" for kind in ("CNPJCLASSE", "CNPJ", "CNPJCASCA")),
        read=cnpj_of,
    ),
    Column("cnpj_casca", ("FinInstrmId/OthrId[CNPJCASCA]/Id",), read=cnpj_of),
    Column(
        "codigo_subclasse",
        tuple(f"FinInstrmId/OthrId[{kind}]/Id" for kind in ("CODIGOSUBCLASSE", "CODIGODASUBCLASSE")),
    ),
    Column(
        "documento_titular",
        tuple(f"FinInstrmId/OthrId[{kind}]/Id" for kind in ("CNPJTITULAR", "CPFTITULAR", "PREVCNPJ")),
        read=identifier_of,
    ),
    Column(
        "codigo_carteira",
        tuple(f"FinInstrmId/OthrId[{kind}]/Id" for kind in ("CARTEIRACONTA", "CONTA", "CARTEIRABANCO")),
    ),
    Column("codigo_anbima", ("FinInstrmId/OthrId[CODIGOANBIMA]/Id",)),
    Column("tipo_fundo", ("FinInstrmId/OthrId[TIPODEFUNDO]/Id",)),
    Column("isin", ("FinInstrmId/ISIN",), read=identifier_of),
    Column("nome", ("FinInstrmId/Desc",)),
    Column("nivel", ("FinInstrmId/OthrId[NIVELDEFUNDO]/Id",)),
    Column("cfi", ("FinInstrmAttrbts/ClssfctnTp/ClssfctnFinInstrm",)),
    Column("valorcota", (QUOTA,)),
    Column("valorcota_bruta", ("PricDtls[INTE]/Val/Amt",)),
    Column("quantidade", _quantity("AggtBal/Qty/Qty/Qty")),
    signed("valorativos", VALUE),
    Column("valorreceber", ("BalBrkdwn[RECE]/Qty/Qty/FaceAmt",)),
    Column("valorpagar", ("BalBrkdwn[PAYA]/Qty/Qty/FaceAmt",)),
    Column("vlcotasemitir", ("BalBrkdwn[PEND]/Qty/Qty/FaceAmt",)),
    Column("vlcotasresgatar", ("BalBrkdwn[PENR]/Qty/Qty/FaceAmt",)),
    Column("despesas", ("BalBrkdwn[EXPN]/Qty/Qty/FaceAmt",)),
    Column("nivel_risco", (f"{EXTENSION}/RiskLv",)),
)
CREDIT_RIGHTS_COLUMNS = (signed("valor_mercado", CREDIT_RIGHTS),)
MARGIN_COLUMNS = (Column("valor_mercado", _quantity(MARGIN)),)
PROVISION_COLUMNS = (
    Column("codigo", ("SubBalTp/Prtry/Id", "SubBalTp/Cd")),
    Column("descricao", ("SubBalTp/Prtry/SchmeNm",)),
    Column("valor", ("Qty/Qty/FaceAmt",)),
)
EXPENSE_COLUMNS = PROVISION_COLUMNS
PROVISION_DATE = "SubBalAddtlDtls"
HOLDING_COLUMNS = (
    Column("nivel_2", ("FinInstrmId/OthrId[TABELANIVEL2]/Id",)),
    Column("nivel_3", ("FinInstrmId/OthrId[TABELANIVEL3]/Id",)),
    Column("isin", ("FinInstrmId/ISIN",), read=identifier_of),
    Column("codigo_interno", tuple(f"FinInstrmId/OthrId[{kind}]/Id" for kind in ("CODIGOINTERNO", "IDINTERNOATIVO"))),
    Column("descricao", ("FinInstrmId/Desc",)),
    Column(
        "cnpj_emissor",
        tuple(f"FinInstrmId/OthrId[{kind}]/Id" for kind in ("CNPJCLASSE", "CNPJ", "CNPJCASCA")),
        read=cnpj_of,
    ),
    Column("cfi", ("FinInstrmAttrbts/ClssfctnTp/ClssfctnFinInstrm",)),
    Column(
        "mercado",
        tuple(f"FinInstrmAttrbts/PlcOfListg/{place}" for place in ("Id/MktIdrCd", "Id/Desc", "Tp/Cd", "Tp/Prtry/Id")),
    ),
    Column("quantidade", _quantity("AggtBal/Qty/Qty/Qty")),
    Column("qtd_disponivel", _quantity("BalBrkdwn[AWAS]/Qty/Qty")),
    Column("qtd_bloqueada", _quantity("BalBrkdwn[BLOK]/Qty/Qty")),
    Column("qtd_garantia", _quantity("BalBrkdwn[COLO]/Qty/Qty")),
    Column("qtd_margem", _quantity("BalBrkdwn[MARG]/Qty/Qty")),
    Column("qtd_emprestada", _quantity("BalBrkdwn[LOAN]/Qty/Qty")),
    Column("qtd_tomada", _quantity("BalBrkdwn[BORR]/Qty/Qty")),
    Column("qtd_a_receber", _quantity("BalBrkdwn[PENR]/Qty/Qty")),
    Column("qtd_a_entregar", _quantity("BalBrkdwn[PEND]/Qty/Qty")),
    Column("pu_mercado", ("PricDtls[MRKT]/Val/Amt",)),
    Column("pu_curva", ("PricDtls[INDC]/Val/Amt",)),
    Column("pu_compra", ("PricDtls[OFFR]/Val/Amt",)),
    Column("data_compra", ("PricDtls[OFFR]/QtnDt/Dt", "PricDtls[OFFR]/QtnDt/DtTm")),
    Column("pu_emissao", ("FinInstrmAttrbts/SbcptPric/Val/Amt",)),
    Column("pu_vencimento", ("FinInstrmAttrbts/ConvsPric/Val/Amt",)),
    Column("preco_exercicio", ("FinInstrmAttrbts/StrkPric/Val/Amt",)),
    signed("valor_mercado", VALUE),
    signed("valor_contabil", "AcctBaseCcyAmts/BookVal"),
    signed("juros_apropriados", "AcctBaseCcyAmts/AcrdIntrstAmt"),
    signed("resultado_nao_realizado", "AcctBaseCcyAmts/UrlsdGnLoss"),
    Column("moeda", ("FinInstrmAttrbts/DnmtnCcy",)),
    Column("indexador", ("FinInstrmAttrbts/CpnAttchdNb/Lng/Id", "FinInstrmAttrbts/CpnAttchdNb/Shrt")),
    Column("perc_indexador", ("FinInstrmAttrbts/IndxRateBsis",)),
    Column("taxa", ("FinInstrmAttrbts/IntrstRate",)),
    Column("data_emissao", ("FinInstrmAttrbts/IsseDt",)),
    Column("data_vencimento", ("FinInstrmAttrbts/MtrtyDt",)),
    Column("valor_nocional", ("AddtlDerivAttrbts/NtnlCcyAndAmt",)),
    Column("vencimento_ativo", (f"{EXTENSION}/UndrlygSctiesMtrtyDt",)),
    Column("nivel_risco", tuple(f"{EXTENSION}/{kind}RiskLv" for kind in ("", "Gove/", "Corp/", "Debe/"))),
    Column("conversivel", (f"{EXTENSION}/Debe/ConvInd",)),
    Column("participa_lucro", (f"{EXTENSION}/Debe/ProfSharInd",)),
    Column("spe", (f"{EXTENSION}/Debe/SpeInd",)),
    Column("tipo_hedge", (f"{EXTENSION}/HedgTp",)),
    Column(
        "ativo_objeto",
        ("FinInstrmAttrbts/UndrlygFinInstrmId/ISIN", "FinInstrmAttrbts/UndrlygFinInstrmId/OthrId[*]/Id"),
        read=identifier_of,
    ),
    Column(
        "tipo_opcao",
        ("FinInstrmAttrbts/OptnTp", "FinInstrmAttrbts/OptnTp/Cd"),
        read=_OPTION_TYPE,
    ),
    Column(
        "estilo_opcao",
        ("FinInstrmAttrbts/OptnStyle", "FinInstrmAttrbts/OptnStyle/Cd"),
        read=_OPTION_STYLE,
    ),
    Column("data_exercicio", ("FinInstrmAttrbts/XpryDt",)),
    Column("aluguel_contrato", ("FinInstrmId/OthrId[CONTRATOBTC]/Id",)),
    signed("valor_moeda_origem", "InstrmCcyAmts/HldgVal"),
    Column("taxa_cambio", ("FXDtls/XchgRate",)),
)
CASH_COLUMNS = (
    Column("nivel_risco", (f"{EXTENSION}/RiskLv",)),
    Column("tipo_conta", ("FinInstrmAttrbts/ClssfctnTp/AltrnClssfctn[TIPODECONTA]/Id",)),
    Column("instituicao", ("FinInstrmId/OthrId[INSTITUICAOFINANCEIRA]/Id",)),
    Column("descricao", ("FinInstrmId/Desc",)),
    Column("moeda", ("FinInstrmAttrbts/DnmtnCcy",)),
    signed("saldo", VALUE),
)

NOT_TOLD: dict[str, set[str]] = {
    "portfolio": {"nome_administrador", "nome_gestor", "tributos"},
    "holdings": {
        *(
            "operacao",
            "cusip",
            "nome_emissor",
            "serie",
            "local_garantia",
            "lote",
            "tipo_conta",
            "caracteristica",
            "perc_provisao",
        ),
        *("valor_disponivel", "valor_garantia", "principal", "tributos", "premio", "garantia", "data_registro"),
        *("cnpj_contraparte", "cnpj_corretora", "moeda_ativa", "moeda_passiva"),
        *(f"compromisso_{name}" for name in ("operacao", "data_retorno", "pu_retorno", "indexador")),
        *("compromisso_perc_indexador", "compromisso_taxa"),
        *(f"aluguel_{name}" for name in ("data_vencimento", "taxa", "indexador", "perc_indexador")),
        "aluguel_cnpj_intermediario",
        *(f"swap_{name}_{leg}" for name in ("valor", "indexador", "perc", "taxa") for leg in ("ativo", "passivo")),
    },
    "expenses": {"taxa", "indexador", "perc_indexador"},
}
"""Columns that 5.0 has no place for, or says in texts whose form nobody has seen (they are details then)."""

_CONSTANT = "says nothing of the portfolio, or always the same"
_PRICE_KIND = "how the price is expressed; PARV in every file seen"
_OTHER_CURRENCY = "the same totals in another currency; the model keeps the portfolio's"
_SPLIT = "split of what the block's own total says"


def _each(reason: str, prefix: str, *names: str) -> dict[str, str]:
    return {prefix + name: reason for name in names}


REPORT_IGNORED = {
    **_each(
        _CONSTANT,
        "StmtGnlDtls/",
        *(
            "RptNb",
            "Frqcy",
            "UpdTp",
            "StmtBsis",
            "ActvtyInd",
            "AudtdInd",
            "SubAcctInd",
            "TaxLotInd",
        ),
    ),
    **_each(_CONSTANT, "AcctOwnr/PrtryId/", "Issr", "SchmeNm"),
    **_each(_CONSTANT, "AcctSvcr/PrtryId/", "Issr", "SchmeNm"),
    **_each(_CONSTANT, "SfkpgAcct/", "Tp", "Dsgnt"),
    **_each("repeats the report's own", "SubAcctDtls/", "AcctOwnr", "SfkpgAcct", "ActvtyInd"),
    **_each(_SPLIT, "AcctBaseCcyTtlAmts/", "TtlHldgsValOfPg", "TtlBookValOfStmt"),
    "AltrnRptgCcyTtlAmts": _OTHER_CURRENCY,
}
_ANY_IGNORED = {
    **_each(_CONSTANT, "PricDtls[*]/", "SrcOfPric"),
    **_each(_SPLIT, "", "QtyBrkdwn", "AddtlBalBrkdwn", "BalAtSfkpgPlc"),
}
_ANY_KEPT = (
    "AcctBaseCcyAmts/PrvsHldgVal",
    "AltrnRptgCcyAmts",
    "InvstmtFndsFinInstrmAttrbts",
    "SfkpgPlc",
    "CorpActnOptnTp",
    "DaysAcrd",
    "HldgAddtlDtls",
    EXTENSION,
)
ACCOUNT_IGNORED = {
    **_ANY_IGNORED,
    DIRECTION: "a quota is always held long",
    **_each(_PRICE_KIND, "", "PricDtls[NAVL]/ValTp", "PricDtls[INTE]/ValTp"),
    **_each("quotation of the position date", "", "PricDtls[NAVL]/QtnDt", "PricDtls[INTE]/QtnDt"),
    "BalBrkdwn[AWAS]": "quota times quantity in money, though it stands in Unit",
    **_each(_SPLIT, "", "BalBrkdwn[PEND]/AddtlBalBrkdwnDtls", "BalBrkdwn[PENR]/AddtlBalBrkdwnDtls"),
    "SplmtryData/PlcAndNm": _CONSTANT,
}
ACCOUNT_KEPT = (
    *_ANY_KEPT,
    "FinInstrmAttrbts/ClssfctnTp/AltrnClssfctn[*]",
    "FinInstrmAttrbts/DnmtnCcy",
    *(f"AcctBaseCcyAmts/{name}" for name in ("BookVal", "UrlsdGnLoss", "AcrdIntrstAmt")),
    "InstrmCcyAmts",
    "FXDtls",
)
PROVISION_IGNORED = {"SubBalTp/Prtry/Issr": _CONSTANT}
POSITION_IGNORED = {
    **_ANY_IGNORED,
    **_each(_CONSTANT, "FinInstrmAttrbts/ClssfctnTp/AltrnClssfctn[TIPODECONTA]/", "Issr"),
    **_each(_PRICE_KIND, "FinInstrmAttrbts/", "SbcptPric/Tp", "ConvsPric/Tp", "StrkPric/Tp"),
    **_each(_PRICE_KIND, "", "PricDtls[MRKT]/ValTp", "PricDtls[INDC]/ValTp", "PricDtls[OFFR]/ValTp"),
    **_each("quotation of the position date", "", "PricDtls[MRKT]/QtnDt", "PricDtls[INDC]/QtnDt"),
    **_each(
        _SPLIT,
        "BalBrkdwn",
        *(f"[{kind}]/AddtlBalBrkdwnDtls" for kind in ("AWAS", "BLOK", "COLO", "MARG", "LOAN", "BORR", "PEND", "PENR")),
    ),
    "SplmtryData/PlcAndNm": _CONSTANT,
}
POSITION_KEPT = (
    *_ANY_KEPT,
    *(f"FinInstrmId/OthrId[{kind}]" for kind in ("ATIVOSB3", "ISO3166", "INSTITUICAOEMISSORA", "CODIGOANBIMA")),
    *(
        f"FinInstrmAttrbts/{name}"
        for name in (
            *("DayCntBsis", "RegnForm", "PmtFrqcy", "PmtSts", "PmtDrctn", "VarblRateChngFrqcy", "PrefToIncm"),
            *("CpnDt", "FltgRateFxgDt", "NxtCllblDt", "PutblDt", "DtdDt", "FrstPmtDt"),
            *("PrvsFctr", "CurFctr", "NxtFctr", "NxtIntrstRate", "PoolNb", "VarblRateInd", "CllblInd", "PutblInd"),
            *("MktOrIndctvPric", "ExrcPric", "MinNmnlQty", "CtrctSz", "UndrlygFinInstrmId", "FinInstrmAttrAddtlDtls"),
            *("OptnTp/Prtry", "OptnStyle/Prtry"),
            *("ClssfctnTp/AltrnClssfctn[*]", "CpnAttchdNb/Lng/SchmeNm", "CpnAttchdNb/Lng/Issr"),
        )
    ),
    "AddtlDerivAttrbts/IntrstInclInPric",
    "PricDtls[BIDE]",
    "InstrmCcyAmts",
    "FXDtls",
)

REPORT_READER = RowReader.of(PORTFOLIO, REPORT_COLUMNS)
ACCOUNT_READER = RowReader.of(PORTFOLIO, ACCOUNT_COLUMNS)
CREDIT_RIGHTS_READER = RowReader.of(HOLDINGS, CREDIT_RIGHTS_COLUMNS)
MARGIN_READER = RowReader.of(HOLDINGS, MARGIN_COLUMNS)
PROVISION_READER = RowReader.of(PROVISIONS, PROVISION_COLUMNS)
EXPENSE_READER = RowReader.of(EXPENSES, EXPENSE_COLUMNS)
HOLDING_READER = RowReader.of(HOLDINGS, HOLDING_COLUMNS)
CASH_READER = RowReader.of(CASH, CASH_COLUMNS)

_PROVISION_MAP = element_map([*paths_of(PROVISION_COLUMNS), PROVISION_DATE], ignored=PROVISION_IGNORED, codes=CODES)
_ACCOUNT_MAP = element_map(
    [*paths_of(ACCOUNT_COLUMNS), *paths_of(CREDIT_RIGHTS_COLUMNS), *paths_of(MARGIN_COLUMNS)],
    ignored=ACCOUNT_IGNORED,
    kept=ACCOUNT_KEPT,
    codes=CODES,
    blocks=dict.fromkeys((*SIDES, EXPENSES_BLOCK), _PROVISION_MAP),
)
_POSITION_MAP = element_map(
    [
        *paths_of(HOLDING_COLUMNS),
        *paths_of(CASH_COLUMNS),
        *(path for *paths, _ in MARKET_CODES for path in paths),
        LEVEL_1,
        DIRECTION,
        CURRENCY,
    ],
    ignored=POSITION_IGNORED,
    kept=POSITION_KEPT,
    codes=CODES,
)
REPORT_MAP = element_map(
    [*paths_of(REPORT_COLUMNS), PAGE, LAST_PAGE, *REFERENCES],
    ignored=REPORT_IGNORED,
    codes=CODES,
    blocks={ACCOUNTS: _ACCOUNT_MAP, POSITIONS: _POSITION_MAP},
)
