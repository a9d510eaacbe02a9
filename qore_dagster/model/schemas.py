"""pandera schemas of the canonical tables, derived from the field tables; nothing about a column is said twice.

Belongs here: types, required columns, allowed values, unique keys, and the faults they give per fund and day. Does not:
whether figures agree with each other (`reconciliation`). This is the only module that imports pandera, which costs
about half a second: import it where frames are checked, not before.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Context, Decimal
from functools import cache
from typing import Any, cast

import pandas as pd
import pandera.pandas as pa

from qore_dagster.model.faults import Fault
from qore_dagster.model.fields import Field, FieldType, Table
from qore_dagster.model.frames import PRECISION, SCALE, exponent_of
from qore_dagster.model.fund_day import FundDay

_EXAMPLES = 3
_UNIQUE = "multiple_fields_uniqueness"
_REQUIRED = "not_nullable"
_ACTION = "confira o arquivo de origem; se o erro é dele, peça ao administrador que o corrija e publique de novo"


def _is_decimal(value: Any) -> bool:
    # Finite, and held exactly by decimal128(38, 18); nothing here rounds to the context's precision.
    if type(value) is not Decimal or not value.is_finite():
        return False
    if not value:
        return True
    exponent = exponent_of(value)
    if exponent < -SCALE:
        exponent = exponent_of(value.normalize(Context(prec=len(value.as_tuple().digits))))
    return exponent >= -SCALE and value.adjusted() < PRECISION - SCALE


def _is_text(value: Any) -> bool:
    return type(value) is str and bool(value) and not value[0].isspace() and not value[-1].isspace()


def _is_date(value: Any) -> bool:
    return type(value) is date


def _is_timestamp(value: Any) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _is_integer(value: Any) -> bool:
    return type(value) is int


def _is_flag(value: Any) -> bool:
    return type(value) is bool


# type → (what a value must be, how a reader is told)
_TYPES: dict[FieldType, tuple[Callable[[Any], bool], str]] = {
    FieldType.TEXT: (_is_text, "não é um texto sem espaços nas pontas"),
    FieldType.DATE: (_is_date, "não é uma data"),
    FieldType.TIMESTAMP: (_is_timestamp, "não é data e hora com fuso"),
    FieldType.INTEGER: (_is_integer, "não é um inteiro"),
    FieldType.FLAG: (_is_flag, "não é verdadeiro nem falso"),
    FieldType.MONEY: (_is_decimal, "não é um número decimal exato"),
    FieldType.QUANTITY: (_is_decimal, "não é um número decimal exato"),
    FieldType.PRICE: (_is_decimal, "não é um número decimal exato"),
    FieldType.RATE: (_is_decimal, "não é um número decimal exato"),
}


@cache
def schema(table: Table) -> pa.DataFrameSchema:
    """Derive a table's schema: column types, required and allowed values, unique key; other columns are refused."""
    return pa.DataFrameSchema(
        {known.name: _column(known) for known in table.fields},
        strict=True,
        unique=list(table.key),
        name=table.name,
        description=f"One row: {table.grain}.",
    )


def violations(table: Table, frame: pd.DataFrame) -> dict[FundDay, Fault]:
    """Check a frame of many funds, and say per fund and day what is wrong; the others are not touched by it.

    Args:
        table: the canonical table.
        frame: a frame of it (`frames.frame`); `data_pos` and `fundo` identify the fund and day of each row.

    Returns:
        One fault per fund-day with a violation: how many there are, and the first few in words.
    """
    try:
        schema(table).validate(frame.reset_index(drop=True).astype(object), lazy=True)
    except pa.errors.SchemaErrors as errors:
        return _by_fund_day(table, frame, cast("Any", errors).failure_cases)  # a frame, which pandera does not say
    return {}


def _column(field: Field) -> pa.Column:
    accepts, wrong = _TYPES[field.type]
    checks = [_check(accepts, wrong)]
    if field.allowed:
        checks.append(_check(frozenset(field.allowed).__contains__, f"não é um de: {', '.join(field.allowed)}"))
    return pa.Column(object, checks, nullable=not field.required, description=field.meaning)


def _check(accepts: Callable[[Any], bool], wrong: str) -> pa.Check:
    def run(values: pd.Series) -> pd.Series:
        # None is what `nullable` judges; a NaN, which pandas takes for null too, is no value of any type.
        return pd.Series([value is None or accepts(value) for value in values], index=values.index, dtype=bool)

    return pa.Check(run, error=wrong, ignore_na=False)


def _by_fund_day(table: Table, frame: pd.DataFrame, cases: pd.DataFrame) -> dict[FundDay, Fault]:
    days, funds = frame["data_pos"].tolist(), frame["fundo"].tolist()
    ordinals = frame["ordinal"].tolist() if "ordinal" in frame else None
    said: dict[FundDay, dict[str, None]] = {}
    for column, check, value, index in zip(
        cases["column"], cases["check"], cases["failure_case"], cases["index"], strict=True
    ):
        if index is None or pd.isna(index):
            raise AssertionError(f"not a frame of {table.name}: {column}: {check}")
        row = int(index)
        key = FundDay(days[row], funds[row])
        what = _words(table, column, check, value, None if ordinals is None else ordinals[row])
        said.setdefault(key, {})[what] = None
    return {key: _fault(table, key, list(found)) for key, found in said.items()}


def _words(table: Table, column: str, check: str, value: Any, ordinal: Any) -> str:
    where = "" if ordinal is None else f"linha {ordinal}, "
    if check == _UNIQUE:
        return f"{where}chave repetida ({', '.join(table.key)})"
    if check == _REQUIRED:
        return f"{where}coluna {column}: falta o valor, que é obrigatório"
    return f"{where}coluna {column}: {value!s} {check}"


def _fault(table: Table, key: FundDay, found: list[str]) -> Fault:
    more = f"; e mais {len(found) - _EXAMPLES}" if len(found) > _EXAMPLES else ""
    return Fault(
        "schema",
        f"{key.fund} em {key.date}: tabela {table.name} com {len(found)} erro(s): {'; '.join(found[:_EXAMPLES])}{more}",
        _ACTION,
    )
