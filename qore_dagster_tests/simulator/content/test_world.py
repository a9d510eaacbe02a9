"""The world: what it holds, that it adds up, and that it is the same every time."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

import pytest

from qore_dagster.calendar import business_days, previous_business_day
from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.content.funds import Oddity
from qore_dagster.simulator.content.instruments import Kind
from qore_dagster.simulator.content.portfolio import Portfolio
from qore_dagster.simulator.content.variant import Variant
from qore_dagster.simulator.content.world import NoPortfolioError, World
from qore_dagster_tests.simulator.worlds import LEGACY_DAY, NEW_DAY, world


def _portfolios(day: date = NEW_DAY) -> list[Portfolio]:
    return [world().portfolio(fund, day) for fund in world().funds]


@pytest.mark.parametrize("day", [LEGACY_DAY, NEW_DAY])
def test_totals_are_those_of_the_rows_to_the_cent(day: date) -> None:
    """Assets, receivables, payables, net worth; and the quota within half a unit of its last place."""
    for portfolio in _portfolios(day):
        assets = sum(row.value for row in portfolio.holdings) + sum(account.balance for account in portfolio.cash)
        assert portfolio.assets == assets
        assert portfolio.receivable - portfolio.payable == sum(row.signed for row in portfolio.provisions)
        assert portfolio.net_worth == (
            assets + portfolio.receivable - portfolio.payable - portfolio.to_issue - portfolio.to_redeem
        )
        gap = abs(portfolio.quota * portfolio.fund.quotas - portfolio.net_worth)
        assert gap <= portfolio.fund.quotas * Decimal("1e-8")


def test_every_value_has_two_decimals_and_is_quantity_times_price() -> None:
    """Futures apart, whose value is the day's adjustment."""
    for portfolio in _portfolios():
        for row in portfolio.holdings:
            assert row.value.as_tuple().exponent == -2
            if row.kind is not Kind.FUTURE:
                assert abs(row.value - row.quantity * row.price) <= Decimal("0.005")
            assert row.free >= 0
            assert row.quantity > 0


def test_the_day_has_every_kind_of_instrument_and_every_oddity() -> None:
    """Nothing that the issue names is missing from 34 funds."""
    portfolios = _portfolios()
    assert {row.kind for portfolio in portfolios for row in portfolio.holdings} == set(Kind)
    assert {portfolio.fund.oddity for portfolio in portfolios} == set(Oddity)
    for portfolio in portfolios:
        overdrawn = any(account.balance < 0 for account in portfolio.cash)
        assert overdrawn == (portfolio.fund.oddity is Oddity.NEGATIVE_CASH)
        assert (portfolio.net_worth < 0) == (portfolio.fund.oddity is Oddity.NEGATIVE_NET_WORTH)
        bare = not portfolio.holdings and not portfolio.provisions
        assert bare == (portfolio.fund.oddity is Oddity.CASH_ONLY)
    assert any(len(portfolio.cash) > 2 for portfolio in portfolios)
    assert any(portfolio.to_issue for portfolio in portfolios)
    assert any(portfolio.to_redeem for portfolio in portfolios)


@pytest.mark.parametrize("funds", [34, 500])
def test_median_fund_has_20_positions_and_the_largest_100(funds: int) -> None:
    """The sizes of real files."""
    positions = [fund.positions for fund in world(funds=funds).funds]
    assert median(positions) == 20
    assert max(positions) == 100


def test_funds_hold_each_other_at_the_quota_of_the_day_in_full() -> None:
    """A quota of a fund of this world costs what that fund publishes, to the eighth decimal; chains occur."""
    held, holders = set[int](), set[int]()
    for portfolio in _portfolios():
        for row in portfolio.section(Kind.QUOTA):
            if (index := row.instrument.fund) is not None:
                other = world().funds[index]
                assert row.price == world().portfolio(other, NEW_DAY).quota
                assert (row.instrument.isin, row.instrument.issuer and row.instrument.issuer.cnpj) == (
                    other.isin,
                    other.cnpj,
                )
                held.add(index)
                holders.add(portfolio.fund.index)
    assert len(held) > 3
    assert held & holders


def test_two_worlds_of_one_seed_give_the_same_bytes() -> None:
    """All four files; another seed gives others."""
    one, two, other = (World(seed=seed, funds=8, first_day=NEW_DAY, last_day=NEW_DAY) for seed in (7, 7, 8))
    for index in range(8):
        for file_type in FileType:
            file = one.file(one.funds[index], NEW_DAY, file_type)
            assert file == two.file(two.funds[index], NEW_DAY, file_type)
            assert file.data != other.file(other.funds[index], NEW_DAY, file_type).data


