"""Numbers and dates as ANBIMA files write them, by strict grammars.

Belongs here: text to Decimal or date, and what counts as absent. Does not: where the text stood in the file (the caller
adds line and path to the error), what the number means.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2}|T.+)?", re.ASCII)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NO_DATE = frozenset({"", "00000000", "0000-00-00"})
MOST_WHOLE, MOST_PLACES = 20, 18  # digits before and after the point: decimal128(38, 18), as frames and tables are
_ALWAYS_FITS = 18  # characters
_SHOWN = 40  # characters
_BOOLEAN = {"true": True, "1": True, "false": False, "0": False}


def decimal_of(text: str | None) -> Decimal | None:
    """Read a number: digits, at most one point, a leading sign; no exponent, no thousands separator, no NaN.

    Args:
        text: as in the file; blanks around it are dropped.

    Returns:
        The number with the decimals printed; None for absent or empty text.

    Raises:
        ValueError: anything else, a comma included (see `repaired_decimal_of`), and more digits than can be kept.
    """
    text = (text or "").strip()
    if len(text) <= _ALWAYS_FITS and text.isascii() and text.replace(".", "", 1).isdigit():  # as almost all are
        return Decimal(text)
    if not text:
        return None
    if _DECIMAL.fullmatch(text) is None:
        raise ValueError(f"{shown(text)} não é um número")
    if len(text) > _ALWAYS_FITS:
        whole, _, places = text.lstrip("+-0").partition(".")
        if len(whole) > MOST_WHOLE or len(places.rstrip("0")) > MOST_PLACES:
            raise ValueError(f"{shown(text)} tem dígitos demais")
    return Decimal(text)


def integer_of(text: str | None) -> int | None:
    """Read a whole number; None for absent or empty text.

    Raises:
        ValueError: anything else.
    """
    text = (text or "").strip()
    if not text:
        return None
    if _INTEGER.fullmatch(text) is None:
        raise ValueError(f"{shown(text)} não é um número inteiro")
    return int(text)


def shown(text: str) -> str:
    """A text of a file as a message shows it: quoted, and cut where it is long."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def repaired_decimal_of(text: str | None) -> Decimal | None:
    """Read a number with one decimal comma and no point (`1234,56`); the caller reports the repair.

    Returns:
        The number; None where the text is not of that form, such as the ambiguous `1.234,56`.
    """
    text = (text or "").strip()
    if _COMMA.fullmatch(text) is None:
        return None
    try:
        return decimal_of(text.replace(",", "."))
    except ValueError:
        return None


def date_of(text: str | None) -> date | None:
    """Read a date: `2024-06-28`, the same with time or zone behind it, or `20240628`.

    The day is the one written: a zone is not applied, for a position at `2024-06-28T00:00:00Z` is that day's.

    Returns:
        The date; None for absent or empty text and for zeros.

    Raises:
        ValueError: anything else, and days that do not exist.
    """
    text = (text or "").strip()
    if text in _NO_DATE:
        return None
    match = _ISO_DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{shown(text)} não é uma data")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise ValueError(f"{shown(text)} não existe no calendário") from None


def timestamp_of(text: str | None) -> datetime | None:
    """Read an ISO 8601 instant, in UTC; without a zone it is UTC, as ISO 20022 headers (ISONormalisedDateTime) are.

    Raises:
        ValueError: the text is no instant.
    """
    text = (text or "").strip()
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{shown(text)} não é data e hora") from None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def boolean_of(text: str | None) -> bool:
    """Read an XML Schema boolean.

    Raises:
        ValueError: the text is neither true, false, 1 nor 0.
    """
    try:
        return _BOOLEAN[(text or "").strip()]
    except KeyError:
        raise ValueError(f"{text!r} não é true nem false") from None


def places_of(text: str | None) -> int:
    """How many decimals a number is printed with."""
    return len((text or "").strip().replace(",", ".").partition(".")[2])
