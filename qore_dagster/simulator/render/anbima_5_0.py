"""A portfolio as ANBIMA 5.0: ISO 20022 semt.003.001.04 in either of the two published envelopes.

Belongs here: envelope, headers and the fund's own block (`BalForAcct`). Does not: the holdings (`anbima_5_0_holding`).
Valid against the ISO schemas; what they cannot say (a negative quota) stands in `assumed`.
"""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from lxml import etree

from qore_dagster.simulator.content.files import made_at
from qore_dagster.simulator.content.funds import Envelope, SimFund
from qore_dagster.simulator.content.instruments import Company
from qore_dagster.simulator.content.portfolio import Portfolio, Provision
from qore_dagster.simulator.render.anbima_5_0_holding import (
    aggregate,
    cash_block,
    holding_block,
    other_id,
    price,
    signed,
)
from qore_dagster.simulator.render.xml_tree import Node, XmlElement, append, money, number

_GALGO = "http://www.sistemagalgo.com/SchemaPosicaoAtivos"
_ANBIMA = "http://www.anbima.com.br/SchemaPosicaoAtivos"
_HEADER = "urn:iso:std:iso:20022:tech:xsd:head.001.001.01"
_REPORT = "urn:iso:std:iso:20022:tech:xsd:semt.003.001.04"
_SENDER = "00000000-0000-4000-8000-000000000000"
_REVENUE = "Receita Federal do Brasil"
_SCHEME_WIDTH = 35


def render(portfolio: Portfolio) -> bytes:
    """The file's bytes: UTF-8, declared."""
    root, header_parent, document = _ENVELOPES[portfolio.fund.envelope]()
    append(header_parent, _app_header(portfolio), f"{{{_HEADER}}}")
    header_parent.append(document)
    append(document, _report(portfolio), f"{{{_REPORT}}}")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _galgo() -> tuple[XmlElement, XmlElement, XmlElement]:
    space = f"{{{_GALGO}}}"
    root = etree.Element(f"{space}GalgoAssBalStmt", nsmap={None: _GALGO})
    append(root, ("GalgoHdr", [("idMsgSender", _SENDER)]), space)
    message = etree.SubElement(root, f"{space}BsnsMsg")
    return root, message, etree.Element(f"{{{_REPORT}}}Document", nsmap={None: _REPORT})


def _anbima() -> tuple[XmlElement, XmlElement, XmlElement]:
    spaces = {None: _ANBIMA, "ISO": _REPORT, "HEADER": _HEADER}
    root = etree.Element(f"{{{_ANBIMA}}}PosicaoAtivosCarteira", nsmap=spaces)
    return root, root, etree.SubElement(root, f"{{{_REPORT}}}Document")


_ENVELOPES = {Envelope.GALGO: _galgo, Envelope.ANBIMA: _anbima}


def _app_header(portfolio: Portfolio) -> Node:
    administrator = portfolio.fund.administrator
    return (
        "AppHdr",
        [
            ("Fr", [("OrgId", [
                ("Nm", administrator.name),
                ("Id", [("OrgId", [("Othr", [("Id", administrator.cnpj), ("SchmeNm", [("Cd", "CNPJ")])])])]),
            ])]),
            ("To", [("OrgId", [("Nm", portfolio.fund.manager.name), ("CtryOfRes", "BR")])]),
            ("BizMsgIdr", f"{portfolio.fund.cnpj}_{portfolio.day}_{portfolio.version}"),
            ("MsgDefIdr", "semt.003.001.04"),
            ("BizSvc", "POSICAO DE ATIVOS DA CARTEIRA"),
            ("CreDt", f"{made_at(portfolio):%Y-%m-%dT%H:%M:%SZ}"),
        ],
    )  # fmt: skip


def _report(portfolio: Portfolio) -> Node:
    fund = portfolio.fund
    holdings = [cash_block(account) for account in portfolio.cash]
    holdings += [holding_block(holding) for holding in portfolio.holdings]
    return (
        "SctiesBalAcctgRpt",
        [
            ("Pgntn", [("PgNb", "1"), ("LastPgInd", "true")]),
            ("StmtGnlDtls", [
                ("QryRef", "1"),
                ("StmtId", f"{fund.codigo_anbima}{portfolio.day:%Y%m%d}"),
                ("StmtDtTm", [("Dt", portfolio.day.isoformat())]),
                ("Frqcy", [("Cd", "ADHO")]),
                ("UpdTp", [("Cd", "COMP")]),
                ("StmtBsis", [("Cd", "TRAD")]),
                ("ActvtyInd", "true"),
                ("AudtdInd", "true"),
                ("SubAcctInd", "false"),
            ]),
            ("AcctOwnr", [_party(fund.administrator)]),
            ("AcctSvcr", [_party(fund.manager)]),
            _custodian(fund.custodian),
            ("BalForAcct", _fund_block(portfolio)),
            ("SubAcctDtls", [_custodian(fund.custodian), ("ActvtyInd", "true"), *holdings]),
            ("AcctBaseCcyTtlAmts", [("TtlHldgsValOfStmt", signed(portfolio.net_worth))]),
        ],
    )  # fmt: skip


