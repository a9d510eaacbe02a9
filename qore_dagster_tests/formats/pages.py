"""ANBIMA 5.0 files cut into pages, by elements and not by what reads them."""

from collections.abc import Callable, Sequence
from copy import deepcopy

from lxml import etree

from qore_dagster.formats.xml_source import XmlElement

NAMES = tuple(f"pagina{number}.xml" for number in range(1, 10))


def cut(
    data: bytes, into: int, *, repeat: bool = True, change: Callable[[XmlElement, int], object] | None = None
) -> list[bytes]:
    """A report cut into pages, a file each; positions in order, spread evenly.

    Args:
        data: the file of a whole report.
        into: how many pages.
        repeat: each page has the fund's block and the totals; else the first has the block, the last the totals.
        change: what else is done to each page's root, by its number.
    """
    return [etree.tostring(_page(data, number, into, repeat, change)) for number in range(1, into + 1)]


def in_one_file(pages: Sequence[bytes]) -> bytes:
    """All pages in the first one's envelope, message after message."""
    root, *others = [etree.fromstring(page) for page in pages]
    for other in others:
        root.extend(list(other))
    return etree.tostring(root)


def only(root: XmlElement, name: str) -> XmlElement:
    """The first element of a name."""
    return next(root.iter(f"{{*}}{name}"))


def remove(root: XmlElement, name: str) -> None:
    """All elements of a name."""
    for element in list(root.iter(f"{{*}}{name}")):
        _drop(element)


def _page(
    data: bytes, number: int, into: int, repeat: bool, change: Callable[[XmlElement, int], object] | None
) -> XmlElement:
    root = deepcopy(etree.fromstring(data))
    only(root, "PgNb").text, only(root, "LastPgInd").text = str(number), "true" if number == into else "false"
    positions = list(root.iter("{*}BalForSubAcct"))
    for place, position in enumerate(positions):
        if place * into // len(positions) != number - 1:
            _drop(position)
    if not repeat and number > 1:
        remove(root, "BalForAcct")
    if not repeat and number < into:
        remove(root, "AcctBaseCcyTtlAmts")
    if change is not None:
        change(root, number)
    return root


def _drop(element: XmlElement) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
