"""How bytes become text, whatever the size of the file."""

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qore_dagster.formats import decoding
from qore_dagster.formats.decoding import decoding_of
from qore_dagster.formats.errors import FormatError

_ACCENTS = "<nome>AÇÕES €</nome>" * 3


@pytest.fixture(params=[1, 2, 3, 7, 1 << 17])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read so many bytes at a time."""
    monkeypatch.setattr(decoding, "_CHUNK", request.param)


def _read(data: bytes) -> tuple[str, str, list[str]]:
    found = decoding_of(lambda: io.BytesIO(data), file_name="a.xml")
    return b"".join(found.utf_8(lambda: io.BytesIO(data))).decode(), found.codec, found.warnings


@pytest.mark.parametrize(
    ("head", "codec", "name"),
    [
        ("", "utf-8", "utf-8"),
        ("<?xml version='1.0' encoding='utf-8'?>", "utf-8", "utf-8"),
        ("\ufeff", "utf-8", "utf-8-sig"),
        ("<?xml version='1.0' encoding='windows-1252'?>", "cp1252", "cp1252"),
        ("<?xml version='1.0' encoding='iso-8859-15'?>", "iso8859-15", "iso8859-15"),
        ("<?xml version='1.0' encoding='utf-16'?>", "utf-16", "utf-16"),
    ],
)
@pytest.mark.usefixtures("chunk")
def test_characters_over_the_end_of_a_chunk_are_whole(head: str, codec: str, name: str) -> None:
    text = head + _ACCENTS
    assert _read(text.encode(codec)) == (text.removeprefix("\ufeff"), name, [])


@pytest.mark.usefixtures("chunk")
def test_a_doctype_over_the_end_of_a_chunk_is_found() -> None:
    with pytest.raises(FormatError, match=r"a\.xml, linha 3: o XML traz DOCTYPE"):
        _read(b"<?xml version='1.0'?>\n<!-- <! -->\n  <!DOCTYPE a><a/>\n")


@pytest.mark.usefixtures("chunk")
def test_a_wrong_byte_is_told_with_its_line() -> None:
    with pytest.raises(FormatError, match=r"a\.xml, linha 4: o arquivo declara"):
        _read(b"<?xml version='1.0' encoding='utf-8'?>\n\n\n<a>\xff</a>\n\n")


@pytest.mark.usefixtures("chunk")
def test_a_character_that_the_file_s_end_cuts_is_a_wrong_byte() -> None:
    with pytest.raises(FormatError, match="seus bytes não são dela"):
        _read(b"<?xml version='1.0' encoding='utf-8'?><a>\xc3")
    assert _read(b"<a>\xc3")[1] == "cp1252"


@pytest.mark.parametrize("name", ["punycode", "idna", "undefined", "zip", "rot13", "base64", "unicode_escape", "utf-7"])
def test_what_is_no_encoding_of_files_is_refused(name: str) -> None:
    with pytest.raises(FormatError, match=f"codificação declarada desconhecida: {name}"):
        _read(f"<?xml version='1.0' encoding='{name}'?><a/>".encode())


@given(data=st.binary(max_size=40), head=st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"<a>\xe7"]))
def test_any_bytes_are_text_or_an_error(data: bytes, head: bytes) -> None:
    try:
        text, codec, _ = _read(head + data)
    except FormatError:
        return
    assert text == (head + data).decode(codec, errors="replace" if codec == "cp1252" else "strict")
