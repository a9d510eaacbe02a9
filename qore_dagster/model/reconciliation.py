"""Whether a portfolio's figures agree with each other, check by check, with the tolerance stated beside each result.

Belongs here: the identities of an ANBIMA portfolio, their tolerances and the verdict. Does not: types and required
columns (`schemas`), how Dagster or the ledger keep the results.

Source: ANBIMA, manual of XML 5.0, Annex VI (identity of the net worth), measured on 62 real fund-days. ANBIMA's own
validator tolerates R$ 500.00; files agree to a few cents.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from qore_dagster.model.brazilian_numbers import money, plain
from qore_dagster.model.comparison import OtherFiles, disagreements
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row

_ZERO = Decimal(0)
_CENTS = Decimal("0.05")
_CENT = Decimal("0.01")
_BORROWED = "T"
_EXAMPLES = 3
_CASH_MARKET = frozenset({"EQUI", "SHAR", "GOVE", "CORP", "DEBE"})


class Status(StrEnum):
    """The outcome of a check, and of all of them."""

    HOLDS = "ok"
    DOES_NOT_HOLD = "fail"
    CANNOT_BE_CHECKED = "not_verifiable"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found.

    Attributes:
        check: the check's name.
        status: its outcome.
        difference: what the rows or terms give minus what the file declares, in the portfolio's currency (of the
            checks that look beyond the portfolio see `cross_checks`).
        tolerance: the largest difference that counts as agreement.
        explanation: one Portuguese sentence with the fund and the values.
        applies: whether the portfolio has what the check is about.
    """

    check: str
    status: Status
    difference: Decimal | None
    tolerance: Decimal | None
    explanation: str
    applies: bool = True

    @property
    def blocking(self) -> bool:
        """Whether the check decides the verdict; the others, and all that look beyond the portfolio, only warn."""
        return self.check in _BLOCKING


@dataclass(frozen=True, slots=True)
class Check:
    """One identity.

    Attributes:
        name: stable name.
        meaning: the identity in words (Portuguese), tolerance included.
        blocking: whether it decides the verdict.
        run: applies it to a portfolio and the other files of its day.
        closes: whether its holding says that figures of the portfolio agree.
    """

    name: str
    meaning: str
    blocking: bool
    run: Callable[[ParsedPortfolio, OtherFiles], CheckResult]
    closes: bool = True


def reconcile(parsed: ParsedPortfolio, others: OtherFiles | None = None) -> list[CheckResult]:
    """Apply every check, in the order of `CHECKS`.

    Args:
        parsed: the portfolio.
        others: the other files of its day, where they are at hand.
    """
    others = others or OtherFiles()
    return [check.run(parsed, others) for check in CHECKS]


def verdict(results: Iterable[CheckResult]) -> Status:
    """Sum the blocking checks up: fail if any fails, not verifiable if none holds, ok otherwise."""
    blocking = [result for result in results if result.blocking]
    if any(result.status is Status.DOES_NOT_HOLD for result in blocking):
        return Status.DOES_NOT_HOLD
    holds = any(result.status is Status.HOLDS and result.check in _CLOSING for result in blocking)
    return Status.HOLDS if holds else Status.CANNOT_BE_CHECKED


def _total_assets(parsed: ParsedPortfolio) -> CheckResult:
    declared = _number(parsed.portfolio, "valorativos")
    if declared is None:
        return _unchecked("total_assets", parsed, "o arquivo não traz o total de ativos")
    if parsed.portfolio.get("formato") == FileType.CARTEIRA_PDF:
        return _unchecked("total_assets", parsed, "do PDF leem-se só os totais")
    positions, cash = _sum(parsed.holdings, "valor_mercado"), _sum(parsed.cash, "saldo")
    difference = positions + cash - declared
    text = f"posições {money(positions)} + caixa {money(cash)} contra o total de ativos {money(declared)}"
    no_totals = all(parsed.portfolio.get(name) is None for name in ("valorreceber", "valorpagar"))
    if abs(difference) > _CENTS and not parsed.cash and no_totals:
        # Some administrators leave cash and provisions out altogether: the gap may be just that.
        return _unchecked("total_assets", parsed, f"{text}; o arquivo não traz caixa, nem valores a receber ou a pagar")
    return _judged_with_margin("total_assets", parsed, difference, text)


