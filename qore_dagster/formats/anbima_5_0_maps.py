"""The tables of ANBIMA 5.0, compiled: one map per block, and how what is left of a block becomes details.

Belongs here: which elements are kept, which texts say nothing, maps and readers. Does not: where columns stand
(`anbima_5_0_fields`, `anbima_5_0_position_fields`).
"""

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats import anbima_5_0_position_fields as positions
from qore_dagster.formats.details import DetailReader
from qore_dagster.formats.element_map import element_map
from qore_dagster.formats.reading import RowCheck, RowReader, paths_of
from qore_dagster.model.tables import CASH, EXPENSES, HOLDINGS, PORTFOLIO, PROVISIONS

# FinancialInstrumentAttributes20, every element; those with a column are taken before they are kept.
_ATTRIBUTES = tuple(
    f"FinInstrmAttrbts/{name}"
    for name in (
        *("PlcOfListg", "DayCntBsis", "RegnForm", "PmtFrqcy", "PmtSts", "PmtDrctn", "VarblRateChngFrqcy"),
        *("PrefToIncm", "ClssfctnTp", "OptnStyle", "OptnTp", "DnmtnCcy", "CpnDt", "XpryDt", "FltgRateFxgDt"),
        *("MtrtyDt", "IsseDt", "NxtCllblDt", "PutblDt", "DtdDt", "FrstPmtDt", "PrvsFctr", "CurFctr", "NxtFctr"),
        *("IntrstRate", "NxtIntrstRate", "IndxRateBsis", "CpnAttchdNb", "PoolNb", "VarblRateInd", "CllblInd"),
        *("PutblInd", "MktOrIndctvPric", "ExrcPric", "SbcptPric", "ConvsPric", "StrkPric", "MinNmnlQty"),
        *("CtrctSz", "UndrlygFinInstrmId", "FinInstrmAttrAddtlDtls"),
    )
)
# The codes of ISO 20022's TypeOfPrice11Code, and the amounts and further blocks of AggregateBalanceInformation13.
_PRICES = tuple(
    f"PricDtls[{kind}]"
    for kind in (*("BIDE", "OFFR", "NAVL", "CREA", "CANC", "INTE", "SWNG", "MIDD", "RINV", "SWIC", "MRKT", "INDC"),)
)
_AMOUNTS = tuple(
    f"{currency}/{name}"
    for currency in ("AcctBaseCcyAmts", "InstrmCcyAmts", "AltrnRptgCcyAmts")
    for name in ("HldgVal", "PrvsHldgVal", "BookVal", "UrlsdGnLoss", "AcrdIntrstAmt")
)
_BLOCKS = (
    *("InvstmtFndsFinInstrmAttrbts", "AddtlDerivAttrbts", "AggtBal/ShrtLngInd", "AggtBal/Qty", "SfkpgPlc"),
    *("CorpActnOptnTp", "FXDtls", "DaysAcrd", "QtyBrkdwn", "BalAtSfkpgPlc", "HldgAddtlDtls", "SplmtryData"),
    *("AddtlBalBrkdwn[*]", "AddtlBalBrkdwn[DIRT]"),
)
_ANY = (*_ATTRIBUTES, *_PRICES, *_AMOUNTS, *_BLOCKS)
ACCOUNT_KEPT = (
    *_ANY,
    *fields.other_ids(*fields.ACCOUNT_KEPT_IDS),
    *(f"BalBrkdwn[{part}]" for part in fields.ACCOUNT_KEPT_PARTS),
)
POSITION_KEPT = (
    *_ANY,
    *fields.other_ids(*positions.KEPT_IDS),
    *(f"BalBrkdwn[{part}]" for part in positions.KEPT_PARTS),
)

