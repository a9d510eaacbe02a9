"""What the warehouse knows of quotas, over many funds and days, whichever run loaded them.

Belongs here: the questions that the checks beyond one portfolio ask. Does not: the checks (`model`), writing.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from psycopg2.extensions import connection as Connection

from qore_dagster.model.edition import MIGRATED, SOURCES, edition_of
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.held_quotas import HeldLot
from qore_dagster.model.loaded_quota import LoadedQuota
from qore_dagster.warehouse.set_based import KEYS, keyed
from qore_dagster.warehouse.tables import SINK

LOOKED_BACK = timedelta(days=14)
"""How far before the first day quotas are read: a week of business days, whatever the holidays."""

_PAID_OUT = "amortiz|dividend|rendiment|distribui|jcp|juros sobre.*capital"
"""Payables that may be due to the holders of the fund's quotas, by their text: ANBIMA has no code for them."""


_FILE_TYPES = {source.value: source for source in SOURCES}
"""By `pos_cota.formato`; what the migration brought has a name of its own there."""


class LoadedQuotas:
    """Reads over one connection; each method is one transaction.

    Args:
        connection: to the warehouse, with no transaction of the caller's under way.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held_lots(self, keys: Iterable[FundDay]) -> dict[FundDay, list[HeldLot]]:
        """The quotas of funds that each fund-day holds, by ordinal; no entry where it holds none."""
        found: dict[FundDay, list[HeldLot]] = {}
        for fund, day, *lot in self._read(
            f"""SELECT k.fund, k.date, p.ordinal, p.cnpj_emissor, p.isin, p.pu_mercado
                FROM pos.pos_cotas_fundos p JOIN cad.info_fundos f USING (id_fundo)
                JOIN {KEYS} ON (k.fund, k.date) = (f.slug, p.data_pos)
                WHERE p.data_pos = ANY(%(dates)s)
                ORDER BY k.date, k.fund, p.ordinal""",
            **keyed(keys),
        ):
            found.setdefault(FundDay(day, fund), []).append(HeldLot(*lot))
        return found

    def quotas(
        self, keys: Collection[FundDay], lots: Mapping[FundDay, Iterable[HeldLot]]
    ) -> dict[FundDay, LoadedQuota]:
        """Of the days of `keys` and the fortnight before them, the quotas of their funds and of the funds they hold.

        Args:
            keys: the fund-days.
            lots: what they hold; funds are found by CNPJ and ISIN.
        """
        if not keys:
            return {}
        days = [key.date for key in keys]
        held = [lot for of_key in lots.values() for lot in of_key]
        rows = self._read(
            """SELECT f.slug, p.data_pos, p.version, p.formato, p.cota_fechamento, p.casas_cota, p.qt_cotas_fech,
                      p.pl_fechamento, p.isin, p.cnpj, p.cnpj_casca, f.cnpj
               FROM pos.pos_cota p JOIN cad.info_fundos f USING (id_fundo)
               WHERE p.data_pos BETWEEN %(first)s AND %(last)s
                 AND (f.slug = ANY(%(funds)s) OR p.isin = ANY(%(isins)s) OR p.cnpj = ANY(%(cnpjs)s)
                      OR p.cnpj_casca = ANY(%(cnpjs)s) OR f.cnpj = ANY(%(cnpjs)s))""",
            first=min(days) - LOOKED_BACK,
            last=max(days),
            funds=sorted({key.fund for key in keys}),
            isins=sorted({lot.isin for lot in held if lot.isin}),
            cnpjs=sorted({lot.cnpj for lot in held if lot.cnpj}),
        )
        return {(quota := _quota(row)).key: quota for row in rows}

    def holders(self, keys: Iterable[FundDay]) -> set[FundDay]:
        """The fund-days with quotas of one of these funds on its day, whoever loaded them; by CNPJ and ISIN."""
        rows = self._read(
            f"""SELECT DISTINCT h.slug, p.data_pos
                FROM {KEYS} JOIN cad.info_fundos f ON f.slug = k.fund
                JOIN pos.pos_cota c ON (c.data_pos, c.id_fundo) = (k.date, f.id_fundo)
                JOIN pos.pos_cotas_fundos p ON p.data_pos = k.date
                     AND (p.isin = c.isin OR p.cnpj_emissor IN (c.cnpj, c.cnpj_casca, f.cnpj))
                JOIN cad.info_fundos h ON h.id_fundo = p.id_fundo
                WHERE c.data_pos = ANY(%(dates)s) AND p.data_pos = ANY(%(dates)s)""",
            **keyed(keys),
        )
        return {FundDay(day, fund) for fund, day in rows}

    def loaded_after(self, keys: Iterable[FundDay]) -> set[FundDay]:
        """Of each fund-day that is loaded the next one that is, if that is within a fortnight."""
        rows = self._read(
            f"""SELECT k.fund, after.date
                FROM {KEYS} JOIN ctl.slice_load s ON (s.fund, s.date, s.sink) = (k.fund, k.date, %(sink)s)
                CROSS JOIN LATERAL (
                    SELECT n.date FROM ctl.slice_load n
                    WHERE n.fund = k.fund AND n.date > k.date AND n.date <= k.date + %(days)s AND n.sink = %(sink)s
                    ORDER BY n.date LIMIT 1) AS after""",
            **keyed(keys, sink=SINK, days=LOOKED_BACK.days),
        )
        return {FundDay(day, fund) for fund, day in rows}

    def loaded_before(self, keys: Iterable[FundDay]) -> dict[FundDay, date]:
        """The last day before each fund-day that the warehouse holds of the fund; no entry where there is none.

        Asked of the quotas and not of the ledger, which does not know what came from the old Access database.
        """
        rows = self._read(
            f"""SELECT k.fund, k.date, before.data_pos
                FROM {KEYS} JOIN cad.info_fundos f ON f.slug = k.fund CROSS JOIN LATERAL (
                    SELECT p.data_pos FROM pos.pos_cota p
                    WHERE p.id_fundo = f.id_fundo AND p.data_pos < k.date
                    ORDER BY p.data_pos DESC LIMIT 1) AS before""",
            **keyed(keys),
        )
        return {FundDay(day, fund): before for fund, day, before in rows}

    def paid_out(self, keys: Collection[FundDay]) -> dict[FundDay, Decimal]:
        """Payables that look like amortisation or income due to the holders, BRL; no entry where there is none."""
        if not keys:
            return {}
        rows = self._read(
            f"""SELECT k.fund, k.date, sum(p.valor_presente)
                FROM pos.pos_cpr p JOIN cad.info_fundos f USING (id_fundo)
                JOIN {KEYS} ON (k.fund, k.date) = (f.slug, p.data_pos)
                WHERE p.data_pos = ANY(%(dates)s) AND p.tipo_cpr = 'PAGAR' AND p.descricao ~* %(text)s
                GROUP BY k.fund, k.date""",
            **keyed(keys, text=_PAID_OUT),
        )
        return {FundDay(day, fund): total for fund, day, total in rows}

    def _read(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()


def _quota(row: tuple[Any, ...]) -> LoadedQuota:
    fund, day, version, source, told, places, units, net_worth, isin, *cnpjs = row
    file_type = _FILE_TYPES.get(source)
    return LoadedQuota(
        key=FundDay(day, fund),
        edition=edition_of(file_type, version) if file_type else MIGRATED,
        file_type=file_type,
        told=told,
        places=places,
        units=units,
        net_worth=net_worth,
        isin=isin,
        cnpjs=frozenset(number for number in cnpjs if number),
    )
