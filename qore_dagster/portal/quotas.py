"""Read a fund's quota and net worth as the portal shows them: its history, and its page's newest.

Belongs here: the record, the tolerated key names, the checks of each entry. Does not: the page around entries
(`envelope`), asking for pages (`client`). The body of `cotas` was never captured: what its screen shows stands in the
names that the fund's own page is documented with, and anything else is told as unreadable.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qore_dagster.portal.envelope import first_of, open_envelope
from qore_dagster.portal.errors import Unreadable
from qore_dagster.portal.shapes import fields_of, iso_date, shape

DATE_KEYS = ("data", "cotaData", "dataCota", "dataReferencia")
QUOTA_KEYS = ("cota", "valorCota")
NET_WORTH_KEYS = ("patrimonioLiquido", "pl")

_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,20})?")
_MOST_DIGITS = 20
_ACTION = (
    "abra um chamado com esta mensagem: o portal mostra as cotas de outra forma; só esta conferência deixa de ser feita"
)


@dataclass(frozen=True, slots=True)
class PortalQuota:
    """What the portal shows of a fund on a day, BRL; None where it shows nothing.

    Attributes:
        date: the day.
        quota: signed; eight decimals at most.
        net_worth: signed.
    """

    date: date
    quota: Decimal | None
    net_worth: Decimal | None


@dataclass(frozen=True, slots=True)
class QuotaPage:
    """One page of the history.

    Attributes:
        quotas: in the portal's order.
        last: whether the envelope says that no page follows; None where it says nothing.
    """

    quotas: tuple[PortalQuota, ...]
    last: bool | None


def read_quotas(body: Any, *, number: int, subject: str) -> QuotaPage:
    """Read a page of `fundos-posicao/{uuid}/cotas`: a Spring page, or a bare array.

    Args:
        body: the decoded JSON.
        number: the page's number, from 0.
        subject: whose history it is, for messages.

    Raises:
        Unreadable: there is no list of entries, or an entry lacks an ISO date, or has something else than a number.
    """
    page = open_envelope(body, number=number)
    if page is None:
        raise Unreadable(f"{subject}: a resposta não tem uma lista de cotas; veio {shape(body)}", _ACTION)
    return QuotaPage(tuple(read_quota(entry, subject=subject) for entry in page.entries), page.last)


def read_quota(entry: Any, *, subject: str) -> PortalQuota:
    """Read an entry of the history, or the newest quota of `fundos-posicao/{uuid}`.

    Raises:
        Unreadable: as `read_quotas`.
    """
    fields = fields_of(entry)
    day = iso_date(first_of(fields, DATE_KEYS))
    with suppress(ValueError):
        quota, net_worth = (_number(first_of(fields, keys)) for keys in (QUOTA_KEYS, NET_WORTH_KEYS))
        if day is not None:
            return PortalQuota(day, quota, net_worth)
    raise Unreadable(f"{subject}: um item não tem data, cota e patrimônio como se espera; veio {shape(entry)}", _ACTION)


def _number(value: Any) -> Decimal | None:
    """A JSON number, or one in quotes.

    Raises:
        ValueError: anything else, such as a boolean, NaN, a number of an absurd size or one written as in Brazil.
    """
    if value is None:
        return None
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= _MOST_DIGITS:
        return value
    if isinstance(value, (int, str)) and not isinstance(value, bool) and _NUMBER.fullmatch(str(value)):
        return Decimal(value)
    raise ValueError