def _details(name: str, side: str, total: str, label: str) -> Callable[[ParsedPortfolio], CheckResult]:
    def run(parsed: ParsedPortfolio) -> CheckResult:
        declared = _number(parsed.portfolio, total)
        rows = [row for row in parsed.provisions if row.get("tipo_cpr") == side]
        if declared is None:
            return _unchecked(name, parsed, f"o arquivo não traz o total {label}")
        if not rows and declared:
            return _unchecked(name, parsed, f"o arquivo não detalha o total {label} de {money(declared)}")
        found = _sum(rows, "valor")
        text = f"{len(rows)} lançamento(s) {label} somam {money(found)} contra o total {money(declared)}"
        return _judged(name, parsed, found - declared, _CENTS, text)

    return run


# (column, sign, what a reader calls it): patliq is the signed sum of these
_TERMS = (
    ("valorativos", 1, "ativos"),
    ("valorreceber", 1, "a receber"),
    ("valorpagar", -1, "a pagar"),
    ("vlcotasemitir", -1, "cotas a emitir"),
    ("vlcotasresgatar", -1, "cotas a resgatar"),
)


def _net_worth(parsed: ParsedPortfolio) -> CheckResult:
    declared = _number(parsed.portfolio, "patliq")
    terms = [(_number(parsed.portfolio, column), sign, label) for column, sign, label in _TERMS]
    if declared is None or terms[0][0] is None:
        return _unchecked("net_worth", parsed, "o arquivo não traz o patrimônio líquido ou o total de ativos")
    present = [(value, sign, label) for value, sign, label in terms if value is not None]
    absent = [label for value, _, label in terms if value is None]
    computed = sum((value if sign > 0 else -value for value, sign, _ in present), _ZERO)
    formula = " ".join(f"{'+' if sign > 0 else '−'} {label} {money(value)}" for value, sign, label in present)
    text = f"{formula.removeprefix('+ ')} = {money(computed)} contra o patrimônio líquido {money(declared)}"
    if absent:
        text += f" (o arquivo não traz: {', '.join(absent)})"
    if absent and abs(computed - declared) > _CENTS:
        return _unchecked("net_worth", parsed, text)
    return _judged_with_margin("net_worth", parsed, computed - declared, text)


def _quota(parsed: ParsedPortfolio) -> CheckResult:
    quota, units, net = (_number(parsed.portfolio, name) for name in ("valorcota", "quantidade", "patliq"))
    places = parsed.portfolio.get("casas_cota")
    if quota is None or units is None or net is None or not isinstance(places, int):
        return _unchecked("quota", parsed, "falta cota, casas da cota, quantidade ou patrimônio líquido")
    if parsed.series:
        return _unchecked("quota", parsed, "o patrimônio é de várias séries e a cota lida é só da primeira")
    tolerance = abs(units).scaleb(-places) + _CENTS
    text = f"cota {plain(quota)} × {plain(units)} cotas contra o patrimônio líquido {money(net)}"
    if net < 0 < quota and parsed.portfolio.get("formato") == FileType.XML_5_0:
        # ISO 20022 prices have no sign: the quota of a fund of negative net worth is printed positive.
        net, text = -net, f"{text} em módulo, pois a cota do XML 5.0 não tem sinal"
    return _judged("quota", parsed, quota * units - net, tolerance, text)


def _subclasses(parsed: ParsedPortfolio) -> CheckResult:
    net = _number(parsed.portfolio, "patliq")
    found = [row for row in parsed.classes if row.get("nivel") == "SUBCLASSE"]
    if not found or net is None:
        return replace(_unchecked("subclasses", parsed, "o arquivo não traz subclasses"), applies=False)
    total, tolerance = _ZERO, _CENTS
    for row in found:
        quota, units, places = _number(row, "valorcota"), _number(row, "quantidade"), row.get("casas_cota")
        if quota is None or units is None or not isinstance(places, int):
            return _unchecked("subclasses", parsed, f"falta cota ou quantidade da subclasse {row.get('nome') or ''}")
        total += quota * units
        tolerance += abs(units).scaleb(-places)
    text = f"cota × quantidade de {len(found)} subclasses soma {money(total)} contra o patrimônio líquido {money(net)}"
    return _judged("subclasses", parsed, total - net, tolerance, text)


