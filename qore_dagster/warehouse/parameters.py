"""`aux.parametros`: what holds for one fund instead of a setting, from a day on.

Belongs here: reading and writing them. Does not: which there are (`model.fund_parameters`), what they are for
(`intake.cross_checks`), the table's columns (`lookups`).
"""

from collections.abc import Collection
from decimal import Decimal

from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from qore_dagster.model.faults import QoreError
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.fund_parameters import FundParameter, Parameter
from qore_dagster.warehouse.set_based import KEYS, keyed

_BY_TITLE = {parameter.title: parameter for parameter in Parameter}


class ParameterError(QoreError):
    """A parameter cannot be what was given."""

    code = "parameter"


class FundParameters:
    """Reads and writes over one connection; each method is one transaction.

    Args:
        connection: to the warehouse, with no transaction of the caller's under way.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def valid(self, parameter: Parameter, keys: Collection[FundDay]) -> dict[FundDay, Decimal]:
        """The value on each fund's day; no entry where the setting holds."""
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT k.fund, k.date, p.valor
                    FROM {KEYS} CROSS JOIN LATERAL (
                        SELECT valor FROM aux.parametros p
                        WHERE p.parametro = %(parameter)s AND p.fundo = k.fund AND p.vigente_desde <= k.date
                        ORDER BY p.vigente_desde DESC LIMIT 1) AS p
                    WHERE p.valor IS NOT NULL""",
                keyed(keys, parameter=parameter.title),
            )
            return {FundDay(day, fund): value for fund, day, value in cursor.fetchall()}

    def all(self) -> list[FundParameter]:
        """Everything that is stated, by parameter, fund and day."""
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute(
                """SELECT parametro, fundo, vigente_desde, valor FROM aux.parametros
                   ORDER BY parametro, fundo COLLATE "C", vigente_desde"""
            )
            return [FundParameter(_BY_TITLE[title], *row) for title, *row in cursor.fetchall()]

    def put(self, stated: FundParameter) -> None:
        """State a parameter; what was stated of it for that fund and day is replaced.

        Raises:
            ParameterError: no such fund, or a value that is not greater than zero.
        """
        value = stated.value
        if value is not None and not (value.is_finite() and value > 0):
            raise ParameterError(
                f"{stated.fund}: {stated.parameter.title} não pode ser {value}",
                "dê um número maior que zero; nada mudou",
            )
        try:
            with self._connection, self._connection.cursor() as cursor:
                cursor.execute(
                    """INSERT INTO aux.parametros (parametro, fundo, vigente_desde, valor) VALUES (%s, %s, %s, %s)
                       ON CONFLICT (parametro, fundo, vigente_desde) DO UPDATE
                       SET valor = excluded.valor, fonte = current_user, atualizado_em = now()""",
                    (stated.parameter.title, stated.fund, stated.since, value),
                )
        except errors.ForeignKeyViolation:
            raise ParameterError(
                f"{stated.fund} não está no cadastro", "veja os nomes em `qore funds`; nada mudou"
            ) from None
