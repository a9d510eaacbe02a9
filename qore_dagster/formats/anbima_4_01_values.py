"""What a position of ANBIMA 4.01 is worth, with its sign; and on which side it stands.

Belongs here: per section, the value that enters total assets. Does not: where the terms stand in a row
(`anbima_4_01_holdings`).

Source: identity of the net worth, exact to the cent on 62 real fund-days for bonds, shares, futures and quotas; signs
of the other sections as public readers of the layout have them. `tributos` is never subtracted: it was zero wherever
it was seen, and what it would change is not known.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from qore_dagster.model.parsed import Row

ValueRule = Callable[[Row], Decimal]

_EXACT = Context(prec=120)  # products of two numbers of 38 digits
_CENT = Decimal("0.01")
_ZERO = Decimal(0)
_MOST_DIGITS = 20  # before the point: what frames and tables keep
# What is bought or lent belongs to the fund; what is sold is owed. Borrowed paper is worth nothing to it: it goes back.
# `A` (only termorf has it) is not explained anywhere: taken as written.
_SIGNS = {"C": 1, "D": 1, "V": -1, "T": 0, "A": 1}
_SHORT = "V"


def direction_of(row: Row) -> str | None:
    """LONG, or SHOR for what was sold; None where the section has an operation and the row does not say which."""
    if "operacao" in row and row["operacao"] is None:
        return None
    return "SHOR" if row.get("operacao") == _SHORT else "LONG"


def total_quantity(row: Row) -> Decimal | None:
    """The quantity; of sections that split it, what is available and what is given as guarantee together."""
    if "quantidade" in row:
        return _number(row, "quantidade")
    available, given = _number(row, "qtd_disponivel"), _number(row, "qtd_garantia")
    return given if available is None else _plus(available, given)


def _in_parts(row: Row) -> Decimal:
    """Available and guarantee: a repo stands wholly in the second. What has no quantity may have no value either."""
    available, given = _number(row, "valor_disponivel"), _number(row, "valor_garantia")
    if available is None and (given is None or _number(row, "qtd_disponivel")):
        raise ValueError("falta o valor da posição (valorfindisp)")
    if given is None and _number(row, "qtd_garantia"):
        raise ValueError("falta o valor da quantidade em garantia (valorfinemgar)")
    return _signed(row, _plus(available or _ZERO, given))


def _with_sign(row: Row) -> Decimal:
    return _signed(row, _as_written(row))


def _signed(row: Row, magnitude: Decimal) -> Decimal:
    sign = _SIGNS[str(row["operacao"])]
    if not sign:
        return Decimal("0.00")
    return magnitude if sign > 0 else _EXACT.minus(magnitude)


def _as_written(row: Row) -> Decimal:
    return _required(row, "valor_mercado", "valor")


def _at_the_quota(row: Row) -> Decimal:
    """There is no value in the file: quantity times price, to the cent."""
    quantity = total_quantity(row)
    if quantity is None:
        raise ValueError("falta a quantidade de cotas (qtdisponivel)")
    return _EXACT.multiply(quantity, _required(row, "pu_mercado", "puposicao")).quantize(
        _CENT, ROUND_HALF_UP, context=_EXACT
    )


def _legs(row: Row) -> Decimal:
    asset = _required(row, "swap_valor_ativo", "vlmercadoativo")
    return _EXACT.subtract(asset, _required(row, "swap_valor_passivo", "vlmercadopassivo"))


def _book(row: Row) -> Decimal:
    return _required(row, "valor_contabil", "valorcontabil")


_RULES: dict[str, ValueRule] = {
    "titpublico": _in_parts,
    "titprivado": _in_parts,
    "debenture": _in_parts,
    "acoes": _in_parts,
    "opcoesacoes": _with_sign,
    "opcoesderiv": _with_sign,
    "opcoesflx": _with_sign,
    "opcoesmoedasotc": _with_sign,
    "termorv": _with_sign,
    "termorf": _with_sign,
    "forwardsmoedas": _with_sign,
    "futuros": _as_written,
    "swap": _legs,
    "cotas": _at_the_quota,
    "imoveis": _book,
    "participacoes": _as_written,
    "fidc": _as_written,
}


def value_of(section: str, row: Row) -> Decimal:
    """What a row adds to total assets.

    Args:
        section: the section's name.
        row: its columns, as read.

    Raises:
        ValueError: what the value is made of is missing; says which field.
    """
    if "operacao" in row and row["operacao"] is None:
        raise ValueError("falta a classe da operação (classeoperacao), que diz o sinal")
    value = _RULES[section](row)
    if value and value.adjusted() >= _MOST_DIGITS:
        raise ValueError("o valor da posição tem dígitos demais")
    return value


def _required(row: Row, column: str, field: str) -> Decimal:
    value = _number(row, column)
    if value is None:
        raise ValueError(f"falta o valor da posição ({field})")
    return value


def _number(row: Row, column: str) -> Decimal | None:
    value = row.get(column)
    return value if isinstance(value, Decimal) else None


def _plus(one: Decimal, other: Decimal | None) -> Decimal:
    return _EXACT.add(one, other) if other else one
