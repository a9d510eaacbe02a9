"""Whether a portfolio's figures agree with each other, check by check, with the tolerance stated beside each result.

Belongs here: the identities of an ANBIMA portfolio, their tolerances and the verdict. Does not: types and required
columns (`schemas`), what a result is (`check_results`), how Dagster or the ledger keep it.

Source: ANBIMA, manual of XML 5.0, Annex VI (identity of the net worth), measured on 62 real fund-days. ANBIMA's own
validator tolerates R$ 500.00; files agree to a few cents. A margin stated beside the assets (`margem`) is one
administrator's practice, and a negative item; where the identity does not close with it, nobody can say why.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from qore_dagster.model.amounts import money, plain
from qore_dagster.model.check_results import BLOCKING, CheckResult, Status, judged, number, summed, unchecked
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row

_ZERO = Decimal(0)
_CENTS = Decimal("0.05")
_CENT = Decimal("0.01")
_CASH_MARKET = frozenset({"EQUI", "SHAR", "GOVE", "CORP", "DEBE"})
_OF_A_MANAGED_ACCOUNT = ("documento_titular", "codigo_carteira")
_NO_ROWS = "do PDF só se leem os totais, e não as linhas"


@dataclass(frozen=True, slots=True)
class Check:
    """One identity.

    Attributes:
        name: stable name.
        meaning: the identity in words (Portuguese), tolerance included.
        run: applies it to a portfolio.
    """

    name: str
    meaning: str
    run: Callable[[ParsedPortfolio], CheckResult]

    @property
    def blocking(self) -> bool:
        """Whether it decides the verdict; the others only warn."""
        return self.name in BLOCKING


def reconcile(parsed: ParsedPortfolio) -> list[CheckResult]:
    """Apply every check, in the order of `CHECKS`."""
    return [check.run(parsed) for check in CHECKS]


def verdict(results: Iterable[CheckResult]) -> Status:
    """Sum the blocking checks up: fail if any fails, not verifiable if none holds, ok otherwise."""
    found = {result.status for result in results if result.blocking}
    if Status.DOES_NOT_HOLD in found:
        return Status.DOES_NOT_HOLD
    return Status.HOLDS if Status.HOLDS in found else Status.CANNOT_BE_CHECKED


def _total_assets(parsed: ParsedPortfolio) -> CheckResult:
    declared = number(parsed.portfolio, "valorativos")
    if declared is None:
        return unchecked("total_assets", parsed, "o arquivo não traz o total de ativos")
    if _has_no_rows(parsed):
        return unchecked("total_assets", parsed, _NO_ROWS)
    if parsed.is_part:
        return unchecked("total_assets", parsed, f"foi lida só a página {parsed.page} do relatório")
    positions, cash = summed(parsed.holdings, "valor_mercado"), summed(parsed.cash, "saldo")
    difference = positions + cash - declared
    text = f"posições {money(positions)} + caixa {money(cash)} contra o total de ativos {money(declared)}"
    margin = number(parsed.portfolio, "margem")
    if margin is not None and abs(difference) > _CENTS:
        difference, text = difference - margin, f"{text}, e a margem de {money(margin)} é dedução das posições"
        if abs(difference) > _CENTS:
            return unchecked("total_assets", parsed, f"{text}; diferença {money(difference)}")
    no_totals = all(parsed.portfolio.get(name) is None for name in ("valorreceber", "valorpagar"))
    if abs(difference) > _CENTS and not parsed.cash and no_totals:
        # Some administrators leave cash and provisions out altogether: the gap may be just that.
        return unchecked("total_assets", parsed, f"{text}; o arquivo não traz caixa, nem valores a receber ou a pagar")
    return judged("total_assets", parsed, difference, _CENTS, text + _left_out(parsed, "holdings", "cash"))


def _details(name: str, side: str, total: str, label: str) -> Callable[[ParsedPortfolio], CheckResult]:
    def run(parsed: ParsedPortfolio) -> CheckResult:
        declared = number(parsed.portfolio, total)
        rows = [row for row in parsed.provisions if row.get("tipo_cpr") == side]
        if declared is None:
            return unchecked(name, parsed, f"o arquivo não traz o total {label}")
        if _has_no_rows(parsed):
            return unchecked(name, parsed, _NO_ROWS)
        if not rows and declared:
            return unchecked(name, parsed, f"o arquivo não detalha o total {label} de {money(declared)}")
        found = summed(rows, "valor")
        text = f"{len(rows)} lançamento(s) {label} somam {money(found)} contra o total {money(declared)}"
        return judged(name, parsed, found - declared, _CENTS, text + _left_out(parsed, "provisions"))

    return run


# (column, sign, what a reader calls it): patliq is the signed sum of these
_TERMS = (
    ("valorativos", 1, "ativos"),
    ("valorreceber", 1, "a receber"),
    ("valorpagar", -1, "a pagar"),
    ("vlcotasemitir", -1, "cotas a emitir"),
    ("vlcotasresgatar", -1, "cotas a resgatar"),
)
_MARGIN = ("margem", -1, "margem")  # only where a file states it


def _net_worth(parsed: ParsedPortfolio) -> CheckResult:
    declared = number(parsed.portfolio, "patliq")
    with_margin = number(parsed.portfolio, "margem") is not None
    terms = [
        (number(parsed.portfolio, column), sign, label)
        for column, sign, label in (*_TERMS, *([_MARGIN] if with_margin else []))
    ]
    if declared is None or terms[0][0] is None:
        return unchecked("net_worth", parsed, "o arquivo não traz o patrimônio líquido ou o total de ativos")
    present = [(value, sign, label) for value, sign, label in terms if value is not None]
    absent = [label for value, _, label in terms if value is None]
    computed = sum((value if sign > 0 else -value for value, sign, _ in present), _ZERO)
    formula = " ".join(f"{'+' if sign > 0 else '−'} {label} {money(value)}" for value, sign, label in present)
    text = f"{formula.removeprefix('+ ')} = {money(computed)} contra o patrimônio líquido {money(declared)}"
    if absent:
        text += f" (o arquivo não traz: {', '.join(absent)})"
    if (absent or with_margin) and abs(computed - declared) > _CENTS:
        return unchecked("net_worth", parsed, text)
    return judged("net_worth", parsed, computed - declared, _CENTS, text)


def _quota(parsed: ParsedPortfolio) -> CheckResult:
    quota, units, net = (number(parsed.portfolio, name) for name in ("valorcota", "quantidade", "patliq"))
    places = parsed.portfolio.get("casas_cota")
    if quota is None and any(parsed.portfolio.get(name) is not None for name in _OF_A_MANAGED_ACCOUNT):
        return unchecked("quota", parsed, "uma carteira administrada não tem cota")
    if quota is None or units is None or net is None or not isinstance(places, int):
        return unchecked("quota", parsed, "falta cota, casas da cota, quantidade ou patrimônio líquido")
    if parsed.series:
        return unchecked("quota", parsed, "o patrimônio é de várias séries e a cota lida é só da primeira")
    tolerance = abs(units).scaleb(-places) + _CENTS
    text = f"cota {plain(quota)} × {plain(units)} cotas contra o patrimônio líquido {money(net)}"
    if net < 0 < quota and parsed.portfolio.get("formato") == FileType.XML_5_0:
        # ISO 20022 prices have no sign: the quota of a fund of negative net worth is printed positive.
        net, text = -net, f"{text} em módulo, pois a cota do XML 5.0 não tem sinal"
    difference = quota * units - net
    if abs(difference) > tolerance and _subclasses_of(parsed):
        why = f"{text}: a cota de uma classe com subclasses é gerencial; diferença {money(difference)}"
        return unchecked("quota", parsed, why)
    return judged("quota", parsed, difference, tolerance, text)


def _subclasses(parsed: ParsedPortfolio) -> CheckResult:
    """The other form of the net worth: the sum of the subclasses' (manual of 5.0, Annex VI, p. 187)."""
    net, subclasses = number(parsed.portfolio, "patliq"), _subclasses_of(parsed)
    if not subclasses:
        return unchecked("subclasses", parsed, "o arquivo não traz subclasses")
    if net is None:
        return unchecked("subclasses", parsed, "o arquivo não traz o patrimônio líquido")
    computed, tolerance = _ZERO, _CENTS
    for row in subclasses:
        quota, units, places = number(row, "valorcota"), number(row, "quantidade"), row.get("casas_cota")
        if quota is None or units is None or not isinstance(places, int):
            name = row.get("nome") or row.get("codigo_subclasse")
            return unchecked("subclasses", parsed, f"a subclasse {name} não traz cota ou quantidade")
        computed += quota * units
        tolerance += abs(units).scaleb(-places)
    text = (
        f"{len(subclasses)} subclasse(s), cota × quantidade, somam {money(computed)} contra o patrimônio {money(net)}"
    )
    if net < 0 < computed and parsed.portfolio.get("formato") == FileType.XML_5_0:
        net, text = -net, f"{text} em módulo, pois a cota do XML 5.0 não tem sinal"
    return judged("subclasses", parsed, computed - net, tolerance, text)


