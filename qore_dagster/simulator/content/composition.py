"""What each fund holds: lots fixed once for all days.

Belongs here: the mix of kinds by type of fund, papers and quantities. Does not: what a lot is worth on a day
(`appraisal`), cash and provisions (`accounts`), the market (`instruments`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from qore_dagster.simulator.content.draw import Draw
from qore_dagster.simulator.content.funds import Oddity, SimFund
from qore_dagster.simulator.content.instruments import Company, Instrument, Kind, Market

# Shares of a fund's lots, by its type, largest first.
_MIX: dict[str, tuple[tuple[Kind, int], ...]] = {
    "FIP": (
        (Kind.STAKE, 40), (Kind.GOVERNMENT, 15), (Kind.SHARE, 10), (Kind.DEBENTURE, 10), (Kind.QUOTA, 10),
        (Kind.PRIVATE, 10), (Kind.REPO, 5),
    ),
    "FIDC": ((Kind.RECEIVABLE, 70), (Kind.GOVERNMENT, 10), (Kind.QUOTA, 10), (Kind.REPO, 5), (Kind.PRIVATE, 5)),
    "FIM": (
        (Kind.GOVERNMENT, 20), (Kind.SHARE, 20), (Kind.QUOTA, 17), (Kind.DEBENTURE, 15), (Kind.PRIVATE, 15),
        (Kind.FUTURE, 8), (Kind.REPO, 5),
    ),
    "FIA": ((Kind.SHARE, 75), (Kind.QUOTA, 10), (Kind.REPO, 8), (Kind.FUTURE, 7)),
    "FIRF": ((Kind.GOVERNMENT, 38), (Kind.PRIVATE, 32), (Kind.DEBENTURE, 22), (Kind.REPO, 8)),
}  # fmt: skip
_TIERS = 3  # a fund holds only funds of a lower tier and place, so that no fund ever holds itself through others
_MOST_OF_A_FUND = Decimal("0.08")
_INVESTED = Decimal("0.94")
_TEN = Decimal(10)
_FREE = 60  # % of lots of which nothing is blocked or given away


@dataclass(frozen=True, slots=True)
class Lot:
    """A holding without its day.

    Attributes:
        slot: its place in the fund, from 0.
        instrument: None where the day decides (futures and receivables).
        contract: which future.
        quantity: how many; positive.
        given: part of the quantity that is not free, and how.
    """

    slot: int
    kind: Kind
    internal_id: str
    instrument: Instrument | None
    contract: int
    quantity: Decimal
    short: bool
    bought: date
    discount: Decimal
    given: tuple[str, Decimal] | None


def lots(seed: int, fund: SimFund, funds: Sequence[SimFund], market: Market) -> tuple[Lot, ...]:
    """The fund's lots; the same on every day."""
    draw = Draw(seed, "lots", fund.index)
    kinds = _kinds(fund)
    weights = [draw.between(20, 100) for _ in kinds]
    budget = _INVESTED * fund.size / max(1, sum(weights))
    buyer = _Buyer(draw, fund, funds, market)
    return tuple(
        buyer.lot(slot, kind, budget * weight) for slot, (kind, weight) in enumerate(zip(kinds, weights, strict=True))
    )


def _kinds(fund: SimFund) -> list[Kind]:
    """As many kinds as the fund has lots, in the proportions of its type; rights and lots stand in the mix's order."""
    mix = _MIX[fund.tipo]
    exact = [(kind, Decimal(fund.positions * share) / 100) for kind, share in mix]
    counts = {kind: int(number) for kind, number in exact}
    by_rest = sorted(exact, key=lambda pair: pair[1] % 1, reverse=True)
    for kind, _ in by_rest[: fund.positions - sum(counts.values())]:
        counts[kind] += 1
    return [kind for kind, _ in mix for _ in range(counts[kind])]


@dataclass(frozen=True, slots=True)
class _Buyer:
    """Chooses papers and quantities for one fund."""

    draw: Draw
    fund: SimFund
    funds: Sequence[SimFund]
    market: Market

    def lot(self, slot: int, kind: Kind, budget: Decimal) -> Lot:
        """A lot that costs about the budget, BRL."""
        draw, market = self.draw, self.market
        contract = draw.below(3)
        instrument = None if kind in {Kind.FUTURE, Kind.RECEIVABLE} else self._paper(kind)
        one = instrument.first_price if instrument else market.worth_of_one(kind, self.fund.index, slot, contract)
        quantity = self._quantity(budget / one, instrument)
        return Lot(
            slot=slot,
            kind=kind,
            internal_id=f"{self.fund.index:04d}{slot:03d}",
            instrument=instrument,
            contract=contract,
            quantity=quantity,
            short=draw.chance(50),
            bought=date(2022, draw.between(1, 12), draw.between(1, 28)),
            discount=Decimal(draw.between(900, 999)) / 1000,
            given=self._given(kind, quantity) if instrument else None,
        )

    def _paper(self, kind: Kind) -> Instrument:
        """A paper of the kind; of quotas three in five of the world's own funds, where there is one to hold."""
        ours = [other for other in self.funds[: self.fund.index] if self._may_hold(other)] if kind is Kind.QUOTA else []
        if not ours or self.draw.chance(40):
            return self.draw.choice(self.market.papers[kind])
        held = self.draw.choice(ours)
        return Instrument(
            key=0,
            kind=Kind.QUOTA,
            description=held.nome,
            first_price=held.first_quota,
            isin=held.isin,
            issuer=Company(held.nome, held.cnpj, held.isin[2:6]),
            cfi="EUOGSR",
            fund=held.index,
        )

    def _may_hold(self, held: SimFund) -> bool:
        return held.index % _TIERS < self.fund.index % _TIERS and held.oddity is not Oddity.NEGATIVE_NET_WORTH

    def _quantity(self, wanted: Decimal, instrument: Instrument | None) -> Decimal:
        if instrument is None or instrument.kind is not Kind.QUOTA:
            return max(Decimal(1), Decimal(int(wanted)))
        if instrument.fund is not None:
            wanted = min(wanted, self.funds[instrument.fund].quotas * _MOST_OF_A_FUND)
        return wanted.quantize(Decimal("1e-6"), ROUND_DOWN)

    def _given(self, kind: Kind, quantity: Decimal) -> tuple[str, Decimal] | None:
        """What of a lot is not free: a repo's bond wholly, of other papers now and then a tenth."""
        if kind is Kind.REPO:
            return "guarantee", quantity
        if kind is Kind.QUOTA or quantity < _TEN or self.draw.chance(_FREE):
            return None
        return self.draw.choice(("blocked", "guarantee", "margin")), quantity // _TEN
