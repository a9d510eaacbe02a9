"""Rows that the file of a fund's day cannot tell, from another file of the same day: returns and holders.

Belongs here: which tables, and from which of the files. Does not: which file the positions come from (`positions`),
whether the files agree (`model.comparison`).

ANBIMA's XML has neither; without this, a fund whose portfolio is read from XML would have no holders. Each such row
says which file it is of.
"""

from collections.abc import Mapping, Sequence

from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault
from qore_dagster.model.fields import Table
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.tables import HOLDERS, RETURNS

SUPPLEMENTING = FileType.CARTEIRA_EXCEL
"""The one type that tells them."""

_TABLES = (RETURNS, HOLDERS)


def supplement(parsed: Batch[ParsedPortfolio], others: Mapping[FundDay, Sequence[ParsedPortfolio]]) -> None:
    """Add to each portfolio the tables of which its own file has no row, from the first other file that has any.

    Rows of that table that could not be read come along, to quarantine. Rows that violate the schema do not come: the
    portfolio is warned of them, and is otherwise as it was.

    Args:
        parsed: the portfolios, by fund-day; changed in place.
        others: the other files of the same fund-days.
    """
    for table in _TABLES:
        found = {
            key: other
            for key, good in parsed.good.items()
            if not _tells(good.value, table) and (other := _first(others.get(key, ()), table)) is not None
        }
        faults = _violations(table, list(found.values()))
        for key, other in found.items():
            if key in faults:
                parsed.good[key].value.warnings.append(f"{other.portfolio['arquivo']}: {faults[key].reason}")
            else:
                _add(parsed.good[key].value, table, other)


def _tells(parsed: ParsedPortfolio, table: Table) -> bool:
    return bool(parsed.rows(table.name)) or any(row["tabela"] == table.name for row in parsed.quarantine)


def _first(others: Sequence[ParsedPortfolio], table: Table) -> ParsedPortfolio | None:
    return next((other for other in others if _tells(other, table)), None)


def _violations(table: Table, found: Sequence[ParsedPortfolio]) -> dict[FundDay, Fault]:
    if not found:
        return {}
    # as in `positions`: not for the command that only asks for a run
    from qore_dagster.model.frames import frame
    from qore_dagster.model.schemas import violations

    return violations(table, frame(table, [row for other in found for row in other.rows(table.name)]))


def _add(parsed: ParsedPortfolio, table: Table, other: ParsedPortfolio) -> None:
    parsed.rows(table.name).extend(other.rows(table.name))
    bad = [row for row in other.quarantine if row["tabela"] == table.name]
    first = len(parsed.quarantine) + 1
    parsed.quarantine.extend({**row, "ordinal": ordinal} for ordinal, row in enumerate(bad, first))
