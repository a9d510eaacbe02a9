"""Bytes to an XML tree, hardened: no DTD, no entities, no network, and an encoding that is what the file says.

Belongs here: encodings, the parser's switches, local names and paths. Does not: what the elements mean.
"""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree

from qore_dagster.formats.errors import FormatError

# lxml names its element class as private, and yet it is what every function takes and returns.
XmlElement: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]

_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FIRST = 16_384  # bytes: envelopes say whose they are within a few thousand
_ONE_BYTE = frozenset({"iso8859-1", "iso8859-15", "cp1252"})
DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


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
    text, encoding, warnings = _decoded(data, file_name)
    dtd = DTD.search(text)
    if dtd is not None:
        raise dtd_fault(file_name, text.count("\n", 0, dtd.start()) + 1)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser=_parser())
    except etree.XMLSyntaxError as error:
        raise FormatError(f"XML malformado: {error.msg}", file=file_name, line=error.lineno) from None
    return XmlSource(root, encoding, warnings)


@lru_cache(maxsize=4)
def first_elements(head: bytes) -> tuple[str, ...]:
    """Local names of the elements that open in the first bytes of a file, up to what is malformed; none if not XML."""
    parser = etree.XMLPullParser(events=("start",), **SWITCHES)
    with suppress(etree.XMLSyntaxError):
        parser.feed(_lenient(head[:_FIRST]).encode("utf-8"))
    events: Any = parser.read_events()
    found: list[str] = []
    with suppress(etree.XMLSyntaxError):
        found.extend(local_name(element) for _, element in events)
    return tuple(found)


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
    """The element's own XML."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


@lru_cache(maxsize=4096)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


SWITCHES: dict[str, Any] = {
    "encoding": "utf-8",  # the text is decoded here, strictly; what the declaration says is then no matter
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _parser() -> etree.XMLParser:
    return etree.XMLParser(**SWITCHES)


def _decoded(data: bytes, file_name: str) -> tuple[str, str, list[str]]:
    """Text, encoding and warnings: byte-order mark, then declaration, then strict UTF-8, then Windows-1252."""
    declared = declared_encoding(data)
    if declared is None:
        try:
            return data.decode("utf-8"), "utf-8", []
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace"), "cp1252", [no_encoding_note(file_name)]
    try:
        codec = codecs.lookup(declared).name
        text = data.decode(codec)
    except LookupError:
        raise unknown_encoding(declared, file_name) from None
    except UnicodeDecodeError as error:
        raise wrong_encoding(declared, file_name, data.count(b"\n", 0, error.start) + 1) from None
    return text, codec, _mojibake(data, codec, file_name)


def declared_encoding(data: bytes) -> str | None:
    """The encoding of the byte-order mark, or of the declaration; None for a file that says nothing."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return codec
    found = _DECLARATION.match(data[:200])
    return None if found is None else found[1].decode("ascii")


def _mojibake(data: bytes, codec: str, file_name: str) -> list[str]:
    """A one-byte encoding accepts any bytes; accents that happen to be valid UTF-8 betray a wrong declaration."""
    if codec not in _ONE_BYTE or data.isascii():
        return []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return []
    return mojibake_note(codec, file_name)


def mojibake_note(codec: str, file_name: str) -> list[str]:
    """What to say of a file in a one-byte encoding whose accents are valid UTF-8; nothing for other encodings."""
    if codec not in _ONE_BYTE:
        return []
    return [f"{file_name}: declara {codec}, mas os acentos parecem UTF-8; textos podem sair trocados"]


def no_encoding_note(file_name: str) -> str:
    """What to say of a file that declares no encoding and is not UTF-8."""
    return f"{file_name}: codificação não declarada e fora de UTF-8; lido como Windows-1252"


def dtd_fault(file_name: str, line: int) -> FormatError:
    """The refusal of a document type or entity declaration."""
    return FormatError("o XML traz DOCTYPE ou entidades, que são recusados por segurança", file=file_name, line=line)


def unknown_encoding(declared: str, file_name: str) -> FormatError:
    """The fault of a declaration that names no encoding."""
    return FormatError(f"codificação declarada desconhecida: {declared}", file=file_name, line=1)


def wrong_encoding(declared: str, file_name: str, line: int) -> FormatError:
    """The fault of bytes that are not in the declared encoding."""
    return FormatError(
        f"o arquivo declara a codificação {declared}, mas seus bytes não são dela", file=file_name, line=line
    )


def _lenient(head: bytes) -> str:
    codec = declared_encoding(head) or "utf-8"
    try:
        return head.decode(codec, errors="replace")
    except LookupError:
        return head.decode("utf-8", errors="replace")