def _party(company: Company) -> Node:
    return "PrtryId", [("Id", company.cnpj), ("Issr", _REVENUE), ("SchmeNm", "CNPJ")]


def _custodian(company: Company) -> Node:
    kind: Node = ("Tp", [("Prtry", [("Id", "CNPJ"), ("Issr", _REVENUE)])])
    return "SfkpgAcct", [("Id", company.cnpj), kind, ("Nm", company.name)]


def _fund_block(portfolio: Portfolio) -> list[Node]:
    fund = portfolio.fund
    payable = [provision for provision in portfolio.provisions if provision.payable]
    receivable = [provision for provision in portfolio.provisions if not provision.payable]
    quota = abs(portfolio.quota).quantize(Decimal(1).scaleb(-fund.quota_places), ROUND_DOWN)
    expenses: list[Node] = [
        _entry(expense.account.code_50, expense.account.text_50, expense.value) for expense in portfolio.expenses
    ]
    return [
        ("FinInstrmId", [("ISIN", fund.isin), *_identity(fund), ("Desc", fund.nome)]),
        ("FinInstrmAttrbts", [("ClssfctnTp", [("ClssfctnFinInstrm", "EUOGSR")]), ("DnmtnCcy", "BRL")]),
        aggregate(fund.quotas, short=False),
        price("INTE", quota),
        price("NAVL", quota),
        ("AcctBaseCcyAmts", [("HldgVal", signed(portfolio.assets))]),
        _available(quota * fund.quotas),
        _deduction("PEND", portfolio.to_issue),
        _deduction("PENR", portfolio.to_redeem),
        _group("EXPN", "Expenses", sum((expense.value for expense in portfolio.expenses), Decimal("0.00")), expenses),
        _group("PAYA", "Payables", portfolio.payable, [_provision(row) for row in payable]),
        _group("RECE", "Receivables", portfolio.receivable, [_provision(row) for row in receivable]),
    ]


def _identity(fund: SimFund) -> list[Node]:
    own = [other_id(fund.codigo_anbima, "CODIGOANBIMA"), other_id(str(fund.tipo_codigo), "TIPODEFUNDO")]
    if fund.shell_cnpj is None:
        return [other_id(fund.cnpj, "CNPJ"), *own]
    level = other_id("CLASSE", "Nivel de Fundo")
    return [other_id(fund.shell_cnpj, "CNPJCASCA"), other_id(fund.cnpj, "CNPJCLASSE"), level, *own]


def _available(value: Decimal) -> Node:
    """The units available, given in money as real files have it."""
    return "BalBrkdwn", [("SubBalTp", [("Cd", "AWAS")]), ("Qty", [("Qty", [("Unit", number(round(value, 5)))])])]


def _deduction(code: str, value: Decimal) -> Node:
    return "BalBrkdwn", [("SubBalTp", [("Cd", code)]), _face(value)]


def _group(code: str, name: str, total: Decimal, entries: Sequence[Node]) -> Node:
    kind: Node = ("SubBalTp", [("Prtry", [("Id", code), ("Issr", "ISO20022"), ("SchmeNm", name)])])
    return "BalBrkdwn", [kind, _face(total), *entries]


def _provision(provision: Provision) -> Node:
    due: Node = ("SubBalAddtlDtls", provision.due.isoformat())
    return _entry(provision.account.code_50, provision.account.text_50, provision.value, due)


def _entry(code: str, text: str, value: Decimal, *details: Node) -> Node:
    kind: Node = ("SubBalTp", [("Prtry", [
        ("Id", code), ("Issr", "CONTASANBIMA"), ("SchmeNm", text[:_SCHEME_WIDTH]),
    ])])  # fmt: skip
    return "AddtlBalBrkdwnDtls", [kind, _face(value), *details]


def _face(value: Decimal) -> Node:
    return "Qty", [("Qty", [("FaceAmt", money(value))])]
