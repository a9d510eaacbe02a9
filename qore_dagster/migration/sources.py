"""The fifteen tables of the old Access database that are migrated, in their order, and which a table of a file is.

Belongs here: order and look-up. Does not: their columns, each stated once (`name_sources`, `quota_sources`,
`account_sources`, `holding_sources`), the vocabulary (`fields`).

The columns drive staging, the way into PostgreSQL, the reconciliation and `docs/migrate-access.md`. What no column of
the target holds stays in `stage`, and so does, as `outras`, what no field names. A source whose columns nobody has
written down (`documented=False`) has the names that such tables usually have.
"""

from qore_dagster.access.columns import folded
from qore_dagster.migration.account_sources import CAIXA_QORE, CPR, SALDO_CAIXA
from qore_dagster.migration.fields import Source
from qore_dagster.migration.holding_sources import DIREITO_CREDITORIO, FIDC_ESTOQUE, RENDA_FIXA, SOCIEDADE_LIMITADA
from qore_dagster.migration.name_sources import CARTEIRAS, COTISTAS, DEPARA, DIAS_UTEIS
from qore_dagster.migration.quota_sources import COTAS_PATRIMONIO, HISTORICO_COTA, PASSIVO_FUNDOS, POSICAO_COTISTA

SOURCES: tuple[Source, ...] = (
    CARTEIRAS,
    DEPARA,
    COTISTAS,
    DIAS_UTEIS,
    HISTORICO_COTA,
    COTAS_PATRIMONIO,
    POSICAO_COTISTA,
    PASSIVO_FUNDOS,
    CAIXA_QORE,
    SALDO_CAIXA,
    CPR,
    RENDA_FIXA,
    SOCIEDADE_LIMITADA,
    DIREITO_CREDITORIO,
    FIDC_ESTOQUE,
)
"""In the order in which they are loaded: names first, then holders, then positions, the preferred source first."""


def source_of(table: str) -> Source | None:
    """The source that a table of the file is; None for one that is not migrated."""
    return next((source for source in SOURCES if folded(source.table) == folded(table)), None)


def yielding_to(source: Source) -> tuple[str, ...]:
    """The marks of the sources that give way to this one."""
    return tuple(other.mark for other in SOURCES if source.table in other.after)


BY_TABLE = {source.table: source for source in SOURCES}
"""By name."""
