"""The tables of what a portfolio has besides its lots: holders, returns, expenses, classes; and of what was not read.

Belongs here: names, types, sources and meanings; they drive the load as those of `tables` do. Does not: the quota and
the positions (`tables`).

Of these the users' code knows the holders alone. The other names are ours, and the columns the canonical model's.
"""

from qore_dagster.model.tables import CLASSES, DETAILS, EXPENSES, HOLDERS, QUARANTINE, RETURNS, UNKNOWN
from qore_dagster.warehouse.columns import Origin, from_canonical, unknown
from qore_dagster.warehouse.registers import INFO_COTISTAS
from qore_dagster.warehouse.slice_table import slice_table

_USERS = Origin.USERS

POS_PASSIVO = slice_table(
    "pos.pos_passivo",
    HOLDERS,
    (
        unknown("id_serie", "integer", "Series of the quota."),
        from_canonical(HOLDERS, "quantidade", called="qt_cotas", origin=_USERS),
        unknown("qt_cotas_bloqueadas", "numeric", "Blocked quotas."),
        unknown("cota_aplicacao", "numeric", "Quota of the day of the subscription."),
        unknown("cota_dia", "numeric", "Quota of the day, of the holder's series."),
        unknown("valor_aplicado", "numeric", "Amount subscribed."),
        from_canonical(HOLDERS, "valor_bruto", origin=_USERS),
        from_canonical(HOLDERS, "valor_liquido", origin=_USERS),
        unknown("valor_rendimento", "numeric", "Income."),
        unknown("valor_ir", "numeric", "Income tax."),
        unknown("valor_iof", "numeric", "Tax on financial operations."),
        unknown("valor_performance", "numeric", "Performance fee."),
        unknown("data_aplicacao", "date", "Day of the subscription."),
        unknown("is_active", "boolean", "Whether the holder still holds quotas."),
    ),
    INFO_COTISTAS,
)

POS_RENTABILIDADE = slice_table("pos.pos_rentabilidade", RETURNS)
POS_DESPESAS = slice_table("pos.pos_despesas", EXPENSES)
POS_CLASSES = slice_table("pos.pos_classes", CLASSES)
POS_DETALHES = slice_table("pos.pos_detalhes", DETAILS)
UNKNOWN_ELEMENT = slice_table("ctl.unknown_element", UNKNOWN)
QUARANTINED = slice_table("ctl.quarantine", QUARANTINE)

ROW_TABLES = (POS_PASSIVO, POS_RENTABILIDADE, POS_DESPESAS, POS_CLASSES, POS_DETALHES, UNKNOWN_ELEMENT, QUARANTINED)
