"""Where ANBIMA 5.0 has the columns of positions and cash accounts; tables only.

Belongs here: paths below `BalForSubAcct` (AggregateBalanceInformation13 of semt.003.001.04, ANBIMA profile, manual of
09/2024) and its Brazilian extension (SchemaBalanceForSubAccountBrazil), and what a section's columns mean in it. Does
not: the fund's own block (`anbima_5_0_fields`), the maps made of all tables (`anbima_5_0_maps`).
"""

from qore_dagster.formats.anbima_5_0_fields import EXTENSION_PATH, VALUE, amount, other_ids, quantity
from qore_dagster.formats.element_map import normal_code
from qore_dagster.formats.identifiers import cnpj_of, identifier_of, is_valid_cnpj
from qore_dagster.formats.reading import Column, signed

LEVEL_1 = "FinInstrmId/OthrId[TABELANIVEL1]/Id"
DIRECTION = "AggtBal/ShrtLngInd"
# Which market code a row is known by, the first that it has; and what it is called in `tipo_codigo`.
CODE_TYPES = {"SELC": "SELC", "CETI": "CETI", "BVMF": "BVMF", "B3": "BVMF", "TICKER": "TICKER"}

_ATTRIBUTES = "FinInstrmAttrbts"
_UNDERLYING = f"{_ATTRIBUTES}/UndrlygFinInstrmId"
_HEDGES = {"NOHE": False, "FIHE": True, "EQHE": True}
_LEVELS = ("", "Gove/", "Corp/", "Debe/")


def _broker(text: str | None) -> str | None:
    """The place of safekeeping may be the broker, by its CNPJ, or anything else, which stays a detail."""
    cnpj = cnpj_of(text)
    return cnpj if cnpj is not None and is_valid_cnpj(cnpj) else None


def _is_hedge(text: str | None) -> bool | None:
    """Whether a code is of a hedge; None for codes that ANBIMA does not list, which `tipo_hedge` has."""
    return _HEDGES.get(normal_code(text or ""))


def _currency(text: str | None) -> str | None:
    return normal_code(text or "") or None


def _value_of(part: str) -> tuple[str, ...]:
    """Value of a part of the quantity: its taxed share (DIRT) and its exempt share (CLEN)."""
    shares = (f"BalBrkdwn[{part}]/AddtlBalBrkdwnDtls[{share}]/Qty/Qty" for share in ("DIRT", "CLEN"))
    return tuple(path for share in shares for path in amount(share))


def _extension(*paths: str) -> tuple[str, ...]:
    return tuple(f"{EXTENSION_PATH}/{path}" for path in paths)


def _risk() -> tuple[str, ...]:
    return _extension(*(f"{level}RiskLv{code}" for level in _LEVELS for code in ("/Cd", "")))


def _leg(column: str, block: str) -> tuple[Column, ...]:
    """One leg of a swap: balance, index and rates."""
    where = (f"Swap/{block}", block)
    return (
        Column(f"swap_valor_{column}", _extension(*(f"{leg}/Bal" for leg in where))),
        Column(f"swap_indexador_{column}", _extension(*(f"{leg}/Indx/Prtry/Id" for leg in where))),
        Column(f"swap_perc_{column}", _extension(*(f"{leg}/Indx/Rt" for leg in where))),
        Column(f"swap_taxa_{column}", _extension(*(f"{leg}/Rt" for leg in where))),
    )


