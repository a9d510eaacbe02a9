"""The blocks below the root of an XML file, one after the other; of a large file each is forgotten once it is read.

Belongs here: streaming, its bounds, what stands between the blocks, and which files are small enough to be parsed at
once. Does not: encodings (`decoding`), the parser's switches (`xml_source`), what a block means.
"""

from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from qore_dagster.formats.decoding import Decoding
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.xml_source import SWITCHES, XmlElement, local_name, malformed, parsed

# Bytes of a file that is parsed at once, in a third of the time: a fund's day has some 20,000. Its tree takes six to
# nine times as much memory, however many portfolios are in it.
AT_ONCE = 1_000_000
_LARGEST = 100_000_000  # bytes of one block: a position has about 900


def blocks_of(file: ReportFile, decoding: Decoding, *, root: str, names: Collection[str]) -> Iterator[XmlElement]:
    """The elements below the root, in order; each is valid only until the next is asked for.

    A small file is parsed at once. If that fails it is streamed all the same: what stands before the fault is given.

    Args:
        file: the file.
        decoding: how its bytes become text.
        root: local name that the root must have.
        names: local names of the blocks. Elements of other names below the root are given too, in their place.

    Raises:
        FormatError: another root, a block too large, or not well-formed; the blocks before it have been given then.
    """
    top = _whole(file, decoding) if file.size <= AT_ONCE else None
    if top is None:
        yield from _streamed(file, decoding, root, names)
    else:
        yield from _root(top, root, file.name)


def _whole(file: ReportFile, decoding: Decoding) -> XmlElement | None:
    """The root of a file, with everything in it; None if it is not well-formed."""
    try:
        return parsed(b"".join(decoding.utf_8(file.opened)))
    except etree.XMLSyntaxError:
        return None


def _streamed(file: ReportFile, decoding: Decoding, root: str, names: Collection[str]) -> Iterator[XmlElement]:
    tags = [f"{{*}}{name}" for name in (root, *names)]
    parser = etree.XMLPullParser(events=("start", "end"), tag=tags, **SWITCHES)
    top: XmlElement | None = None
    done: XmlElement | None = None
    fed = 0
    for size, fault in _fed(parser, decoding.utf_8(file.opened), file.name):
        fed += size
        events: Any = parser.read_events()
        for event, element in events:
            if top is None:
                top = _root(element, root, file.name)
            elif event == "end" and element.getparent() is top:
                yield from _between(done, element)
                yield element
                _forget(element)
                done, fed = element, 0
        if fault is not None:
            raise fault
        if fed > _LARGEST:
            raise FormatError(
                f"há um bloco com mais de {_LARGEST // 1_000_000} MB, mais do que se aceita",
                "confira se o arquivo é mesmo um lote de carteiras",
                file=file.name,
            )
    if top is None:
        raise FormatError(f"a raiz do XML não é {root}", file=file.name, line=1)
    yield from (element for element in top if element is not done)


def _fed(parser: Any, chunks: Iterator[bytes], file_name: str) -> Iterator[tuple[int, FormatError | None]]:
    """Feed the parser: bytes each time, and the fault if there is one; what is before it can still be read."""
    try:
        for chunk in chunks:
            parser.feed(chunk)
            yield len(chunk), None
        parser.close()
    except etree.XMLSyntaxError as error:
        yield 0, malformed(error, file_name)
    else:
        yield 0, None


def _root(element: XmlElement, root: str, file_name: str) -> XmlElement:
    if element.getparent() is not None or local_name(element) != root:
        raise FormatError(f"a raiz do XML não é {root}", file=file_name, line=1)
    return element


def _between(done: XmlElement | None, element: XmlElement) -> Iterator[XmlElement]:
    """Elements of other names since the block before."""
    since = [before for before in element.itersiblings(preceding=True) if before is not done]
    yield from reversed(since)


def _forget(element: XmlElement) -> None:
    """Free a block and all before it. The element itself stays until the next: its tail may still be growing."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
