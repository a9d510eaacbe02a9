"""A portfolio as ANBIMA 4.01: one `fundo` whose sections are repeated siblings in the schema's order.

Belongs here: every section that a simulated portfolio can have. Does not: the other sections of the schema. Valid
against sPosicao_401.xsd.
"""

from collections.abc import Callable
from decimal import Decimal

from lxml import etree

from qore_dagster.simulator.content.instruments import Instrument, Kind
from qore_dagster.simulator.content.portfolio import Account, CashAccount, Expense, Holding, Portfolio, Provision, cents
from qore_dagster.simulator.render.assumed import declares_latin_1
from qore_dagster.simulator.render.xml_tree import Node, append, compact, money, number

_NAME_WIDTH = 50
_ID_WIDTH = 10
_NO_CNPJ = "00000000000000"
_ADMINISTRATION = 34
_FUTURE_ROOT = 3  # characters of the code before its series


def render(portfolio: Portfolio) -> bytes:
    """The file's bytes: UTF-8 without a declaration as in real files, or declared ISO-8859-1, by fund."""
    root = etree.Element("arquivoposicao_4_01")
    append(root, ("fundo", [_header(portfolio), *_rows(portfolio)]), "")
    if declares_latin_1(portfolio.fund):
        return etree.tostring(root, encoding="ISO-8859-1", xml_declaration=True, pretty_print=True)
    return b"<?xml version='1.0' ?>\n" + etree.tostring(root, encoding="utf-8", pretty_print=True)


def _header(portfolio: Portfolio) -> Node:
    fund = portfolio.fund
    return "header", [
        ("isin", fund.isin),
        ("cnpj", fund.cnpj),
        ("nome", fund.nome[:_NAME_WIDTH]),
        ("dtposicao", compact(portfolio.day)),
        ("nomeadm", fund.administrator.name[:_NAME_WIDTH]),
        ("cnpjadm", fund.administrator.cnpj),
        ("nomegestor", fund.manager.name[:_NAME_WIDTH]),
        ("cnpjgestor", fund.manager.cnpj),
        ("nomecustodiante", fund.custodian.name[:_NAME_WIDTH]),
        ("cnpjcustodiante", fund.custodian.cnpj),
        ("valorcota", number(portfolio.quota)),
        ("quantidade", number(fund.quotas)),
        ("patliq", money(portfolio.net_worth)),
        ("valorativos", money(portfolio.assets)),
        ("valorreceber", money(portfolio.receivable)),
        ("valorpagar", money(portfolio.payable)),
        ("vlcotasemitir", money(portfolio.to_issue)),
        ("vlcotasresgatar", money(portfolio.to_redeem)),
        ("codanbid", fund.codigo_anbima),
        ("tipofundo", str(fund.tipo_codigo)),
        ("nivelrsc", ""),
    ]


def _rows(portfolio: Portfolio) -> list[Node]:
    rows = [
        _ROW[kind](holding) for kind in _BEFORE_CASH for holding in portfolio.section(*_TOGETHER.get(kind, (kind,)))
    ]
    rows += [_cash(account) for account in portfolio.cash]
    rows += [_quota(holding) for holding in portfolio.section(Kind.QUOTA)]
    rows += _expenses(portfolio.expenses)
    rows += [_provision(provision) for provision in portfolio.provisions]
    rows += [_ROW[kind](holding) for kind in (Kind.STAKE, Kind.RECEIVABLE) for holding in portfolio.section(kind)]
    return rows


def _bond(holding: Holding) -> list[Node]:
    """What government, private and corporate bonds have in common, from the issue on."""
    instrument = holding.instrument
    return [
        ("cusip", ""),
        ("dtemissao", compact(instrument.issued)),
        ("dtoperacao", compact(holding.bought)),
        ("dtvencimento", compact(instrument.matures)),
        *([("cnpjemissor", instrument.issuer.cnpj)] if instrument.issuer else []),
        ("qtdisponivel", number(_available(holding))),
        ("qtgarantia", number(_given(holding))),
        ("depgar", "1" if _given(holding) else "0"),
        ("pucompra", number(holding.purchase_price)),
        ("puvencimento", "0"),
        ("puposicao", number(holding.price)),
        ("puemissao", number(instrument.first_price)),
        ("principal", money(holding.cost)),
        ("tributos", "0"),
        ("valorfindisp", money(_value_available(holding))),
        ("valorfinemgar", money(holding.value - _value_available(holding))),
        ("coupom", money(instrument.rate or Decimal(0))),
        ("indexador", instrument.index or ""),
        ("percindex", money(instrument.index_rate or Decimal(0))),
        ("caracteristica", "N"),
        ("percprovcred", "0"),
        *_repo(holding),
        ("classeoperacao", "C"),
        ("idinternoativo", holding.internal_id.ljust(_ID_WIDTH)),
        ("nivelrsc", "BB"),
    ]


def _repo(holding: Holding) -> list[Node]:
    if holding.repo is None:
        return []
    return [("compromisso", [
        ("dtretorno", compact(holding.repo.returns)),
        ("puretorno", number(holding.repo.price)),
        ("indexadorcomp", "PRE"),
        ("perindexcomp", "100"),
        ("txoperacao", money(holding.repo.rate)),
        ("classecomp", "C"),
    ])]  # fmt: skip