HOLDING_COLUMNS = (
    Column("nivel_2", ("FinInstrmId/OthrId[TABELANIVEL2]/Id",)),
    Column("nivel_3", ("FinInstrmId/OthrId[TABELANIVEL3]/Id",)),
    Column("isin", ("FinInstrmId/ISIN",), read=identifier_of),
    Column("codigo_interno", other_ids("CODIGOINTERNO", "IDINTERNOATIVO")),
    Column("descricao", ("FinInstrmId/Desc",)),
    Column("cnpj_emissor", other_ids("CNPJCLASSE", "CNPJ", "CNPJCASCA"), read=cnpj_of),
    Column("cusip", other_ids("CUSP", "CUSIP"), read=identifier_of),
    Column("cfi", (f"{_ATTRIBUTES}/ClssfctnTp/ClssfctnFinInstrm",)),
    Column(
        "mercado",
        tuple(f"{_ATTRIBUTES}/PlcOfListg/{place}" for place in ("Id/MktIdrCd", "Id/Desc", "Tp/Cd", "Tp/Prtry/Id")),
    ),
    Column("quantidade", quantity("AggtBal/Qty/Qty/Qty")),
    Column("qtd_disponivel", quantity("BalBrkdwn[AWAS]/Qty/Qty")),
    Column("qtd_bloqueada", quantity("BalBrkdwn[BLOK]/Qty/Qty")),
    Column("qtd_garantia", quantity("BalBrkdwn[COLO]/Qty/Qty")),
    Column("qtd_margem", quantity("BalBrkdwn[MARG]/Qty/Qty")),
    Column("qtd_emprestada", quantity("BalBrkdwn[LOAN]/Qty/Qty")),
    Column("qtd_tomada", quantity("BalBrkdwn[BORR]/Qty/Qty")),
    Column("qtd_a_receber", quantity("BalBrkdwn[PENR]/Qty/Qty")),
    Column("qtd_a_entregar", quantity("BalBrkdwn[PEND]/Qty/Qty")),
    Column("pu_mercado", ("PricDtls[MRKT]/Val/Amt",)),
    Column("pu_curva", ("PricDtls[INDC]/Val/Amt",)),
    Column("pu_compra", ("PricDtls[OFFR]/Val/Amt",)),
    Column("data_compra", ("PricDtls[OFFR]/QtnDt/Dt", "PricDtls[OFFR]/QtnDt/DtTm")),
    Column("pu_emissao", (f"{_ATTRIBUTES}/SbcptPric/Val/Amt",)),
    Column("pu_vencimento", (f"{_ATTRIBUTES}/ConvsPric/Val/Amt",)),
    Column("preco_exercicio", (f"{_ATTRIBUTES}/StrkPric/Val/Amt", f"{_ATTRIBUTES}/ExrcPric/Val/Amt")),
    signed("valor_mercado", VALUE),
    Column("valor_disponivel", _value_of("AWAS"), total=True),
    Column("valor_garantia", _value_of("COLO"), total=True),
    signed("valor_contabil", "AcctBaseCcyAmts/BookVal"),
    signed("juros_apropriados", "AcctBaseCcyAmts/AcrdIntrstAmt"),
    signed("resultado_nao_realizado", "AcctBaseCcyAmts/UrlsdGnLoss"),
    Column("moeda", (f"{_ATTRIBUTES}/DnmtnCcy",), read=_currency),
    Column("indexador", (f"{_ATTRIBUTES}/CpnAttchdNb/Lng/Id", f"{_ATTRIBUTES}/CpnAttchdNb/Shrt")),
    Column("perc_indexador", (f"{_ATTRIBUTES}/IndxRateBsis",)),
    Column("taxa", (f"{_ATTRIBUTES}/IntrstRate",)),
    Column("data_emissao", (f"{_ATTRIBUTES}/IsseDt",)),
    Column("data_vencimento", (f"{_ATTRIBUTES}/MtrtyDt",)),
    Column("vencimento_ativo", _extension("UndrlygSctiesMtrtyDt")),
    Column("nivel_risco", _risk()),
    Column("conversivel", _extension("Debe/ConvInd")),
    Column("participa_lucro", _extension("Debe/ProfSharInd")),
    Column("spe", _extension("Debe/SpeInd")),
    Column("valor_nocional", ("AddtlDerivAttrbts/NtnlCcyAndAmt",)),
    Column(
        "ativo_objeto",
        (f"{_UNDERLYING}/ISIN", f"{_UNDERLYING}/OthrId[*]/Id", f"{_UNDERLYING}/Desc"),
        read=identifier_of,
    ),
    Column("tipo_opcao", (f"{_ATTRIBUTES}/OptnTp/Cd", f"{_ATTRIBUTES}/OptnTp/Prtry/Id")),
    Column("estilo_opcao", (f"{_ATTRIBUTES}/OptnStyle/Cd", f"{_ATTRIBUTES}/OptnStyle/Prtry/Id")),
    Column("data_exercicio", (f"{_ATTRIBUTES}/XpryDt",)),
    Column("hedge", _extension("HedgTp/Cd", "Swap/HedgTp/Cd", "HedgTp"), read=_is_hedge),
    Column("tipo_hedge", _extension("HedgTp/Cd", "Swap/HedgTp/Cd", "HedgTp")),
    Column("garantia", _extension("Guar/Cd", "Swap/Guar/Cd", "CcyOptn/Guar")),
    Column("cnpj_corretora", (*(f"SfkpgPlc/{kind}/Id" for kind in ("Id", "Prtry", "TpAndId")),), read=_broker),
    Column("aluguel_contrato", other_ids("CONTRATOBTC"), read=identifier_of),
    *_leg("ativo", "ShortPos"),  # the manual has the asset leg in ShortPos, the liability leg in LongPos
    *_leg("passivo", "LongPos"),
    signed("valor_moeda_origem", "InstrmCcyAmts/HldgVal"),
    Column("taxa_cambio", ("FXDtls/XchgRate",)),
)
REAL_ESTATE = "REAL"
REAL_ESTATE_COLUMNS = (Column("valor_mercado", _extension("RealStatePrtfl/BookVal")),)
CASH_COLUMNS = (
    Column("tipo_conta", (f"{_ATTRIBUTES}/ClssfctnTp/AltrnClssfctn[TIPODECONTA]/Id",)),
    Column("instituicao", other_ids("INSTITUICAOFINANCEIRA"), read=identifier_of),
    Column("descricao", ("FinInstrmId/Desc",)),
    Column("moeda", (f"{_ATTRIBUTES}/DnmtnCcy",), read=_currency),
    signed("saldo", VALUE),
    Column("nivel_risco", _risk()),
)

