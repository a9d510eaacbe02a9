"""The `BalForSubAcct` blocks of an ANBIMA 5.0 file: positions and cash accounts.

Belongs here: rows of `holdings` and `cash`, the section's own meaning of columns, parts of the quantity. Does not:
where columns stand (`anbima_5_0_position_fields`), the fund's block (`anbima_5_0_accounts`).
"""

from decimal import Decimal

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats import anbima_5_0_position_fields as positions
from qore_dagster.formats.anbima_5_0_accounts import Account
from qore_dagster.formats.anbima_5_0_maps import (
    CASH_CHECK,
    CASH_READER,
    CREDIT_RIGHTS_READER,
    HOLDING_CHECK,
    HOLDING_READER,
    POSITION_DETAILS,
    REAL_ESTATE_READER,
)
from qore_dagster.formats.element_map import Found, normal_code
from qore_dagster.formats.identifiers import identifier_of
from qore_dagster.formats.quarantine import Kind, read_or_quarantine
from qore_dagster.formats.reading import Reading
from qore_dagster.formats.xml_source import local_name
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.tables import HOLDINGS

_SECTIONS = frozenset(next(known.allowed for known in HOLDINGS.fields if known.name == "secao"))
_UNKNOWN_SECTION = "UNKN"
_CASH = "CASH"
_LONG, _SHORT = "LONG", "SHOR"
_ONE = Decimal(1)
_ROUNDING = Decimal("0.00001")  # the aggregate has 5 decimals, its parts have 8
_CASH_QUANTITY = fields.quantity("AggtBal/Qty/Qty/Qty")
_CASH_PRICE = "PricDtls[MRKT]/Val/Amt"


def add_position(parsed: ParsedPortfolio, found: Found, reading: Reading) -> None:
    """Add one block to `holdings` or `cash`, or to quarantine, and what has no column to `details`."""
    _warn_of_currency(parsed, found, reading)
    section = normal_code(found.text(positions.LEVEL_1) or "")
    cash = section == _CASH
    table = "cash" if cash else "holdings"

    def read() -> Row:
        return _cash(found, reading) if cash else _holding(found, section, reading)

    origin = section or local_name(found.element)
    row = read_or_quarantine(parsed, reading, Kind(table, origin), found.element, read)
    if row is None:
        return
    if row.get("secao") == _UNKNOWN_SECTION:
        reading.unknown.append(found.values.get(positions.LEVEL_1, found.element))
    POSITION_DETAILS.add(parsed, found, table=table, number=len(parsed.rows(table)))


def add_credit_rights(parsed: ParsedPortfolio, account: Account, reading: Reading) -> None:
    """A FIDC's rights stand as one total in the class's extension; total assets include them.

    Raises:
        FormatError: the value is none; it stands in the fund's own block.
    """
    row = CREDIT_RIGHTS_READER.row(account.found, reading)
    value = row["valor_mercado"]
    if isinstance(value, Decimal) and value:
        direction = _SHORT if value.is_signed() else _LONG
        parsed.see("holdings", fields.CREDIT_RIGHTS)
        parsed.holdings.append({**row, "secao": "RECE", "secao_origem": fields.CREDIT_RIGHTS, "direcao": direction})


def _cash(found: Found, reading: Reading) -> Row:
    row = CASH_READER.row(found, reading)
    CASH_CHECK.demand(row, found.element, reading)
    found.used.add(positions.LEVEL_1)
    balance = row["saldo"]
    if isinstance(balance, Decimal):
        # A cash account is one unit at the price of its balance: neither is news.
        known = dict.fromkeys(_CASH_QUANTITY, _ONE) | {_CASH_PRICE: abs(balance)}
        found.used.update(path for path, value in known.items() if _is(found.text(path), value))
    return row


def _is(text: str | None, value: Decimal) -> bool:
    # Plain texts only: what is no such number stays a detail, and is no fault of a row that has no column for it.
    stripped = (text or "").strip()
    return stripped.replace(".", "", 1).isdecimal() and stripped.isascii() and Decimal(stripped) == value


def _holding(found: Found, section: str, reading: Reading) -> Row:
    row = HOLDING_READER.row(found, reading)
    row["secao"] = section if section in _SECTIONS else _UNKNOWN_SECTION
    row["secao_origem"] = section or None
    row["codigo"], row["tipo_codigo"] = _market_code(found)
    row["direcao"] = _direction(found, reading)
    found.used.add(positions.LEVEL_1)
    if section == positions.REAL_ESTATE and not row["valor_mercado"]:
        # A property's value stands in the extension; the block's own is absent or zero.
        row["valor_mercado"] = REAL_ESTATE_READER.row(found, reading)["valor_mercado"] or row["valor_mercado"]
    for column, source in positions.COPIES.get(section, {}).items():
        row[column] = row[source]
    if section == "REPO":
        row["compromisso_operacao"] = positions.REPO_SIDES.get(normal_code(str(row["nivel_3"] or "")))
    if section in positions.NO_ISSUER:
        row["cnpj_emissor"] = None
    HOLDING_CHECK.demand(row, found.element, reading)
    _warn_of_parts(row, found, reading)
    return row


def _market_code(found: Found) -> tuple[str | None, str | None]:
    for kind, name in positions.CODE_TYPES.items():
        path, suffix = (f"FinInstrmId/OthrId[{kind}]/{part}" for part in ("Id", "Sfx"))
        code = identifier_of(found.text(path))
        if code is not None:
            found.used.update((path, suffix))
            return code + (identifier_of(found.text(suffix)) or ""), name
    return None, None


def _direction(found: Found, reading: Reading) -> str | None:
    direction = normal_code(found.text(positions.DIRECTION) or "")
    found.used.add(positions.DIRECTION)
    if direction == "SHORT":  # printed so by the manual itself (p. 193)
        reading.warn(found.values[positions.DIRECTION], "direção SHORT, lida como SHOR")
        return _SHORT
    return direction or None


def _warn_of_currency(parsed: ParsedPortfolio, found: Found, reading: Reading) -> None:
    currency, own = found.text(f"{fields.VALUE}/Amt@Ccy"), parsed.portfolio["moeda"]
    if currency and own is not None and currency != own:
        reading.warn(found.element, f"valor em {currency}, e o patrimônio em {own}")


def _warn_of_parts(row: Row, found: Found, reading: Reading) -> None:
    """The parts of a quantity make it up, with or without what is blocked: files count it both ways."""
    total, blocked = row["quantidade"], row[positions.APART]
    parts = [sign * part for name, sign in positions.PARTS.items() if isinstance(part := row[name], Decimal)]
    if not isinstance(total, Decimal) or not parts:
        return
    made_up = abs(sum(parts, Decimal(0)))  # of a short position they are negative; `direcao` says so
    gaps = [made_up - total]
    if isinstance(blocked, Decimal):
        gaps.append(made_up + blocked - total)
    if min(map(abs, gaps)) > _ROUNDING:
        reading.warn(found.element, f"as partes da quantidade somam {made_up:f}, e a quantidade é {total:f}")
