"""Where ANBIMA 5.0 has the columns of the fund itself, its classes, provisions and expenses; tables only.

Belongs here: paths below `AppHdr`, `SctiesBalAcctgRpt` and `BalForAcct` (semt.003.001.04, ANBIMA profile, manual of
09/2024). Does not: the positions (`anbima_5_0_position_fields`), the maps made of all tables (`anbima_5_0_maps`), how
blocks become a portfolio (`anbima_5_0`).

What a table keeps and no column takes is a row of `details`; what stands in no table is a row of `unknown`.
"""

from datetime import date

from qore_dagster.formats.identifiers import cnpj_of, document_of, identifier_of
from qore_dagster.formats.numbers import date_of
from qore_dagster.formats.reading import Column, signed
from qore_dagster.model.tables import HOLDERS, RETURNS

EXTENSION = "BalForSubAcctBrData"
EXTENSION_PATH = f"SplmtryData/Envlp/{EXTENSION}"
VALUE = "AcctBaseCcyAmts/HldgVal"
QUOTA = "PricDtls[NAVL]/Val/Amt"
PAGE = "Pgntn/PgNb"
LAST_PAGE = "Pgntn/LastPgInd"
# The pages of one report have the same; the first of the two that is there.
REPORT_IDS = ("StmtGnlDtls/QryRef", "StmtGnlDtls/StmtId")
ACCOUNTS = "BalForAcct"
POSITIONS = "SubAcctDtls/BalForSubAcct"
# The block an entry stands in says its side; its own code does not.
SIDES = {"PAYA": "PAGAR", "RECE": "RECEBER"}
EXPENSES = "EXPN"

# Where the code of each repeated element stands: ISO's own (`Cd`) or a proprietary one, whichever the file has.
CODES = {
    "OthrId": ("Tp/Cd", "Tp/Prtry"),
    "PricDtls": ("Tp/Cd", "Tp/Prtry/Id"),
    "BalBrkdwn": ("SubBalTp/Cd", "SubBalTp/Prtry/Id"),
    "AddtlBalBrkdwn": ("SubBalTp/Cd", "SubBalTp/Prtry/Id"),
    "AltrnClssfctn": ("SchmeNm",),
}


def quantity(path: str) -> tuple[str, ...]:
    """FinancialInstrumentQuantity1Choice: debt may be held as an amount."""
    return f"{path}/Unit", f"{path}/FaceAmt", f"{path}/AmtsdVal"


def amount(path: str) -> tuple[str, ...]:
    """The same choice where money is meant."""
    return f"{path}/FaceAmt", f"{path}/AmtsdVal"


def entries(section: str) -> str:
    """Where the entries of a section stand."""
    return f"BalBrkdwn[{section}]/AddtlBalBrkdwnDtls"


def other_ids(*kinds: str) -> tuple[str, ...]:
    """`OthrId` of some kinds, the best first."""
    return tuple(f"FinInstrmId/OthrId[{kind}]/Id" for kind in kinds)


def _due(text: str | None) -> date | None:
    """The due date stands in free text; other text is a detail, not a fault."""
    try:
        return date_of(text)
    except ValueError:
        return None


SENDER_CNPJ = "Fr/OrgId/Id/OrgId/Othr/Id"
SENDER_NAME = "Fr/OrgId/Nm"
CREATED = "CreDt"
HEADER_KEPT = ("CharSet", "Fr", "To", "BizMsgIdr", "BizSvc", "CpyDplct", "PssblDplct", "Prty", "Rltd")
HEADER_IGNORED = {"MsgDefIdr": "the layout's own name", "Sgntr": "a signature is of the bytes, which the store has"}

REPORT_COLUMNS = (
    Column("data_pos", ("StmtGnlDtls/StmtDtTm/Dt", "StmtGnlDtls/StmtDtTm/DtTm")),
    Column("cnpj_administrador", ("AcctOwnr/PrtryId/Id",), read=cnpj_of),
    Column("cnpj_gestor", ("AcctSvcr/PrtryId/Id",), read=cnpj_of),
    Column("nome_gestor", ("AcctSvcr/NmAndAdr/Nm",)),
    Column("cnpj_custodiante", ("SfkpgAcct/Id",), read=cnpj_of),
    Column("nome_custodiante", ("SfkpgAcct/Nm",)),
    Column("moeda", ("AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt@Ccy",)),
    signed("patliq", "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt"),
)
REPORT_KEPT = (
    *("Pgntn", "StmtGnlDtls", "AcctOwnr", "AcctSvcr", "SfkpgAcct", "IntrmyInf"),
    *("SubAcctDtls/AcctOwnr", "SubAcctDtls/SfkpgAcct", "SubAcctDtls/ActvtyInd"),
    *("AcctBaseCcyTtlAmts", "AltrnRptgCcyTtlAmts"),
)