def _rows_read(parsed: ParsedPortfolio) -> CheckResult:
    left = Decimal(len(parsed.quarantine))
    if not left:
        return _judged("rows_read", parsed, _ZERO, _ZERO, "todas as linhas do arquivo foram lidas")
    told = "; ".join(f"{row['tabela']}, {_place(row)}: {row['motivo']}" for row in parsed.quarantine[:_EXAMPLES])
    more = f"; e mais {len(parsed.quarantine) - _EXAMPLES}" if left > _EXAMPLES else ""
    return _judged("rows_read", parsed, left, _ZERO, f"{left} linha(s) do arquivo não puderam ser lidas: {told}{more}")


def _place(row: Row) -> str:
    """Where a quarantined row stands in its file, as well as that is known."""
    return f"linha {row['linha']}" if row.get("linha") is not None else str(row.get("caminho") or "lugar desconhecido")


def _formats_agree(parsed: ParsedPortfolio, others: OtherFiles) -> CheckResult:
    if not others.portfolios and not others.unread:
        return replace(_unchecked("formats_agree", parsed, "não há outro arquivo do mesmo dia"), applies=False)
    found = disagreements(parsed, others.portfolios)
    compared = ", ".join(FileType(str(other.portfolio["formato"])).label for other in others.portfolios) or "nenhum"
    if not found and others.unread:
        return _unchecked("formats_agree", parsed, f"{'; '.join(others.unread)} (comparados: {compared})")
    if not found:
        return _judged("formats_agree", parsed, _ZERO, _CENTS, f"comparado com {compared}")
    worst = max(found, key=lambda one: abs(one.difference))
    text = "; ".join([*map(str, found), *others.unread])
    return CheckResult(
        "formats_agree", Status.DOES_NOT_HOLD, worst.difference, worst.tolerance, f"{_who(parsed)}: {text}"
    )


def _row_price(parsed: ParsedPortfolio) -> CheckResult:
    priced = [found for row in parsed.holdings if (found := _price_gap(row, parsed.portfolio.get("moeda"))) is not None]
    if not priced:
        return _unchecked("row_price", parsed, "nenhuma posição à vista com quantidade, PU de mercado e valor")
    difference, tolerance, row = max(priced, key=lambda found: abs(found[0]) - found[1])
    text = (
        f"pior de {len(priced)} posições: nº {row.get('ordinal')} ({row.get('isin') or row.get('codigo') or '—'}), "
        f"quantidade {row.get('quantidade')} × PU {row.get('pu_mercado')} contra {money(row.get('valor_mercado'))}"
    )
    return _judged("row_price", parsed, difference, tolerance, text)


def _price_gap(row: Row, currency: object) -> tuple[Decimal, Decimal, Row] | None:
    """Difference and tolerance of one row; None where quantity × PU says nothing of the value."""
    quantity, price, value = (_number(row, name) for name in ("quantidade", "pu_mercado", "valor_mercado"))
    if row.get("secao") not in _CASH_MARKET or quantity is None or price is None or value is None:
        return None
    if row.get("operacao") == _BORROWED:  # in no total: it goes back
        return None
    if row.get("moeda") not in {None, currency}:
        return None
    # Administrators cut PUs: one unit of the last place printed may be missing. Prices have at least cents. Where the
    # file tells the values of what is available and of what is given as guarantee, each was rounded by itself.
    rounded = max(1, sum(bool(_number(row, part)) for part in ("valor_disponivel", "valor_garantia")))
    exponent = price.as_tuple().exponent
    places = max(-exponent, 2) if isinstance(exponent, int) else 2
    return quantity * price - abs(value), quantity.scaleb(-places) + _CENT * rounded, row


def _alone(run: Callable[[ParsedPortfolio], CheckResult]) -> Callable[[ParsedPortfolio, OtherFiles], CheckResult]:
    """A check that needs no other file."""
    return lambda parsed, _: run(parsed)


