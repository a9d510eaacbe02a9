"""One holding or cash account as `BalForSubAcct` of ANBIMA 5.0 (AggregateBalanceInformation13).

Belongs here: the block of a row, and the parts that the fund's own block shares. Does not: headers and totals
(`anbima_5_0`). Amounts carry no sign; it stands beside them in `Sgn`.
"""

from datetime import date
from decimal import Decimal

from qore_dagster.simulator.content.instruments import Instrument, Kind
from qore_dagster.simulator.content.portfolio import CashAccount, Holding
from qore_dagster.simulator.render.assumed import FILLER_ISIN
from qore_dagster.simulator.render.xml_tree import Node, money, number

_BRL = {"Ccy": "BRL"}
_LEVEL_1 = {
    Kind.GOVERNMENT: "GOVE",
    Kind.REPO: "REPO",
    Kind.PRIVATE: "CORP",
    Kind.DEBENTURE: "DEBE",
    Kind.SHARE: "EQUI",
    Kind.STAKE: "EQUI",
    Kind.FUTURE: "FUTU",
    Kind.QUOTA: "SHAR",
    Kind.RECEIVABLE: "RECE",
}
_FURTHER_LEVELS = {
    Kind.REPO: (("GOVE", "TABELA NIVEL 2"), ("RERA", "TABELA NIVEL 3")),
    Kind.FUTURE: (("DERI", "TABELA NIVEL 2"),),
}
_LISTED = {Kind.SHARE, Kind.FUTURE}


def holding_block(holding: Holding) -> Node:
    """One lot."""
    block: list[Node] = [("FinInstrmId", _ids(holding)), ("FinInstrmAttrbts", _attributes(holding))]
    if holding.notional is not None:
        block.append(("AddtlDerivAttrbts", [("NtnlCcyAndAmt", money(holding.notional), _BRL)]))
    block += [
        aggregate(holding.quantity, short=holding.short),
        *_prices(holding),
        ("AcctBaseCcyAmts", _amounts(holding)),
        *_breakdown(holding),
    ]
    return "BalForSubAcct", block


def cash_block(account: CashAccount) -> Node:
    """One cash account: no ISIN, quantity 1."""
    balance = account.balance
    kind: Node = ("AltrnClssfctn", [("Id", account.type), ("Issr", "ANBIMA"), ("SchmeNm", "TIPODECONTA")])
    return "BalForSubAcct", [
        ("FinInstrmId", [
            other_id(account.institution, "INSTITUICAOFINANCEIRA"),
            other_id("CASH", "TABELA NIVEL 1"),
            ("Desc", f"{account.bank} {account.number}"),
        ]),
        ("FinInstrmAttrbts", [("ClssfctnTp", [kind]), ("DnmtnCcy", "BRL")]),
        aggregate(Decimal(1), short=False),
        price("MRKT", abs(balance)),
        ("AcctBaseCcyAmts", [("HldgVal", signed(balance))]),
    ]  # fmt: skip


def other_id(value: str, scheme: str) -> Node:
    """An `OthrId` under a proprietary scheme."""
    return "OthrId", [("Id", value), ("Tp", [("Prtry", scheme)])]


def aggregate(quantity: Decimal, *, short: bool) -> Node:
    """Direction and total quantity."""
    total: Node = ("Qty", [("Qty", [("Qty", [("Unit", number(quantity))])])])
    return "AggtBal", [("ShrtLngInd", "SHOR" if short else "LONG"), total]


def price(code: str, value: Decimal, quoted: date | None = None) -> Node:
    """A `PricDtls` of a type, with the day of the quotation where it matters."""
    when: list[Node] = [("QtnDt", [("Dt", quoted.isoformat())])] if quoted else []
    amount: Node = ("Val", [("Amt", f"{value:f}", _BRL)])
    return "PricDtls", [("Tp", [("Cd", code)]), amount, ("ValTp", [("ValTp", "PARV")]), *when]


def signed(value: Decimal) -> list[Node]:
    """An amount and its sign."""
    return [("Amt", money(abs(value)), _BRL), ("Sgn", "true" if value >= 0 else "false")]


def _ids(holding: Holding) -> list[Node]:
    instrument = holding.instrument
    own_isin = instrument.isin if holding.kind is not Kind.REPO else None
    ids: list[Node] = [("ISIN", own_isin or FILLER_ISIN)]
    if holding.kind is not Kind.REPO:
        ids += _market_ids(holding.kind, instrument)
    ids.append(other_id(_LEVEL_1[holding.kind], "TABELA NIVEL 1"))
    ids += [other_id(value, scheme) for value, scheme in _FURTHER_LEVELS.get(holding.kind, ())]
    ids.append(other_id(holding.internal_id, "CODIGOINTERNO"))
    ids.append(("Desc", instrument.description[:140]))
    return ids


