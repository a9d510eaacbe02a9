"""Find the funds in the body of `gestor/dashboard`, whose form nobody has written down.

What must be there is a UUID and a name, under whatever keys, at whatever depth. So every object (or row) that has both
is a candidate, and the portal itself says which UUID is a fund (`fundos-posicao/{uuid}`): managers, users and
administrators have both too. Belongs here: candidates, and the decision over the portal's answers. Does not: asking
(`client`).
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from qore_dagster.model.faults import QoreError
from qore_dagster.portal.errors import Rejected, Unreadable
from qore_dagster.portal.funds import FundInfo, PortalFund
from qore_dagster.portal.shapes import shape

_UUID = re.compile(r"(?:.*/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?", re.IGNORECASE)  # bare, or ends a link
_NAME_KEYS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (  # the likeliest first
        r".*(curto|apelido|short).*",
        r"nome|name|fundo|fund|nome_?(do_?)?fundo|fund_?name",
        r"nom.*|name.*",
        r".*(nome|name|raz|denomina|titulo|label|descri).*",
    )
)
_NOT_A_NAME = re.compile(r"https?://|/|[^@\s]+@[^@\s]+$|[\d\s.,:/TZ+-]*$|[\d./-]{14,18}$")
_log = logging.getLogger(__name__)

_ACTION = (
    "abra um chamado com esta mensagem (ela só tem nomes de campos); enquanto isso importe a lista com "
    "`qore funds import ARQUIVO`"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something with a UUID and a name.

    Attributes:
        place: where it stands, without positions: `$.fundos[]`; entries of one list share it.
        name: the name that is shown for it.
        uuids: its UUIDs, its own before those of what it contains.
    """

    place: str
    name: str
    uuids: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    uuids: list[str] = field(default_factory=list[str])
    names: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def complete(self) -> bool:
        return bool(self.uuids and self.names)


def candidates(body: Any) -> list[Candidate]:
    """All that has a UUID and a name, in the body's order.

    Raises:
        Unreadable: nothing has; the message shows the body's shape and none of its values.
    """
    found = list(dict.fromkeys(_walk(body, "$", None, _Found())))
    if not found:
        raise Unreadable(f"lista de fundos: a resposta do portal não tem fundo algum; veio {shape(body)}", _ACTION)
    return found


def accepted(body: Any, answers: Sequence[tuple[Candidate, FundInfo | QoreError]]) -> list[PortalFund]:
    """Decide which candidates are funds.

    A place where the portal knows one entry as a fund is a list of funds, and then an entry there that it does not know
    is an error; a place where it knows none is something else. An entry of such a list whose own page could not be read
    is a fund all the same, with what the list tells of it: it must neither vanish nor cost the others their day.

    Args:
        body: the dashboard's body, for its shape.
        answers: what `fundos-posicao` said of each candidate.

    Raises:
        QoreError: a list of funds has an entry that the portal does not know, or no answer could be had at all.
        Unreadable: nothing in the body is a fund.
    """
    places = {candidate.place for candidate, answer in answers if isinstance(answer, FundInfo)}
    funds: dict[PortalFund, None] = {}
    for candidate, answer in answers:
        if isinstance(answer, FundInfo):
            funds[PortalFund(answer.uuid, candidate.name, answer.nome, answer.cnpj)] = None
        elif candidate.place in places and not isinstance(answer, Rejected) and len(candidate.uuids) == 1:
            _log.warning("%s: fica com o que a lista diz dele; %s", candidate.name, answer.fault)
            funds[PortalFund(candidate.uuids[0], candidate.name)] = None
        elif candidate.place in places or not isinstance(answer, Rejected):
            raise answer
    if not funds:
        raise Unreadable(
            f"lista de fundos: o portal não reconhece fundo algum na própria lista; veio {shape(body)}", _ACTION
        )
    return list(funds)


def _walk(value: Any, place: str, key: str | None, outer: _Found) -> Iterator[Candidate]:
    """Yield the complete nodes below; leave in `outer` what an incomplete one has."""
    own = _Found(uuids=[uuid] if key and (uuid := _uuid(key)) else [])
    inner = _Found()
    for name, item in _items(value):
        if isinstance(item, (dict, list)):
            alone = isinstance(item, list) or isinstance(value, list)  # entries of a list never complete each other
            yield from _walk(cast("Any", item), f"{place}.{_step(name)}", name, _Found() if alone else inner)
        elif isinstance(item, str):
            _note(name, item.strip(), own)
    own.uuids += inner.uuids
    own.names = own.names or inner.names
    if own.complete:
        yield Candidate(place, _shown(own.names), tuple(dict.fromkeys(own.uuids)))
    else:
        outer.uuids += own.uuids
        outer.names += own.names


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from cast("Mapping[str, Any]", value).items()
    elif isinstance(value, list):
        for item in cast("Sequence[Any]", value):
            yield "[]", item


def _step(name: str) -> str:
    return "{}" if _uuid(name) else name


def _uuid(text: str) -> str | None:
    match = _UUID.fullmatch(text)
    return match[1].lower() if match else None


def _note(key: str, text: str, found: _Found) -> None:
    if uuid := _uuid(text):
        found.uuids.append(uuid)
    elif len(text) > 1 and not _NOT_A_NAME.match(text):
        found.names.append((key, text))


def _shown(names: Sequence[tuple[str, str]]) -> str:
    """The name to show: the one under the likeliest key, else the longest text."""
    for form in _NAME_KEYS:
        for key, text in names:
            if form.fullmatch(key):
                return " ".join(text.split())
    return " ".join(max((text for _, text in names), key=len).split())
