"""The files of the simulated portal as load units, for the benchmarks of both sinks.

Belongs here: making them, outside any measured time. Does not: loading.
"""

from datetime import date
from itertools import product

from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import Status
from qore_dagster.model.tables import ROW_TABLES
from qore_dagster.registry.funds import Fund
from qore_dagster.simulator.content.world import World
from qore_dagster.warehouse.load_unit import LoadUnit


def units_of(funds: int, *days: date) -> list[LoadUnit]:
    """Every fund's XML 5.0 files of these days, read; by day and fund.

    Args:
        funds: how many.
        days: business days; their files differ, the instruments are mostly the same.
    """
    world = World(seed=7, funds=funds, first_day=min(days), last_day=max(days))
    units: list[LoadUnit] = []
    for day, (place, fund) in product(days, enumerate(world.funds)):
        slug = f"fundo-{place:03}"
        file = ReportFile.of_bytes("arquivo", world.file(fund, day, FileType.XML_5_0).data)
        (parsed,) = (found for found in parser_for(file).parse(file) if isinstance(found, ParsedPortfolio))
        parsed.bind(slug)
        units.append(
            LoadUnit(
                key=FundDay(day, slug),
                version=1,
                fund=Fund(slug, slug, None, slug, slug, listed=True, wanted=True, types=(), position=1),
                portfolio=parsed.portfolio,
                rows={table.name: parsed.rows(table.name) for table in ROW_TABLES},
                verdict=Status.HOLDS,
                sha256=str(parsed.portfolio["sha256"]),
                guid=None,
                run_id="benchmark",
            )
        )
    return units