def _market_ids(kind: Kind, instrument: Instrument) -> list[Node]:
    ids: list[Node] = []
    code, code_type = instrument.code, instrument.code_type
    if kind is Kind.FUTURE and code:
        ids.append(("OthrId", [("Id", code[:3]), ("Sfx", code[3:]), ("Tp", [("Cd", "BVMF")])]))
    elif code and code_type == "TICKER":
        ids += [other_id(code, "TICKER"), other_id("ACOES", "ATIVOSB3")]
    elif code and code_type:
        ids.append(("OthrId", [("Id", code), ("Tp", [("Cd", code_type)])]))
    if instrument.issuer and kind is not Kind.FUTURE:
        ids.append(("OthrId", [("Id", instrument.issuer.cnpj), ("Tp", [("Cd", "CNPJ")])]))
    return ids


def _attributes(holding: Holding) -> list[Node]:
    instrument, kind = holding.instrument, holding.kind
    exchange: Node = ("PlcOfListg", [("Id", [("MktIdrCd", "BVMF")]), ("Tp", [("Cd", "EXCH")])])
    counter: Node = ("PlcOfListg", [("Tp", [("Cd", "OTCO")])])
    attributes: list[Node] = [exchange if kind in _LISTED else counter]
    if instrument.cfi:
        attributes.append(("ClssfctnTp", [("ClssfctnFinInstrm", instrument.cfi)]))
    attributes.append(("DnmtnCcy", "BRL"))
    matures = holding.repo.returns if holding.repo else instrument.matures
    issued = holding.bought if holding.repo else instrument.issued
    rate = holding.repo.rate if holding.repo else instrument.rate
    if matures:
        attributes.append(("MtrtyDt", matures.isoformat()))
    if issued:
        attributes.append(("IsseDt", issued.isoformat()))
    if rate is not None:
        attributes.append(("IntrstRate", number(rate)))
    if instrument.index_rate is not None and not holding.repo:
        attributes.append(("IndxRateBsis", number(instrument.index_rate)))
    if instrument.index and not holding.repo:
        attributes.append(("CpnAttchdNb", [("Lng", [("Id", instrument.index)])]))
    if instrument.index:
        attributes.append(("SbcptPric", _unit_price(instrument.first_price)))
    if holding.repo:
        attributes.append(("ConvsPric", _unit_price(holding.repo.price)))
        attributes.append(("UndrlygFinInstrmId", [("ISIN", instrument.isin or FILLER_ISIN)]))
    return attributes


def _unit_price(value: Decimal) -> list[Node]:
    return [("Tp", [("ValTp", "PARV")]), ("Val", [("Amt", f"{value:f}", _BRL)])]


def _prices(holding: Holding) -> list[Node]:
    prices = [price("MRKT", holding.price)]
    if holding.instrument.index or holding.kind is Kind.RECEIVABLE:
        prices.append(price("INDC", holding.price))
    if holding.kind is not Kind.FUTURE:
        prices.append(price("OFFR", holding.purchase_price, holding.bought))
    return prices


def _amounts(holding: Holding) -> list[Node]:
    amounts: list[Node] = [("HldgVal", signed(holding.value))]
    if holding.kind is not Kind.FUTURE:
        gain = holding.value - holding.cost
        amounts += [("BookVal", signed(holding.cost)), ("UrlsdGnLoss", signed(gain))]
        if holding.instrument.index:
            amounts.append(("AcrdIntrstAmt", signed(max(gain, Decimal(0)))))
    return amounts


def _breakdown(holding: Holding) -> list[Node]:
    """How the quantity is split, with each part's value; free and blocked are always there, as in real files."""
    parts = (
        ("AWAS", holding.free),
        ("BLOK", holding.blocked),
        *((code, part) for code, part in (("COLO", holding.guarantee), ("MARG", holding.margin)) if part),
    )
    return [
        ("BalBrkdwn", [
            ("SubBalTp", [("Cd", code)]),
            ("Qty", [("Qty", [("Unit", number(quantity))])]),
            ("AddtlBalBrkdwnDtls", [
                ("SubBalTp", [("Cd", "DIRT")]),
                ("Qty", [("Qty", [("FaceAmt", number(round(quantity * holding.price, 5)))])]),
            ]),
        ])
        for code, quantity in parts
    ]  # fmt: skip
