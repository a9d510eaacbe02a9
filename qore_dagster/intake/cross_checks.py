"""The checks that look beyond one portfolio, over a set of fund-days.

Belongs here: bringing together what they compare. Does not: the rules (`model`), asking the portal (`portal_figures`),
SQL (`warehouse.loaded_quotas`).

What is checked is what the warehouse holds, whichever run loaded it: a fund-day is compared with funds and days that
this run has nothing to do with.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from qore_dagster.calendar import FIRST_YEAR, business_days
from qore_dagster.intake.portal_figures import Answers
from qore_dagster.model.batch import Batch
from qore_dagster.model.cross_checks import HELD_QUOTAS, QUOTA_JUMP
from qore_dagster.model.edition import MIGRATED
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.fund_parameters import Parameter
from qore_dagster.model.held_quotas import House, compare_held
from qore_dagster.model.loaded_quota import LoadedQuota
from qore_dagster.model.portal_figures import compare_with_portal
from qore_dagster.model.quota_jump import DayBefore, find_jump
from qore_dagster.model.reconciliation import CheckResult, Status
from qore_dagster.registry.funds import Fund
from qore_dagster.warehouse.loaded_quotas import LoadedQuotas
from qore_dagster.warehouse.parameters import FundParameters

NOT_LOADED = "não há carteira carregada"


@dataclass(frozen=True, slots=True)
class CrossChecks:
    """What the checks work with.

    Attributes:
        loaded: the warehouse.
        funds: the registry by slug.
        ask_portal: what the portal shows of fund-days.
        parameters: what holds for single funds instead of the next.
        jump: the largest change of a quota in a business day, in per cent.
    """

    loaded: LoadedQuotas
    funds: Mapping[str, Fund]
    ask_portal: Callable[[Collection[FundDay]], Answers]
    parameters: FundParameters
    jump: Decimal

    def run(self, keys: Collection[FundDay]) -> Batch[Sequence[CheckResult]]:
        """The results of each fund-day that is loaded, in the order of `CROSS_CHECKS`, with its edition.

        A fund-day that is not loaded is missing; so is one that only the old Access database told.
        """
        lots = self.loaded.held_lots(keys)
        quotas = self.loaded.quotas(keys, lots)
        mine = {key: quotas[key] for key in keys if key in quotas and quotas[key].edition != MIGRATED}
        jumps = self._jumps(mine, quotas)
        house = self._house(quotas)
        answers = self.ask_portal(mine)
        results: Batch[Sequence[CheckResult]] = Batch()
        for key in keys:
            if (quota := mine.get(key)) is None:
                results.miss(key, NOT_LOADED)
                continue
            held = compare_held(key, lots.get(key, []), house)
            results.succeed(key, (*compare_with_portal(quota, answers[key]), held, jumps[key]), quota.edition)
        return results

    def again(self, keys: Collection[FundDay]) -> dict[str, Batch[Sequence[CheckResult]]]:
        """What these fund-days, now that they are loaded, change of what was said of others.

        Returns:
            By check, each with its edition: `held_quotas` of who holds one of the funds on its day, and `quota_jump` of
            the day loaded next. None of `keys` is among them.
        """
        holders = self.loaded.holders(keys) - {*keys}
        after = self.loaded.loaded_after(keys) - {*keys}
        lots = self.loaded.held_lots(holders)
        quotas = self.loaded.quotas(holders | after, lots)
        house = self._house(quotas)
        known = {key: quota for key, quota in quotas.items() if quota.edition != MIGRATED}
        held: Batch[Sequence[CheckResult]] = Batch()
        for key in holders & known.keys():
            held.succeed(key, (compare_held(key, lots.get(key, []), house),), known[key].edition)
        jumps: Batch[Sequence[CheckResult]] = Batch()
        for key, jump in self._jumps({key: known[key] for key in after & known.keys()}, quotas).items():
            jumps.succeed(key, (jump,), known[key].edition)
        return {HELD_QUOTAS: held, QUOTA_JUMP: jumps}

    def _house(self, quotas: Mapping[FundDay, LoadedQuota]) -> House:
        return House({slug: fund.cnpj for slug, fund in self.funds.items()}, quotas.values())

    def _jumps(
        self, mine: Mapping[FundDay, LoadedQuota], quotas: Mapping[FundDay, LoadedQuota]
    ) -> dict[FundDay, CheckResult]:
        before = {
            key: DayBefore(day, _apart(day, key.date), quotas.get(FundDay(day, key.fund)))
            for key, day in self.loaded.loaded_before(mine).items()
        }
        own = self.parameters.valid(Parameter.QUOTA_JUMP, mine)
        bounds = {key: own.get(key, self.jump) for key in mine}
        jumps = {key: find_jump(quota, before.get(key), bound=bounds[key]) for key, quota in mine.items()}
        paid_out = self.loaded.paid_out([key for key, jump in jumps.items() if jump.status is Status.DOES_NOT_HOLD])
        for key, amount in paid_out.items():
            jumps[key] = find_jump(mine[key], before.get(key), bound=bounds[key], paid_out=amount)
        return jumps


def _apart(before: date, day: date) -> int:
    """Business days from one day to a later one, one at least.

    The day before may be any day: the old Access database has Sundays, and years before the calendar's first.
    """
    first = max(before + timedelta(days=1), date(FIRST_YEAR, 1, 1))
    return max(1, len(business_days(first, day)))