def _government(holding: Holding) -> Node:
    return "titpublico", [*_named(holding.instrument, "codativo"), *_bond(holding)]


def _private(holding: Holding) -> Node:
    return "titprivado", [*_named(holding.instrument, "codativo"), *_bond(holding)]


def _debenture(holding: Holding) -> Node:
    flags: list[Node] = [("debconv", "N"), ("debpartlucro", "N"), ("SPE", "N")]
    return "debenture", [*_named(holding.instrument, "coddeb"), *flags, *_bond(holding)]


def _named(instrument: Instrument, code: str) -> list[Node]:
    return [("isin", instrument.isin or ""), (code, instrument.code or "")]


def _share(holding: Holding) -> Node:
    return "acoes", [
        ("isin", holding.instrument.isin or ""),
        ("cusip", ""),
        ("codativo", holding.instrument.code or ""),
        ("qtdisponivel", number(_available(holding))),
        ("lote", "1"),
        ("qtgarantia", number(_given(holding))),
        ("valorfindisp", money(_value_available(holding))),
        ("valorfinemgar", money(holding.value - _value_available(holding))),
        ("tributos", "0"),
        ("puposicao", number(holding.price)),
        ("percprovcred", "0"),
        ("tpconta", "1"),
        ("classeoperacao", "C"),
        ("dtvencalug", ""),
        ("txalug", "0"),
        ("cnpjinter", _NO_CNPJ),
    ]


def _future(holding: Holding) -> Node:
    """The value is the day's adjustment, already signed; the notional stands beside it."""
    code = holding.instrument.code or ""
    return "futuros", [
        ("isin", holding.instrument.isin or ""),
        ("ativo", code[:_FUTURE_ROOT]),
        ("cnpjcorretora", holding.instrument.issuer.cnpj if holding.instrument.issuer else _NO_CNPJ),
        ("serie", code[_FUTURE_ROOT:]),
        ("quantidade", number(holding.quantity)),
        ("vltotalpos", money(holding.notional or Decimal(0))),
        ("tributos", "0"),
        ("dtvencimento", compact(holding.instrument.matures)),
        ("vlajuste", money(holding.value)),
        ("classeoperacao", "V" if holding.short else "C"),
        ("hedge", "N"),
        ("tphedge", "0"),
    ]


def _quota(holding: Holding) -> Node:
    """There is no value: it is quantity times price, to the cent."""
    return "cotas", [
        ("isin", holding.instrument.isin or ""),
        ("cnpjfundo", holding.instrument.issuer.cnpj if holding.instrument.issuer else _NO_CNPJ),
        ("qtdisponivel", number(_available(holding))),
        ("qtgarantia", number(_given(holding))),
        ("puposicao", number(holding.price)),
        ("tributos", "0"),
        ("nivelrsc", ""),
    ]


def _stake(holding: Holding) -> Node:
    company = holding.instrument.issuer
    return "participacoes", [("cnpjpart", company.cnpj if company else _NO_CNPJ), _financial_value(holding)]


def _receivable(holding: Holding) -> Node:
    return "fidc", [_financial_value(holding)]


def _financial_value(holding: Holding) -> Node:
    return "valorfinanceiro", money(holding.value)


def _cash(account: CashAccount) -> Node:
    return "caixa", [
        ("isininstituicao", account.institution),
        ("tpconta", account.type),
        ("saldo", money(account.balance)),
        ("nivelrsc", ""),
    ]


def _expenses(expenses: tuple[Expense, ...]) -> list[Node]:
    """The administration fee has a row of its own; expenses do not enter the net worth."""
    fee = sum((expense.value for expense in expenses if _is_fee(expense.account)), Decimal("0.00"))
    own: Node = ("despesas", [("txadm", money(fee)), ("tributos", "0"), ("perctaxaadm", "0.20"), ("txperf", "N")])
    others = [expense for expense in expenses if not _is_fee(expense.account)]
    return [own, *(
        ("outrasdespesas", [("coddesp", str(expense.account.code_401)), ("valor", money(expense.value))])
        for expense in others
    )]  # fmt: skip


def _is_fee(account: Account) -> bool:
    return account.code_401 == _ADMINISTRATION


def _provision(provision: Provision) -> Node:
    return "provisao", [
        ("codprov", str(provision.account.code_401)),
        ("credeb", "D" if provision.payable else "C"),
        ("dt", compact(provision.due)),
        ("valor", money(provision.value)),
    ]


def _given(holding: Holding) -> Decimal:
    return holding.guarantee + holding.margin


def _available(holding: Holding) -> Decimal:
    """The layout knows available and guarantee only: what is blocked counts as available."""
    return holding.quantity - _given(holding)


def _value_available(holding: Holding) -> Decimal:
    return cents(_available(holding) * holding.price)


_BEFORE_CASH = (Kind.GOVERNMENT, Kind.PRIVATE, Kind.DEBENTURE, Kind.SHARE, Kind.FUTURE)
_TOGETHER = {Kind.GOVERNMENT: (Kind.GOVERNMENT, Kind.REPO)}
_ROW: dict[Kind, Callable[[Holding], Node]] = {
    Kind.GOVERNMENT: _government,
    Kind.PRIVATE: _private,
    Kind.DEBENTURE: _debenture,
    Kind.SHARE: _share,
    Kind.FUTURE: _future,
    Kind.STAKE: _stake,
    Kind.RECEIVABLE: _receivable,
}
