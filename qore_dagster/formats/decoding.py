"""How the bytes of an XML file become text: decided before anything is parsed, and without holding the file in memory.

Belongs here: byte-order mark, declaration, fallback, mojibake, and the refusal of DOCTYPE and entities. Does not: the
tree (`xml_source`, `xml_stream`).

The order: byte-order mark, then declaration, then strict UTF-8, then Windows-1252, which is said. A file is gone
through to decide, and once more to read it.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from qore_dagster.formats.errors import FormatError

_UTF_8 = "utf-8"
_FALLBACK = "cp1252"
_ONE_BYTE = frozenset({"iso8859-1", "iso8859-15", _FALLBACK})
# What a declaration may name. Python has codecs that are no encoding of files, and some that take quadratic time.
_ACCEPTED = _ONE_BYTE | {_UTF_8, "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "cp1250", "cp850"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARED_WITHIN = 200  # bytes
_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OVERLAP = len("<!DOCTYPE") - 1  # characters: a DTD may begin in one chunk and go on in the next
_CHUNK = 1 << 17  # bytes

Opened = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a file is decoded.

    Attributes:
        codec: Python's name of the encoding.
        warnings: what is odd of it (Portuguese).
    """

    codec: str
    warnings: list[str] = field(default_factory=list[str])

    def utf_8(self, opened: Opened) -> Iterator[bytes]:
        """The file's bytes again, a chunk at a time, as UTF-8 without a byte-order mark."""
        if self.codec == _UTF_8:
            yield from _chunks(opened)
        else:
            for text in _texts(opened, self.codec, "replace" if self.codec == _FALLBACK else "strict"):
                yield text.encode(_UTF_8)


def decoding_of(opened: Opened, *, file_name: str) -> Decoding:
    """Go through a whole file and decide how it is decoded.

    Args:
        opened: opens it anew, as often as is needed.
        file_name: for messages.

    Raises:
        FormatError: a DTD, an unknown encoding, or bytes that are not of the declared one; says the line.
    """
    with opened() as file:
        declared = declared_encoding(file.read(_DECLARED_WITHIN))
    if declared is None:
        survey = _surveyed(opened, _UTF_8, "strict")
        if survey.wrong_at is None:
            return _refuse_dtd(survey, Decoding(_UTF_8), file_name)
        note = f"{file_name}: codificação não declarada e fora de UTF-8; lido como Windows-1252"
        return _refuse_dtd(_surveyed(opened, _FALLBACK, "replace"), Decoding(_FALLBACK, [note]), file_name)
    codec = known_codec(declared)
    if codec is None:
        raise FormatError(f"codificação declarada desconhecida: {declared}", file=file_name, line=1)
    survey = _surveyed(opened, codec, "strict")
    if survey.wrong_at is not None:
        raise FormatError(
            f"o arquivo declara a codificação {declared}, mas seus bytes não são dela",
            file=file_name,
            line=survey.wrong_at,
        )
    return _refuse_dtd(survey, Decoding(codec, _mojibake(opened, codec, survey, file_name)), file_name)


def declared_encoding(head: bytes) -> str | None:
    """The encoding that a file's first bytes declare, by byte-order mark or by word."""
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec
    found = _DECLARATION.match(head[:_DECLARED_WITHIN])
    return None if found is None else found[1].decode("ascii")


def known_codec(name: str) -> str | None:
    """Python's name of an encoding that files may have; None for any other."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    return codec if codec in _ACCEPTED else None


@dataclass(slots=True)
class _Survey:
    """What one pass over a file found: the lines of the first byte that is wrong and of the first DTD."""

    wrong_at: int | None = None
    dtd_at: int | None = None
    ascii: bool = True


def _surveyed(opened: Opened, codec: str, errors: str) -> _Survey:
    survey, before, done = _Survey(), "", 0  # what was kept of the chunk before, and the characters up to it
    try:
        for text in _texts(opened, codec, errors):
            survey.ascii = survey.ascii and text.isascii()
            window = before + text
            found = _dtd_in(window) if survey.dtd_at is None else None
            if found is not None:
                survey.dtd_at = 1 + _lines_before(opened, codec, errors, done + found)
            before = window[-_OVERLAP:]
            done += len(window) - len(before)
    except UnicodeDecodeError as error:
        lines = _lines_before(opened, codec, errors, done + len(before))
        survey.wrong_at = 1 + lines + bytes(error.object[: error.start]).count(b"\n")
    return survey


def _lines_before(opened: Opened, codec: str, errors: str, characters: int) -> int:
    """How many lines end within so many characters; counted only for a fault, for it takes longer than all else."""
    lines = 0
    for text in _texts(opened, codec, errors) if characters else ():
        lines += text.count("\n", 0, characters)
        characters -= len(text)
        if characters <= 0:
            break
    return lines


def _dtd_in(text: str) -> int | None:
    """How many characters stand before the first DTD."""
    at = text.find("!")  # far rarer than "<", and found far faster
    while at >= 0:
        if _DTD.match(text, at - 1):
            return at - 1
        at = text.find("!", at + 1)
    return None


def _refuse_dtd(survey: _Survey, decoding: Decoding, file_name: str) -> Decoding:
    if survey.dtd_at is not None:
        raise FormatError(
            "o XML traz DOCTYPE ou entidades, que são recusados por segurança", file=file_name, line=survey.dtd_at
        )
    return decoding


def _mojibake(opened: Opened, codec: str, survey: _Survey, file_name: str) -> list[str]:
    """A one-byte encoding accepts any bytes; accents that happen to be valid UTF-8 betray a wrong declaration."""
    if codec not in _ONE_BYTE or survey.ascii or _surveyed(opened, _UTF_8, "strict").wrong_at is not None:
        return []
    return [f"{file_name}: declara {codec}, mas os acentos parecem UTF-8; textos podem sair trocados"]


def _texts(opened: Opened, codec: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)(errors)
    for chunk in _chunks(opened):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _chunks(opened: Opened) -> Iterator[bytes]:
    with opened() as file:
        while chunk := file.read(_CHUNK):
            yield chunk