CHECKS: tuple[Check, ...] = (
    Check(
        "total_assets",
        "soma das posições e do caixa = total de ativos do cabeçalho (tolerância 0,05)",
        True,
        _alone(_total_assets),
    ),
    Check(
        "receivables",
        "soma dos lançamentos a receber = total a receber (tolerância 0,05)",
        False,
        _alone(_details("receivables", "RECEBER", "valorreceber", "a receber")),
    ),
    Check(
        "payables",
        "soma dos lançamentos a pagar = total a pagar (tolerância 0,05)",
        False,
        _alone(_details("payables", "PAGAR", "valorpagar", "a pagar")),
    ),
    Check(
        "net_worth",
        "ativos + a receber − a pagar − cotas a emitir − cotas a resgatar = patrimônio líquido (tolerância 0,05)",
        True,
        _alone(_net_worth),
    ),
    Check(
        "quota",
        "cota × quantidade = patrimônio líquido (tolerância: uma unidade da última casa da cota por cota, mais 0,05)",
        True,
        _alone(_quota),
    ),
    Check(
        "row_price",
        "quantidade × PU de mercado = valor, nas posições à vista (tolerância: uma unidade da última casa do PU, "
        "no máximo 0,01, por unidade, mais 0,01 por valor que a posição soma)",
        False,
        _alone(_row_price),
    ),
    Check(
        "subclasses",
        "soma de cota × quantidade das subclasses = patrimônio líquido da classe (tolerância: uma unidade da última "
        "casa de cada cota por cota, mais 0,05); não se aplica a quem não tem subclasses",
        False,
        _alone(_subclasses),
    ),
    Check(
        "rows_read",
        "nenhuma linha do arquivo ficou sem leitura (tolerância: nenhuma)",
        True,
        _alone(_rows_read),
        closes=False,
    ),
    Check(
        "formats_agree",
        "os outros arquivos do dia (XML, Excel, PDF) dizem a mesma carteira: totais, cota, quantidade, somas "
        "(tolerância 0,05; da cota e da quantidade, uma unidade da última casa impressa)",
        False,
        _formats_agree,
    ),
)
_BLOCKING = frozenset(check.name for check in CHECKS if check.blocking)
_CLOSING = frozenset(check.name for check in CHECKS if check.closes)


def _judged(check: str, parsed: ParsedPortfolio, difference: Decimal, tolerance: Decimal, text: str) -> CheckResult:
    holds = abs(difference) <= tolerance
    says = f"{_who(parsed)}: {text}; diferença {money(difference)}, tolerância {money(tolerance)}"
    return CheckResult(check, Status.HOLDS if holds else Status.DOES_NOT_HOLD, difference, tolerance, says)


def _judged_with_margin(check: str, parsed: ParsedPortfolio, difference: Decimal, text: str) -> CheckResult:
    """A margin stated beside the assets is a deduction; where nothing closes with it either, nobody can say why."""
    margin = parsed.margin
    if margin is None or abs(difference) <= _CENTS:
        return _judged(check, parsed, difference, _CENTS, text)
    text = f"{text}; deduzida a margem de {money(margin)}"
    if abs(difference - margin) <= _CENTS:
        return _judged(check, parsed, difference - margin, _CENTS, text)
    return _unchecked(check, parsed, f"{text}, a diferença é {money(difference - margin)}")


def _unchecked(check: str, parsed: ParsedPortfolio, why: str) -> CheckResult:
    return CheckResult(check, Status.CANNOT_BE_CHECKED, None, None, f"{_who(parsed)}: não verificável: {why}")


def _who(parsed: ParsedPortfolio) -> str:
    header = parsed.portfolio
    day = header.get("data_pos")
    return f"{header.get('fundo') or header.get('nome') or header.get('cnpj')} em {day}"


def _number(row: Row, column: str) -> Decimal | None:
    value = row.get(column)
    return value if isinstance(value, Decimal) else None


def _sum(rows: Sequence[Row], column: str) -> Decimal:
    return sum((value for row in rows if (value := _number(row, column)) is not None), _ZERO)