def _subclasses_of(parsed: ParsedPortfolio) -> list[Row]:
    return [row for row in parsed.classes if row.get("nivel") == "SUBCLASSE"]


def _row_price(parsed: ParsedPortfolio) -> CheckResult:
    priced = [found for row in parsed.holdings if (found := _price_gap(row, parsed.portfolio.get("moeda"))) is not None]
    if not priced:
        return unchecked("row_price", parsed, "nenhuma posição à vista com quantidade, PU de mercado e valor")
    difference, tolerance, row = max(priced, key=lambda found: abs(found[0]) - found[1])
    text = (
        f"pior de {len(priced)} posições: nº {row.get('ordinal')} ({row.get('isin') or row.get('codigo') or '—'}), "
        f"quantidade {row.get('quantidade')} × PU {row.get('pu_mercado')} contra {money(row.get('valor_mercado'))}"
    )
    return judged("row_price", parsed, difference, tolerance, text)


def _price_gap(row: Row, currency: object) -> tuple[Decimal, Decimal, Row] | None:
    """Difference and tolerance of one row; None where quantity × PU says nothing of the value."""
    quantity, price, value = (number(row, name) for name in ("quantidade", "pu_mercado", "valor_mercado"))
    if row.get("secao") not in _CASH_MARKET or quantity is None or price is None or value is None:
        return None
    if row.get("moeda") not in {None, currency}:
        return None
    # Administrators cut PUs: one unit of the last place printed may be missing. Prices have at least cents.
    exponent = price.as_tuple().exponent
    places = max(-exponent, 2) if isinstance(exponent, int) else 2
    return quantity * price - abs(value), quantity.scaleb(-places) + _CENT, row