_TRUE_OR_FALSE = frozenset({"TRUE", "FALSE", "1", "0"})
SILENT = {
    # constants of the profile: a report on demand, complete, by trade date
    "Frqcy/Cd": frozenset({"ADHO"}),
    "UpdTp/Cd": frozenset({"COMP"}),
    "StmtBsis/Cd": frozenset({"TRAD"}),
    "StmtGnlDtls/ActvtyInd": frozenset({"TRUE", "1"}),
    "StmtGnlDtls/AudtdInd": frozenset({"TRUE", "1"}),
    "StmtGnlDtls/SubAcctInd": _TRUE_OR_FALSE,  # false even where there are sub-accounts
    "SubAcctDtls/ActvtyInd": frozenset({"TRUE", "1"}),
    # prices are as values, amounts without a column are positive, quotas are held long
    "ValTp/ValTp": frozenset({"PARV"}),
    "Tp/ValTp": frozenset({"PARV"}),
    "AggtBal/ShrtLngInd": frozenset({"LONG"}),
    **dict.fromkeys(
        ("HldgVal/Sgn", "PrvsHldgVal/Sgn", "BookVal/Sgn", "UrlsdGnLoss/Sgn", "AcrdIntrstAmt/Sgn", "TtlBookValChng/Sgn"),
        frozenset({"TRUE", "1"}),
    ),
    # which table a code is of, where only one is used
    "PrtryId/Issr": frozenset({"RECEITAFEDERALDOBRASIL"}),
    "PrtryId/SchmeNm": frozenset({"CNPJ"}),
    "Prtry/Issr": frozenset({"ISO20022", "CONTASANBIMA", "RECEITAFEDERALDOBRASIL"}),
    "Prtry/Id": frozenset({"CNPJ"}),
    "SchmeNm/Cd": frozenset({"CNPJ"}),
    "AltrnClssfctn/Issr": frozenset({"ANBIMA"}),
    "OrgId/CtryOfRes": frozenset({"BR"}),
    "AppHdr/BizSvc": frozenset({"POSICAODEATIVOSDACARTEIRA"}),
}
"""Texts that say nothing, by the last two names of their path, in the one spelling of codes."""

_POSITION_CODES = {**fields.CODES, "AddtlBalBrkdwnDtls": ("SubBalTp/Cd", "SubBalTp/Prtry/Id")}
DETAILS = DetailReader(fields.CODES, SILENT, fields.EXTENSION)
POSITION_DETAILS = DetailReader(_POSITION_CODES, SILENT, fields.EXTENSION)

REPORT_READER = RowReader.of(PORTFOLIO, fields.REPORT_COLUMNS)
ACCOUNT_READER = RowReader.of(PORTFOLIO, fields.ACCOUNT_COLUMNS)
CREDIT_RIGHTS_READER = RowReader.of(HOLDINGS, fields.CREDIT_RIGHTS_COLUMNS)
FEE_READERS = tuple((code, account, RowReader.of(EXPENSES, columns)) for code, account, columns in fields.FEES)
PROVISION_READER = RowReader.of(PROVISIONS, fields.PROVISION_COLUMNS)
EXPENSE_READER = RowReader.of(EXPENSES, fields.EXPENSE_COLUMNS)
HOLDING_READER = RowReader.of(HOLDINGS, positions.HOLDING_COLUMNS)
REAL_ESTATE_READER = RowReader.of(HOLDINGS, positions.REAL_ESTATE_COLUMNS)
CASH_READER = RowReader.of(CASH, positions.CASH_COLUMNS)
PROVISION_CHECK, EXPENSE_CHECK = RowCheck.of(PROVISIONS), RowCheck.of(EXPENSES)
HOLDING_CHECK, CASH_CHECK = RowCheck.of(HOLDINGS), RowCheck.of(CASH)

_ENTRY_MAP = element_map(
    paths_of((*fields.PROVISION_COLUMNS, *fields.EXPENSE_COLUMNS)), kept=fields.ENTRY_KEPT, codes=fields.CODES
)
_ACCOUNT_MAP = element_map(
    [
        *paths_of((*fields.ACCOUNT_COLUMNS, *fields.CREDIT_RIGHTS_COLUMNS)),
        *(path for _, _, columns in fields.FEES for path in paths_of(columns)),
    ],
    kept=ACCOUNT_KEPT,
    codes=fields.CODES,
    blocks={fields.entries(section): _ENTRY_MAP for section in (*fields.SIDES, fields.EXPENSES)},
)
_POSITION_MAP = element_map(
    [
        *paths_of((*positions.HOLDING_COLUMNS, *positions.REAL_ESTATE_COLUMNS, *positions.CASH_COLUMNS)),
        *(f"FinInstrmId/OthrId[{kind}]/{part}" for kind in positions.CODE_TYPES for part in ("Id", "Sfx")),
        positions.LEVEL_1,
        positions.DIRECTION,
        f"{fields.VALUE}/Amt@Ccy",
    ],
    kept=POSITION_KEPT,
    codes=_POSITION_CODES,
)
HEADER_MAP = element_map(
    [fields.SENDER_CNPJ, fields.SENDER_NAME, fields.CREATED],
    kept=fields.HEADER_KEPT,
    ignored=fields.HEADER_IGNORED,
    codes={},
)
REPORT_MAP = element_map(
    [*paths_of(fields.REPORT_COLUMNS), fields.PAGE, fields.LAST_PAGE, *fields.REPORT_IDS],
    kept=fields.REPORT_KEPT,
    codes=fields.CODES,
    blocks={fields.ACCOUNTS: _ACCOUNT_MAP, fields.POSITIONS: _POSITION_MAP},
)
