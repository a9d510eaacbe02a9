"""A day of six funds, each in another state, written into a real ledger as the steps of a run write it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import psycopg2
import pytest

from qore_dagster.model.batch import Batch, Good
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import CheckResult, Status
from qore_dagster.registry.funds import Fund
from qore_dagster.report.day import DayReport, report_day
from qore_dagster.warehouse.ledger import Ledger, Received
from qore_dagster.warehouse.slices import load
from qore_dagster_tests.warehouse.units import fund, unit

DAY = date(2025, 11, 19)
XML, PDF = FileType.XML_5_0, FileType.CARTEIRA_PDF
BROKEN = Fault("html", "2025-11-19|quebrado: o portal devolveu uma página HTML em vez de XML 5.0", "rode de novo")
NOT_YET = "o portal ainda não tem o arquivo"
ROW_PRICE = "diverge em 2025-11-19: quantidade 1 × PU 2,00 contra 1,00; diferença 1,00, tolerância 0,01"
JUMP = "diverge em 2025-11-19: cota 1,00 em 18/11/2025 e 1,50 agora; diferença 50%, tolerância 5%"
NOTHING_HELD = "diverge em 2025-11-19: não se aplica: não tem cotas de fundos da casa"
NO_PORTAL = "diverge em 2025-11-19: não verificável: o portal não respondeu"
GAP = "diverge em 2025-11-19: total de ativos 100,00 contra 90,00; diferença 10,00, tolerância 0,05"


@dataclass
class Day:
    """A day in the making: funds in the order of their keys, and what became of each."""

    uri: str
    ledger: Ledger
    funds: list[Fund] = field(default_factory=list[Fund])
    present: set[tuple[FundDay, FileType]] = field(default_factory=set[tuple[FundDay, FileType]])

    def fund(self, slug: str) -> FundDay:
        """One more fund; nobody has asked for its files yet."""
        self.funds.append(fund(slug, nome_curto=f"FIM {slug.upper()} [CP]", position=len(self.funds) + 1))
        return FundDay(DAY, slug)

    def received(self, key: FundDay, *types: FileType) -> None:
        """Its files of these types have come."""
        for file_type in types:
            file = Received(f"guid-{key.fund}", f"{key.fund}.xml", 10, f"{1:064x}", f"{file_type.slug}/{key.fund}")
            self.ledger.receive({key: file}, file_type, "run-1")

    def corrected(self, key: FundDay, file_type: FileType) -> None:
        """A second version of one of them has come."""
        file = Received("guid-2", f"{key.fund}.xml", 10, f"{2:064x}", f"{file_type.slug}/{key.fund}-2")
        self.ledger.receive({key: file}, file_type, "run-2")

    def loaded(self, key: FundDay, patliq: str, verdict: Status = Status.HOLDS, *, checked: bool = True) -> None:
        """Its portfolio is in the warehouse, and was compared with what lies beyond it, of which there is nothing."""
        made = unit(key.fund, key.date, fund=self.funds[-1], verdict=verdict)
        made.portfolio["patliq"] = Decimal(patliq)
        with closing(psycopg2.connect(self.uri)) as connection:
            assert load(connection, [made]).failed == {}
        if checked:
            jump = CheckResult("quota_jump", Status.CANNOT_BE_CHECKED, None, None, "sem dia anterior", applies=False)
            self.ledger.record_reconciliations("run-1", Batch({key: Good([jump], 1)}), first_place=20)

    def report(self, types: Sequence[FileType] = (XML, PDF), days: Sequence[date] = (DAY,)) -> DayReport:
        """What is said of the day."""
        wanted = {known.slug: tuple(types) for known in self.funds}
        return report_day(self.ledger, self.funds, days, wanted, present=self.present)


@pytest.fixture
def day(warehouse_uri: str) -> Iterator[Day]:
    """A day without funds."""
    with closing(psycopg2.connect(warehouse_uri)) as connection:
        yield Day(warehouse_uri, Ledger(connection))


@pytest.fixture
def odd_day(day: Day) -> Day:
    """Six funds: whole (and there before), broken, late, one that does not reconcile, one half loaded, one unasked."""
    whole = day.fund("inteiro")
    day.received(whole, XML, PDF)
    day.loaded(whole, "1234567.895")
    day.present = {(whole, XML), (whole, PDF)}

    broken = day.fund("quebrado")
    day.received(broken, PDF)
    day.ledger.set_status(XML, "run-1", Batch[object](failed={broken: BROKEN}))

    late = day.fund("atrasado")
    day.received(late, PDF)
    day.ledger.set_status(XML, "run-1", Batch[object](missing={late: NOT_YET}))

    lacking = day.fund("diverge")
    day.received(lacking, XML, PDF)
    day.loaded(lacking, "-42.5", Status.DOES_NOT_HOLD)
    results = [
        CheckResult("total_assets", Status.DOES_NOT_HOLD, Decimal("10.00"), Decimal("0.05"), GAP),
        CheckResult("row_price", Status.DOES_NOT_HOLD, Decimal(1), Decimal("0.01"), ROW_PRICE),
    ]
    beyond = [
        CheckResult("portal_quota", Status.CANNOT_BE_CHECKED, None, None, NO_PORTAL),
        CheckResult("held_quotas", Status.CANNOT_BE_CHECKED, None, None, NOTHING_HELD, applies=False),
        CheckResult("quota_jump", Status.DOES_NOT_HOLD, Decimal(50), Decimal(5), JUMP),
    ]
    day.ledger.record_reconciliations("run-1", Batch({lacking: Good(beyond, 1)}), first_place=9)
    day.ledger.record_reconciliations("run-1", Batch({lacking: Good(results, 1)}))

    day.received(day.fund("interrompido"), XML, PDF)
    day.fund("novo")
    return day