CHECKS: tuple[Check, ...] = (
    Check(
        "total_assets",
        "soma das posições e do caixa = total de ativos do cabeçalho (tolerância 0,05)",
        _total_assets,
    ),
    Check(
        "receivables",
        "soma dos lançamentos a receber = total a receber (tolerância 0,05)",
        _details("receivables", "RECEBER", "valorreceber", "a receber"),
    ),
    Check(
        "payables",
        "soma dos lançamentos a pagar = total a pagar (tolerância 0,05)",
        _details("payables", "PAGAR", "valorpagar", "a pagar"),
    ),
    Check(
        "net_worth",
        "ativos + a receber − a pagar − cotas a emitir − cotas a resgatar = patrimônio líquido (tolerância 0,05)",
        _net_worth,
    ),
    Check(
        "quota",
        "cota × quantidade = patrimônio líquido (tolerância: uma unidade da última casa da cota por cota, mais 0,05)",
        _quota,
    ),
    Check(
        "row_price",
        "quantidade × PU de mercado = valor, nas posições à vista (tolerância: uma unidade da última casa do PU, "
        "no máximo 0,01, por unidade, mais 0,01)",
        _row_price,
    ),
    Check(
        "subclasses",
        "soma de cota × quantidade das subclasses = patrimônio líquido da classe (tolerância: uma unidade da última "
        "casa de cada cota por cota, mais 0,05)",
        _subclasses,
    ),
)


def _has_no_rows(parsed: ParsedPortfolio) -> bool:
    """A PDF gives totals only."""
    return parsed.portfolio.get("formato") == FileType.CARTEIRA_PDF and not (parsed.holdings or parsed.cash)


def _left_out(parsed: ParsedPortfolio, *tables: str) -> str:
    """How many rows of the tables are in quarantine, in words: the sums lack them."""
    count = sum(row["tabela"] in tables for row in parsed.quarantine)
    return f" (sem {count} linha(s) em quarentena)" if count else ""
