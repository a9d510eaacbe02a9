"""A large XML file, element by element: the same encodings and refusals as `xml_source`, never the whole in memory.

Belongs here: the first pass (encoding, DOCTYPE) and the second (elements of interest, forgotten once read). Does not:
what the elements mean.
"""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from lxml import etree

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.xml_source import (
    DTD,
    SWITCHES,
    XmlElement,
    declared_encoding,
    dtd_fault,
    mojibake_note,
    no_encoding_note,
    unknown_encoding,
    wrong_encoding,
)

_CHUNK = 1 << 18
_OVERLAP = 16  # characters: longer than what is looked for


@dataclass(frozen=True, slots=True)
class XmlStream:
    """A file whose text can be decoded and has no DTD.

    Attributes:
        file: the file.
        encoding: the encoding that its bytes are read by.
        warnings: what is odd of the encoding (Portuguese).
    """

    file: ReportFile
    encoding: str
    warnings: list[str] = field(default_factory=list[str])

    def elements(self, *names: str) -> Iterator[XmlElement]:
        """The elements with these local names, at the moment they are whole; emptied when the next one is asked for.

        Raises:
            FormatError: not well-formed, with the line; the elements before it have been given.
        """
        with self.file.opened() as raw:
            source = _Utf8(raw, self.encoding)
            events: Any = etree.iterparse(
                cast("Any", source), events=("end",), tag=[f"{{*}}{name}" for name in names], **SWITCHES
            )
            try:
                for _, element in events:
                    yield element
                    _forget(element)
            except etree.XMLSyntaxError as error:
                raise FormatError(f"XML malformado: {error.msg}", file=self.file.name, line=error.lineno) from None


def open_stream(file: ReportFile) -> XmlStream:
    """Look through a file once.

    Raises:
        FormatError: a DTD, or bytes that are not in the declared encoding; with the line.
    """
    declared = declared_encoding(file.head)
    if declared is None:
        try:
            _look_through(file, "utf-8")
        except UnicodeDecodeError:
            _look_through(file, "cp1252", errors="replace")
            return XmlStream(file, "cp1252", [no_encoding_note(file.name)])
        return XmlStream(file, "utf-8")
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        raise unknown_encoding(declared, file.name) from None
    try:
        _look_through(file, codec)
    except UnicodeDecodeError as error:
        raise wrong_encoding(declared, file.name, error.start) from None
    return XmlStream(file, codec, mojibake_note(codec, file.name) if _seems_utf_8(file, codec) else [])


def _look_through(file: ReportFile, codec: str, *, errors: str = "strict") -> None:
    """Decode the whole file; a decode error says in `start` on which line it is."""
    decoder = codecs.getincrementaldecoder(codec)(errors)
    line, kept = 1, ""
    with file.opened() as raw:
        while True:
            chunk = raw.read(_CHUNK)
            try:
                text = kept + decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                error.start = line + error.object.count(b"\n", 0, error.start)
                raise
            if found := DTD.search(text):
                raise dtd_fault(file.name, line + text.count("\n", 0, found.start()))
            if not chunk:
                return
            kept = text[-_OVERLAP:]
            line += text.count("\n", 0, len(text) - len(kept))


def _seems_utf_8(file: ReportFile, codec: str) -> bool:
    """Whether a file in a one-byte encoding, which accepts any bytes, has accents that are valid UTF-8."""
    if not mojibake_note(codec, file.name):
        return False
    decoder, ascii_only = codecs.getincrementaldecoder("utf-8")(), True
    with file.opened() as raw:
        try:
            while chunk := raw.read(_CHUNK):
                ascii_only = ascii_only and chunk.isascii()
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return not ascii_only


class _Utf8(io.RawIOBase):
    """A file's text as UTF-8, whatever it is written in."""

    def __init__(self, raw: BinaryIO, codec: str) -> None:
        self._raw = raw
        self._decoder = codecs.getincrementaldecoder(codec)("replace")

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, about as many; nothing at the end."""
        while True:
            chunk = self._raw.read(_CHUNK if size < 0 else size)
            text = self._decoder.decode(chunk, final=not chunk)
            if text or not chunk:
                return text.encode("utf-8")


def _forget(element: XmlElement) -> None:
    """Free an element that has been read, and what stands before it."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]
