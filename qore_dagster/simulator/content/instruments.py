"""The invented market: companies, papers and what each is worth on any day.

Belongs here: kinds of instruments, the papers that all funds choose from, and their prices. Does not: who holds how
much (`composition`). All prices are closed forms: a day costs the same whether it is the first or the thousandth.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from qore_dagster.simulator.content import names
from qore_dagster.simulator.content.draw import BILLION, Draw, days_since_epoch, key_of, walk
from qore_dagster.simulator.content.identifiers import base36, cnpj, isin


class Kind(StrEnum):
    """What a holding is; the value is what an end user reads in the Excel and PDF files."""

    GOVERNMENT = "Título Público"
    REPO = "Operação Compromissada"
    PRIVATE = "Título Privado"
    DEBENTURE = "Debênture"
    SHARE = "Ação"
    STAKE = "Participação"
    FUTURE = "Futuro"
    QUOTA = "Cota de Fundo"
    RECEIVABLE = "Direito Creditório"


@dataclass(frozen=True, slots=True)
class Habit:
    """How the prices of a kind move.

    Attributes:
        drift: growth a calendar day, in billionths of the first price.
        swing: how far the walk takes it from there, in thousandths.
        places: decimals of a price.
        every: days between two valuations.
    """

    drift: int
    swing: int
    places: int
    every: int = 1


_HABITS = {
    Kind.GOVERNMENT: Habit(320_000, 15, 8),
    Kind.REPO: Habit(330_000, 1, 8),
    Kind.PRIVATE: Habit(380_000, 2, 8),
    Kind.DEBENTURE: Habit(360_000, 10, 8),
    Kind.SHARE: Habit(150_000, 300, 2),
    Kind.STAKE: Habit(220_000, 120, 6, every=91),
    Kind.FUTURE: Habit(60_000, 80, 3),
    Kind.QUOTA: Habit(310_000, 25, 8),
    Kind.RECEIVABLE: Habit(0, 0, 6),
}
BANK = "Banco {} S.A."
_ROOT_COMPANIES = 99_500_000
_GOVERNMENT = (  # name, SELIC code, ISIN type, index, % of index, coupon, price
    ("LFT", "210100", "LF1", "SEL", "100", "0", "12850.10"),
    ("LTN", "100000", "LTN", "PRE", "0", "0", "690.25"),
    ("NTN-B", "760199", "NTB", "IAP", "100", "6", "3980.40"),
    ("NTN-F", "950199", "NTF", "PRE", "0", "10", "905.15"),
)
_PRIVATE = (  # name, ISIN type, index, % of index, coupon
    ("CDB", "CDB", "DI1", "108", "0"),
    ("LF", "LFI", "DI1", "100", "1.45"),
    ("CRI", "CRI", "IAP", "100", "7.2"),
    ("CRA", "CRA", "DI1", "100", "2.1"),
    ("NC", "NCO", "DI1", "100", "3.35"),
)
_FIRST_MATURITY = 2030
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company: issuer, bank, debtor or stake. `code` is the issuer's part of its ISINs."""

    name: str
    cnpj: str
    code: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A paper.

    Attributes:
        key: its walk.
        code: market code; None for a stake, which has none.
        code_type: what the code is, as ANBIMA 5.0 names it: SELC, CETI, TICKER, BVMF.
        issuer: issuer, debtor, company held or fund held.
        first_price: BRL on the first day of all walks.
        index: index code of ANBIMA 4.01 (DI1, SEL, IAP, PRE), with `index_rate` in % of it.
        rate: coupon or spread, % a year.
        multiplier: BRL for one point of a future.
        fund: place among the portal's own funds, for a quota of one of them.
    """

    key: int
    kind: Kind
    description: str
    first_price: Decimal
    isin: str | None = None
    code: str | None = None
    code_type: str | None = None
    issuer: Company | None = None
    issued: date | None = None
    matures: date | None = None
    index: str | None = None
    index_rate: Decimal | None = None
    rate: Decimal | None = None
    cfi: str | None = None
    multiplier: Decimal = Decimal(1)
    fund: int | None = None

    def price(self, day: date) -> Decimal:
        """BRL for one, at the close of a day."""
        habit = _HABITS[self.kind]
        at = days_since_epoch(day) // habit.every
        level = BILLION + habit.drift * at * habit.every + walk(self.key, at) * habit.swing // 1000
        price = self.first_price * max(level, BILLION // 20) / BILLION
        return price.quantize(Decimal(1).scaleb(-habit.places), ROUND_HALF_UP)


def company(number: int, pattern: str = "") -> Company:
    """The company of this number, from 0; below 676.

    Args:
        number: which; CNPJ and issuer code follow from it.
        pattern: its name, with `{}` for the invented word; a listed company of some segment when empty.
    """
    pattern = pattern or f"{{}} {names.SEGMENTS[number % len(names.SEGMENTS)]} S.A."
    name = pattern.format(names.company_word(number))
    return Company(name, cnpj(_ROOT_COMPANIES + number * 7), f"ZQ{chr(65 + number // 26)}{chr(65 + number % 26)}")


class Market:
    """All papers of one seed, by kind.

    Attributes:
        banks: where cash is kept.
        papers: what can be held, by kind; futures, repos and receivables are made for the day (`future`, `receivable`).
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.banks = tuple(company(number, BANK) for number in range(6))
        self._companies = tuple(company(number) for number in range(6, 60))
        government = tuple(self._government(number) for number in range(24))
        self.papers: dict[Kind, tuple[Instrument, ...]] = {
            Kind.GOVERNMENT: government,
            Kind.REPO: government,
            Kind.PRIVATE: tuple(self._private(number) for number in range(50)),
            Kind.DEBENTURE: tuple(self._debenture(number) for number in range(40)),
            Kind.SHARE: tuple(self._share(number) for number in range(36)),
            Kind.STAKE: tuple(self._stake(number) for number in range(40)),
            Kind.QUOTA: tuple(self._outside_fund(number) for number in range(30)),
        }

    def future(self, number: int, day: date) -> Instrument:
        """The contract of a root (0 DI1, 1 DOL, 2 IND) that is traded on a day; it rolls by itself."""
        root, price, multiplier, months = _FUTURES[number]
        ahead = day.year * 12 + day.month - 1 + months - (day.month - 1) % months
        matures = date(ahead // 12, ahead % 12 + 1, 1)
        series = f"{_MONTHS[matures.month - 1]}{matures:%y}"
        return Instrument(
            key=key_of(self._seed, "future", root),
            kind=Kind.FUTURE,
            description=f"{root} {series}",
            first_price=Decimal(price),
            isin=isin(f"BMEF{root}{number}{matures.month % 10}"),
            code=f"{root}{series}",
            code_type="BVMF",
            issuer=self.banks[number],
            matures=matures,
            cfi="FFXXXX",
            multiplier=Decimal(multiplier),
        )

    def receivable(self, fund: int, number: int, day: date) -> Instrument:
        """The credit right in a fund's slot on a day; a new one follows when the old is settled.

        Some are settled late: their maturity then lies before the day.
        """
        draw = Draw(self._seed, "receivable", fund, number)
        face, term, late = self._face(draw), draw.between(45, 240), max(0, draw.between(-20, 12))
        cycle, age = divmod(days_since_epoch(day) + draw.below(240), term + late)
        issued = day - timedelta(days=age)
        kind = draw.choice(("Duplicata", "CCB", "Nota Comercial", "Contrato"))
        debtor = Draw(self._seed, "debtor", fund, number, cycle).choice(self._companies)
        left = max(0, term - age)
        return Instrument(
            key=0,
            kind=Kind.RECEIVABLE,
            description=f"{kind} {debtor.name}",
            first_price=(face * (10_000 - left * 2) / 10_000).quantize(_CENT, ROUND_HALF_UP),
            issuer=debtor,
            issued=issued,
            matures=issued + timedelta(days=term),
            rate=Decimal("18.25"),
        )

    def worth_of_one(self, kind: Kind, fund: int, number: int, contract: int) -> Decimal:
        """About what one future (its notional) or one receivable is worth, BRL: to tell how many a fund has."""
        if kind is Kind.FUTURE:
            _, price, multiplier, _ = _FUTURES[contract]
            return Decimal(price) * Decimal(multiplier)
        return self._face(Draw(self._seed, "receivable", fund, number))

    @staticmethod
    def _face(draw: Draw) -> Decimal:
        return Decimal(draw.between(5_000_00, 90_000_00)) / 100

    def _draw(self, kind: Kind, number: int) -> Draw:
        return Draw(self._seed, kind.name, number)

    def _key(self, kind: Kind, number: int) -> int:
        return key_of(self._seed, "walk", kind.name, number)

    def _government(self, number: int) -> Instrument:
        name, selic, type_, index, index_rate, rate, price = _GOVERNMENT[number % len(_GOVERNMENT)]
        matures = date(_FIRST_MATURITY + number // len(_GOVERNMENT) * 3, 3 if name == "LFT" else 1, 1)
        return Instrument(
            key=self._key(Kind.GOVERNMENT, number),
            kind=Kind.GOVERNMENT,
            description=f"{name} {matures:%d%m%Y}",
            first_price=Decimal(price) + number * 3,
            isin=isin(f"STNC{type_}9{number % 10}"),
            code=selic,
            code_type="SELC",
            issued=date(2020, 1, 2),
            matures=matures,
            index=index,
            index_rate=Decimal(index_rate),
            rate=Decimal(rate),
            cfi="DBFTFR",
        )

    def _private(self, number: int) -> Instrument:
        draw = self._draw(Kind.PRIVATE, number)
        name, type_, index, index_rate, rate = draw.choice(_PRIVATE)
        issuer = draw.choice(self.banks if name in {"CDB", "LF"} else self._companies)
        return Instrument(
            key=self._key(Kind.PRIVATE, number),
            kind=Kind.PRIVATE,
            description=f"{name} {issuer.name}",
            first_price=Decimal(draw.between(900_00, 1_200_00)) / 100,
            isin=isin(f"{issuer.code}{type_}{base36(number, 2)}"),
            code=f"{name}{draw.between(120, 1223):04d}{base36(number, 4)}",
            code_type="CETI",
            issuer=issuer,
            issued=date(2021, draw.between(1, 12), draw.between(1, 28)),
            matures=date(draw.between(_FIRST_MATURITY, 2036), draw.between(1, 12), draw.between(1, 28)),
            index=index,
            index_rate=Decimal(index_rate),
            rate=Decimal(rate),
            cfi="DBVUFR",
        )

    def _debenture(self, number: int) -> Instrument:
        draw = self._draw(Kind.DEBENTURE, number)
        issuer = self._companies[number]
        return Instrument(
            key=self._key(Kind.DEBENTURE, number),
            kind=Kind.DEBENTURE,
            description=f"DEB {issuer.name}",
            first_price=Decimal(draw.between(980_000_000, 1_080_000_000)).scaleb(-6),
            isin=isin(f"{issuer.code}DBS{base36(number, 2)}"),
            code=f"{issuer.code}1{number % 9 + 1}",
            code_type="CETI",
            issuer=issuer,
            issued=date(2021, draw.between(1, 12), draw.between(1, 28)),
            matures=date(draw.between(_FIRST_MATURITY, 2040), draw.between(1, 12), draw.between(1, 28)),
            index=draw.choice(("DI1", "IAP")),
            index_rate=Decimal(100),
            rate=Decimal(draw.between(100, 850)) / 100,
            cfi="DBVUFB",
        )

    def _share(self, number: int) -> Instrument:
        draw = self._draw(Kind.SHARE, number)
        issuer = self._companies[number]
        common = draw.chance(60)
        return Instrument(
            key=self._key(Kind.SHARE, number),
            kind=Kind.SHARE,
            description=f"{issuer.name} {'ON' if common else 'PN'}",
            first_price=Decimal(draw.between(3_00, 95_00)) / 100,
            isin=isin(f"{issuer.code}ACN{'OR' if common else 'PR'}"),
            code=f"{issuer.code}{3 if common else 4}",
            code_type="TICKER",
            issuer=issuer,
            cfi="ESVUFR" if common else "EPNNAR",
        )

    def _stake(self, number: int) -> Instrument:
        draw = self._draw(Kind.STAKE, number)
        issuer = self._companies[-1 - number]
        return Instrument(
            key=self._key(Kind.STAKE, number),
            kind=Kind.STAKE,
            description=f"Participação {issuer.name}",
            first_price=Decimal(draw.between(500_000, 60_000_000)).scaleb(-6),
            issuer=issuer,
        )

    def _outside_fund(self, number: int) -> Instrument:
        draw = self._draw(Kind.QUOTA, number)
        name = f"{names.company_word(100 + number)} Fundo de Investimento"
        code = f"ZY{chr(65 + number // 26)}{chr(65 + number % 26)}"
        return Instrument(
            key=self._key(Kind.QUOTA, number),
            kind=Kind.QUOTA,
            description=name,
            first_price=Decimal(draw.between(90_000_000, 350_000_000_00)).scaleb(-8),
            isin=isin(f"{code}CTF00"),
            issuer=Company(name, cnpj(99_800_000 + number), code),
            cfi="EUOGSR",
        )


_MONTHS = "FGHJKMNQUVXZ"
_FUTURES = (  # root, first price, BRL a point, months between two maturities
    ("DI1", "82500", "1", 12),
    ("DOL", "5100", "50", 1),
    ("IND", "112000", "1", 2),
)