# By section, columns that are what another column of the row is: a repo's maturity is its return.
COPIES = {
    "REPO": {
        "compromisso_data_retorno": "data_vencimento",
        "compromisso_pu_retorno": "pu_vencimento",
        "compromisso_indexador": "indexador",
        "compromisso_perc_indexador": "perc_indexador",
        "compromisso_taxa": "taxa",
    },
    "LOAN": {
        "aluguel_data_vencimento": "data_vencimento",
        "aluguel_taxa": "taxa",
        "aluguel_indexador": "indexador",
        "aluguel_perc_indexador": "perc_indexador",
        "aluguel_cnpj_intermediario": "cnpj_corretora",
    },
    "SWAP": {"cnpj_contraparte": "cnpj_emissor"},
}
NO_ISSUER = frozenset({"SWAP"})  # the CNPJ of a swap is the other party's
REPO_SIDES = {"RERA": "C", "REAM": "V"}  # TABELA NIVEL 3: bought with resale, sold with buy-back

# AWAS + COLO + MARG + LOAN + PENR - PEND - BORR is the aggregate; BLOK is a part of it in some files, apart in others.
PARTS = {
    "qtd_disponivel": 1,
    "qtd_garantia": 1,
    "qtd_margem": 1,
    "qtd_emprestada": 1,
    "qtd_a_receber": 1,
    "qtd_a_entregar": -1,
    "qtd_tomada": -1,
}
APART = "qtd_bloqueada"

KEPT_IDS = (
    *("ATIVOSB3", "ISO3166", "INSTITUICAOEMISSORA", "INSTITUICAOFINANCEIRA", "CODIGOANBIMA", "TIPODEFUNDO"),
    *("NIVELDEFUNDO", "CODIGOSUBCLASSE", "CODIGODASUBCLASSE"),
)
# The codes of ISO 20022's SecuritiesBalanceType12Code.
KEPT_PARTS = (
    *("AWAS", "BLOK", "BLCA", "BLOT", "BLOV", "BORR", "BODE", "BORE", "COLI", "COLO", "LOAN", "LODE", "LORE"),
    *("MARG", "PECA", "PEDA", "PEND", "PENR", "PLED", "REGO", "RSTR", "OTHR", "TRAN", "DRAW", "WDOC", "BTRA"),
)

_ROW = dict.fromkeys(("data_pos", "fundo", "ordinal"), "not of the file: the registry or the parser gives it")
_COMPUTED = "computed from other elements of the row: see the reader"
_OTHER_LAYOUT = "layout 4.01 has it, the profile of 5.0 has no element for it"
_UNSURE = "5.0 has elements that may mean it (QtyBrkdwn, FXDtls, StrtDt); which is not established: they are details"
ABSENT = {
    "holdings": {
        **_ROW,
        **dict.fromkeys(("secao", "secao_origem", "codigo", "tipo_codigo", "direcao"), _COMPUTED),
        "compromisso_operacao": _COMPUTED,
        **{column: _COMPUTED for copies in COPIES.values() for column in copies},
        **dict.fromkeys(("operacao", "local_garantia", "tipo_conta", "principal", "tributos"), _OTHER_LAYOUT),
        **dict.fromkeys(("caracteristica", "perc_provisao", "serie", "premio"), _OTHER_LAYOUT),
        **dict.fromkeys(("lote", "moeda_ativa", "moeda_passiva", "data_registro"), _UNSURE),
    },
    "cash": _ROW,
}