ACCOUNT_COLUMNS = (
    Column("cnpj", other_ids("CNPJCLASSE", "CNPJ", "CNPJCASCA"), read=cnpj_of),
    Column("cnpj_casca", other_ids("CNPJCASCA"), read=cnpj_of),
    Column("codigo_subclasse", other_ids("CODIGOSUBCLASSE", "CODIGODASUBCLASSE"), read=identifier_of),
    Column("documento_titular", other_ids("CNPJTITULAR", "CPFTITULAR"), read=document_of),
    Column("codigo_carteira", other_ids("CARTEIRACONTA"), read=identifier_of),
    Column("codigo_anbima", other_ids("CODIGOANBIMA"), read=identifier_of),
    Column("tipo_fundo", other_ids("TIPODEFUNDO")),
    Column("isin", ("FinInstrmId/ISIN",), read=identifier_of),
    Column("nome", ("FinInstrmId/Desc",)),
    Column("nivel", other_ids("NIVELDEFUNDO")),
    Column("cfi", ("FinInstrmAttrbts/ClssfctnTp/ClssfctnFinInstrm",)),
    Column("valorcota", (QUOTA,)),
    Column("valorcota_bruta", ("PricDtls[INTE]/Val/Amt",)),
    Column("quantidade", quantity("AggtBal/Qty/Qty/Qty")),
    signed("valorativos", VALUE),
    Column("valorreceber", ("BalBrkdwn[RECE]/Qty/Qty/FaceAmt",)),
    Column("valorpagar", ("BalBrkdwn[PAYA]/Qty/Qty/FaceAmt",)),
    Column("vlcotasemitir", ("BalBrkdwn[PEND]/Qty/Qty/FaceAmt",)),
    Column("vlcotasresgatar", ("BalBrkdwn[PENR]/Qty/Qty/FaceAmt",)),
    Column("despesas", ("BalBrkdwn[EXPN]/Qty/Qty/FaceAmt",)),
    Column("margem", quantity("BalBrkdwn[MARGEM]/Qty/Qty")),
    Column("tributos", amount("AddtlBalBrkdwn[DIRT]/Qty/Qty")),
    Column("nivel_risco", (f"{EXTENSION_PATH}/RiskLv/Cd", f"{EXTENSION_PATH}/RiskLv")),
)
# AWAS has quota times quantity in money, though it stands in Unit: a detail, and never a number of quotas.
ACCOUNT_KEPT_PARTS = ("AWAS", "BLOK", "PEND", "PENR", "EXPN", "PAYA", "RECE", "MARGEM", "OTHR")
ACCOUNT_KEPT_IDS = ("CARTEIRABANCO", "CARTEIRAAGENCIA", "PREVCNPJ", "CNPB", "CODIGOGALGO", "ISO3166")

CREDIT_RIGHTS = "ReceInvstmtFnd"
CREDIT_RIGHTS_COLUMNS = (signed("valor_mercado", f"{EXTENSION_PATH}/{CREDIT_RIGHTS}/TtlBookValChng"),)
# Fees that the fund's extension states as rates: codigo, conta, and its columns.
_MANAGEMENT = f"{EXTENSION_PATH}/Expn/MgmtFeeRate"
_EQUALISATION = f"{EXTENSION_PATH}/Expn/EqulFee"
FEES = (
    ("MgmtFeeRate", "MANF", (Column("taxa", (_MANAGEMENT,)),)),
    (
        "EqulFee",
        "EQUL",
        (
            Column("taxa", (f"{_EQUALISATION}/Rate",)),
            Column("indexador", (f"{_EQUALISATION}/EqulIndex/Code/Prtry/Id",)),
            Column("perc_indexador", (f"{_EQUALISATION}/EqulIndex/Rate",)),
        ),
    ),
)
FEES_SECTION = "Expn"

_ENTRY_COLUMNS = (
    Column("codigo", ("SubBalTp/Prtry/Id", "SubBalTp/Cd")),
    Column("descricao", ("SubBalTp/Prtry/SchmeNm",)),
    Column("valor", quantity("Qty/Qty")),
)
PROVISION_COLUMNS = (*_ENTRY_COLUMNS, Column("data_vencimento", ("SubBalAddtlDtls",), read=_due))
EXPENSE_COLUMNS = _ENTRY_COLUMNS
ENTRY_KEPT = ("SubBalTp", "Qty", "SubBalAddtlDtls")

_GIVEN = "not of the file: the registry or the parser gives it"
_COMPUTED = "computed from other elements: see the reader"
_ELSEWHERE = "another format's table; 5.0 has no such rows"
_ROW = dict.fromkeys(("data_pos", "fundo", "ordinal"), _GIVEN)
ABSENT = {
    "portfolio": {
        **dict.fromkeys(("fundo", "formato", "arquivo", "sha256"), _GIVEN),
        **dict.fromkeys(("casas_cota", "criado_em", "nome_administrador"), _COMPUTED),
    },
    "provisions": {**_ROW, **dict.fromkeys(("tipo_cpr", "conta"), _COMPUTED)},
    "expenses": {**_ROW, **dict.fromkeys(("secao_origem", "conta"), _COMPUTED)},
    "returns": dict.fromkeys(RETURNS.columns, _ELSEWHERE),
    "holders": dict.fromkeys(HOLDERS.columns, _ELSEWHERE),
}
"""Columns of the canonical model that no path of 5.0 gives, and why; positions apart."""
