"""Bytes to an XML tree, hardened: no DTD, no entities, no network, and an encoding that is what the file says.

Belongs here: encodings, the parser's switches, local names and paths. Does not: what the elements mean.
"""

import codecs
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, TypeAlias

from lxml import etree

from qore_dagster.formats.decoding import declared_encoding, decoding_of, known_codec
from qore_dagster.formats.errors import FormatError
from qore_dagster.model.parsed import Row

# lxml names its element class as private, and yet it is what every function takes and returns.
XmlElement: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]

# Bytes: little is parsed in vain, for a root stands in the first, and envelopes say whose they are soon after.
_STEPS = (128, 1_920, *[2_048] * 7)
_FIRST = sum(_STEPS)
SWITCHES: dict[str, Any] = {
    "encoding": "utf-8",  # the text is decoded here, strictly; what the declaration says is then no matter
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": True,  # between elements: half of the nodes of a file that is indented
}


@dataclass(frozen=True, slots=True)
class XmlSource:
    """A well-formed document.

    Attributes:
        root: its root element.
        encoding: the encoding that the bytes were read by.
        warnings: what is odd of the encoding (Portuguese).
    """

    root: XmlElement
    encoding: str
    warnings: list[str] = field(default_factory=list[str])


def read_xml(data: bytes, *, file_name: str) -> XmlSource:
    """Parse a whole file.

    Args:
        data: the file's bytes.
        file_name: for messages.

    Raises:
        FormatError: not well-formed (with the line), a DTD, or bytes that are not in the declared encoding.
    """
    decoding = decoding_of(lambda: io.BytesIO(data), file_name=file_name)
    text = b"".join(decoding.utf_8(lambda: io.BytesIO(data)))
    try:
        root = parsed(text)
    except etree.XMLSyntaxError as error:
        raise malformed(error, file_name) from None
    return XmlSource(root, decoding.codec, decoding.warnings)


def parsed(text: bytes) -> XmlElement:
    """The root of a document in UTF-8.

    Raises:
        XMLSyntaxError: lxml's own, see `malformed`.
    """
    return etree.fromstring(text, parser=etree.XMLParser(**SWITCHES))


def malformed(error: etree.XMLSyntaxError, file_name: str) -> FormatError:
    """What lxml says of a document, in our words."""
    return FormatError(f"XML malformado: {error.msg}", file=file_name, line=error.lineno)


def opening_elements(head: bytes, *names: str) -> Iterator[str]:
    """Local names of the elements that open in the first bytes of a file, up to what is malformed; none if not XML.

    No more is parsed than is asked for.

    Args:
        head: the first bytes.
        names: of elements of these local names alone, and of those that have one of them behind a prefix that was not
            declared (`p:name`); of all if there are none.
    """
    codec = known_codec(declared_encoding(head) or "utf-8") or "utf-8"
    decoder = codecs.getincrementaldecoder(codec)("replace")
    tags = [f"{{*}}{name}" for name in names]
    parser = etree.XMLPullParser(events=("start",), tag=tags or None, **SWITCHES)
    events: Any = parser.read_events()
    for end, size in zip(accumulate(_STEPS), _STEPS, strict=True):
        if not (step := head[end - size : end]):
            return
        fault = False
        try:
            parser.feed(decoder.decode(step).encode("utf-8"))
        except etree.XMLSyntaxError:  # a parser that is fed again begins a document anew
            fault = True
        with suppress(etree.XMLSyntaxError):
            for _, element in events:
                yield local_name(element)
        if fault:
            return


def may_open(head: bytes, name: str) -> bool:
    """Whether an element of this name may be among those that open in a head: a look that spares most a parser."""
    first = head[:_FIRST]
    return name.encode() in first or b"\0" in first  # an encoding of more than a byte a letter has zeros in its letters


def local_name(element: XmlElement) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    if not isinstance(tag, str):
        raise AssertionError("comments and instructions have no name; the parser drops them (`SWITCHES`)")
    return _without_namespace(tag)


def path_of(element: XmlElement) -> str:
    """The element's path by local names, from the root."""
    names = [local_name(element), *(local_name(above) for above in element.iterancestors())]
    return "/".join(reversed(names))


def raw_xml(element: XmlElement) -> str:
    """The element's own XML, without blanks between elements."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def unknown_rows(elements: Iterable[XmlElement]) -> list[Row]:
    """Elements that no table names as rows of `unknown`, in the order of the file."""
    return [
        {"caminho": path_of(element), "linha": element.sourceline, "conteudo": raw_xml(element)}
        for element in sorted(elements, key=lambda element: element.sourceline or 0)
    ]


@lru_cache(maxsize=4096)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]
