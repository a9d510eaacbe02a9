"""The Excel layout before 19 December 2025: titles in column B, each section closed by its total.

Belongs here: its rows. Does not: the workbook (`excel`). Titles, totals and the columns of fixed income, stakes, cash,
provisions and quota are known from the system that read them; the rest: see `assumed`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from qore_dagster.calendar import previous_business_day
from qore_dagster.simulator.content.instruments import Kind
from qore_dagster.simulator.content.portfolio import ZERO, Holding, Portfolio
from qore_dagster.simulator.render import assumed
from qore_dagster.simulator.render.sheet import Cell, Row, share


@dataclass(frozen=True, slots=True)
class Section:
    """A section of holdings: title and total as they are looked for, columns, and which of them holds the value.

    The last two columns of `columns` are shares of the section and of the net worth, in %.
    """

    title: str
    total: str
    kinds: tuple[Kind, ...]
    columns: tuple[str, ...]
    value_column: str
    row: Callable[[Holding], Row]


def rows(portfolio: Portfolio) -> list[Row]:
    """All rows of the sheet; column A is a margin. Sections of holdings without rows are left out."""
    blocks: list[list[Row]] = [[(portfolio.fund.nome,), ("Data da Posição", portfolio.day)]]
    for section in SECTIONS:
        holdings = portfolio.section(*section.kinds)
        if holdings:
            blocks.append(_section(section, holdings, portfolio))
    blocks += [_provisions(portfolio), _cash(portfolio), [*_net_worth(portfolio), *_returns(portfolio)]]
    blocks.append(assumed.holders(portfolio))
    return [(None, *row) if row else () for block in blocks for row in (*block, ())]


def _section(section: Section, holdings: Sequence[Holding], portfolio: Portfolio) -> list[Row]:
    total = sum((holding.value for holding in holdings), ZERO)
    closing: list[Cell] = [None] * len(section.columns)
    closing[0] = section.total
    closing[section.columns.index(section.value_column)] = total
    closing[-2:] = [share(total, total), share(total, portfolio.net_worth)]
    return [
        (section.title,),
        section.columns,
        *((*section.row(row), share(row.value, total), share(row.value, portfolio.net_worth)) for row in holdings),
        closing,
    ]


def _fixed_income(holding: Holding) -> Row:
    instrument = holding.instrument
    return (
        holding.internal_id,
        holding.bought,
        instrument.issued,
        holding.repo.returns if holding.repo else instrument.matures,
        instrument.description,
        instrument.issuer.name if instrument.issuer else "Tesouro Nacional",
        holding.quantity,
        holding.quantity - holding.free,
        holding.repo.rate if holding.repo else instrument.rate,
        holding.cost,
        holding.price,
        holding.value,
        ZERO,
        holding.value,
    )


def _stake(holding: Holding) -> Row:
    company = holding.instrument.issuer
    return (
        holding.internal_id,
        holding.instrument.description,
        company.name if company else None,
        "S.A. Fechada",
        company.cnpj if company else None,
        holding.bought,
        holding.quantity,
        holding.quantity - holding.free,
        holding.purchase_price,
        holding.cost,
        holding.price,
        holding.value,
    )


def _listed(holding: Holding) -> Row:
    """Shares, futures and fund quotas: code, name, ISIN, quantity, blocked, price, value."""
    instrument = holding.instrument
    return (
        instrument.code or (instrument.issuer.cnpj if instrument.issuer else None),
        instrument.description,
        instrument.isin,
        -holding.quantity if holding.short else holding.quantity,
        holding.quantity - holding.free,
        holding.price,
        holding.value,
    )


def _receivable(holding: Holding) -> Row:
    instrument = holding.instrument
    return (
        holding.internal_id,
        instrument.description,
        instrument.issuer.cnpj if instrument.issuer else None,
        instrument.issued,
        instrument.matures,
        holding.quantity,
        holding.price,
        holding.value,
    )


SECTIONS = (
    Section("Ações", "Total Ações: ", (Kind.SHARE,), assumed.LEGACY_SHARES, "Valor_Mercado", _listed),
    Section(
        "Participação em Sociedade Limitada",
        "Total Participação em Sociedade Limitada",
        (Kind.STAKE,),
        ("Id_Operacao", "Descricao", "Emissor", "Tipo_Companhia", "Codigo", "Data_Aquisicao", "Qtde", "Qtde_Bloqueada",
         "PU_Custo", "Valor_Custo", "Pu_Mercado", "Valor_Mercado", "%Outros_Ativos", "%PL"),
        "Valor_Mercado",
        _stake,
    ),
    Section(
        "Renda Fixa",
        "Total Renda Fixa:",
        (Kind.GOVERNMENT, Kind.REPO, Kind.PRIVATE, Kind.DEBENTURE),
        ("ID", "Operação", "Emissão", "Vencimento", "Titulo", "Emissor", "Qtd", "QtdBloq", "Taxa", "Valor_Aplic",
         "PU_Mercado", "Valor_Bruto", "Tributos", "Valor_Liquido", "%RF", "%PL"),
        "Valor_Liquido",
        _fixed_income,
    ),
    Section(
        "Cotas de Investimento", "Total Cotas de Investimento: ", (Kind.QUOTA,), assumed.LEGACY_QUOTAS,
        "Valor_Mercado", _listed,
    ),
    Section(
        "Direito Creditório", "Total Direito Creditório", (Kind.RECEIVABLE,), assumed.LEGACY_RECEIVABLES,
        "Valor_Presente", _receivable,
    ),
    Section("Futuros", "Total Futuros:", (Kind.FUTURE,), assumed.LEGACY_FUTURES, "Ajuste", _listed),
)  # fmt: skip


def _provisions(portfolio: Portfolio) -> list[Row]:
    total = portfolio.receivable - portfolio.payable
    return [
        ("Valores a Liquidar",),
        ("Descrição", "Lançamento", "Vencimento", "Valor", "%Valores", "%PL"),
        *(
            (row.account.text, portfolio.day, row.due, row.signed, share(row.signed, total),
             share(row.signed, portfolio.net_worth))
            for row in portfolio.provisions
        ),
        ("Total Liquidação:", None, None, total, share(total, total), share(total, portfolio.net_worth)),
    ]  # fmt: skip


def _cash(portfolio: Portfolio) -> list[Row]:
    return [
        ("Saldos em Conta Corrente",),
        ("Descrição", "Moeda_Origem", "Valor"),
        *((f"{account.bank} {account.number}", "BRL", account.balance) for account in portfolio.cash),
    ]


def _net_worth(portfolio: Portfolio) -> list[Row]:
    quota, units = portfolio.quota, portfolio.fund.quotas
    return [
        ("Patrimônio Fechamento",),
        ("PL Posição", "QtdeCota_antes", "QtdeCota", "Valor da Cota Bruta", "Valor da Cota Líquida",
         "Valor da Cota Rendimento"),
        (portfolio.net_worth, units, units, quota, quota, quota),
    ]  # fmt: skip


def _returns(portfolio: Portfolio) -> list[Row]:
    day = portfolio.day
    since = [previous_business_day(start) for start in (day, day.replace(day=1), date(day.year, 1, 1))]
    gained = [(portfolio.quota / portfolio.quota_on(start) - 1) * 100 for start in since]
    cdi = [assumed.cdi(start, day) for start in since]
    return [
        ("Rentabilidades",),
        ("Indicador", "Dia", "Mês", "Ano"),
        ("Fundo (%)", *(round(value, 6) for value in gained)),
        ("(%) CDI", *(round(value / base * 100, 6) for value, base in zip(gained, cdi, strict=True))),
    ]