def test_a_day_does_not_depend_on_the_first_or_last_day_or_on_what_was_asked_before() -> None:
    """A portal started tomorrow shows today's file unchanged."""
    later = World(first_day=date(2026, 1, 2), last_day=date(2027, 1, 4))
    fund = later.funds[9]
    later.portfolio(fund, date(2026, 12, 30))
    assert later.file(fund, NEW_DAY, FileType.XML_5_0) == world().file(fund, NEW_DAY, FileType.XML_5_0)


def test_quotas_move_plausibly_from_day_to_day() -> None:
    """No fund gains or loses a tenth in a day of the last months, and none stands still."""
    days = business_days(NEW_DAY - timedelta(days=30), NEW_DAY)
    for fund in world().funds:
        quotas = [world().portfolio(fund, day).quota for day in days]
        moves = [after / before - 1 for before, after in pairwise(quotas)]
        assert max(map(abs, moves)) < Decimal("0.1"), fund.nome_curto
        assert any(moves)


def test_a_corrected_file_has_another_price_guid_and_bytes_and_still_adds_up() -> None:
    """The administrator's reprocessed version."""
    for fund in world().funds[:8]:
        before, after = world().portfolio(fund, NEW_DAY), world().portfolio(fund, NEW_DAY).corrected()
        assert after.net_worth != before.net_worth
        assert after.net_worth - before.net_worth == after.assets - before.assets
        for file_type in FileType:
            first = world().file(fund, NEW_DAY, file_type)
            second = world().file(fund, NEW_DAY, file_type, Variant(corrected=True))
            assert first.guid != second.guid
            assert first.data != second.data


def test_a_jump_moves_quota_and_net_worth_by_a_third_and_still_adds_up() -> None:
    """Nothing but cash differs, so that only the day before tells."""
    for fund in world().funds[:8]:
        calm, jumped = world().portfolio(fund, NEW_DAY), world().portfolio(fund, NEW_DAY, Variant(jumped=True))
        moved = (jumped.net_worth - calm.net_worth) / abs(calm.net_worth)
        assert abs(moved - Decimal(1) / 3) < Decimal("0.0001")
        assert jumped.net_worth - calm.net_worth == jumped.assets - calm.assets
        assert jumped.quota == pytest.approx(jumped.net_worth / fund.quotas)
        assert jumped.holdings == calm.holdings


def test_a_lagged_portfolio_holds_funds_of_this_portal_at_their_quota_of_the_day_before() -> None:
    """Only those: the other rows are the day's."""
    held = 0
    for fund in world().funds:
        calm, lagged = world().portfolio(fund, NEW_DAY), world().portfolio(fund, NEW_DAY, Variant(lagged=True))
        for of_day, old in zip(calm.holdings, lagged.holdings, strict=True):
            index = of_day.instrument.fund
            if index is None:
                assert old == of_day
            else:
                held += 1
                theirs = world().funds[index]
                assert of_day.price == world().portfolio(theirs, NEW_DAY).quota
                assert old.price == world().portfolio(theirs, previous_business_day(NEW_DAY)).quota
    assert held > 10


def test_a_portfolio_lacking_a_position_keeps_the_totals_of_the_whole() -> None:
    """One row less, worth something; same guid, for it is the same file gone wrong."""
    for fund in world().funds:
        whole = world().portfolio(fund, NEW_DAY)
        lacking = whole.lacking_a_position()
        rows = len(lacking.holdings) + len(lacking.cash)
        assert rows == len(whole.holdings) + len(whole.cash) - 1
        assert (lacking.assets, lacking.net_worth) == (whole.assets, whole.net_worth)
        left = sum(row.value for row in lacking.holdings) + sum(account.balance for account in lacking.cash)
        assert abs(left - lacking.assets) > 1


def test_a_day_without_business_has_no_portfolio() -> None:
    """A holiday: the error names fund and day."""
    fund = world().funds[0]
    with pytest.raises(NoPortfolioError, match=r"FIP ZELMORA MULT em 20/11/2026"):
        world().portfolio(fund, date(2026, 11, 20))


def test_file_names_of_both_eras() -> None:
    """As the portal offered them before and after 19 December 2025; the new Excel name has only the CNPJ's root."""
    fund = world().funds[1]
    names = {
        (day, file_type): world().file(fund, day, file_type).name
        for day in (date(2025, 12, 18), date(2025, 12, 19))
        for file_type in (FileType.CARTEIRA_EXCEL, FileType.CARTEIRA_PDF)
    }
    slug = "vimbondor-fundo-de-investimento-em-direitos-creditorios"
    guid = world().file(fund, date(2025, 12, 19), FileType.CARTEIRA_EXCEL).guid
    assert list(names.values()) == [
        f"carteira-{slug}-20251218.xlsx",
        f"carteira-{slug}-20251218.pdf",
        f"CARTEIRA_DIARIA_{fund.cnpj[:8]}_19-12-2025-{guid}.xlsx",
        "fidc_vimbondor_2025-12-19.pdf",
    ]
