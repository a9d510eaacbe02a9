"""Bytes to XML: encodings, and nothing that a file could do to us."""

import codecs
from pathlib import Path

import pytest

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.xml_source import may_open, opening_elements, read_xml

_ACCENTS = "<nome>AÇÕES</nome>"


def _name(data: bytes) -> str | None:
    return read_xml(data, file_name="a.xml").root.text


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (f"<?xml version='1.0'?>{_ACCENTS}".encode(), "utf-8"),
        (codecs.BOM_UTF8 + f"<?xml version='1.0' encoding='utf-8'?>{_ACCENTS}".encode(), "utf-8-sig"),
        (f'<?xml version="1.0" encoding="ISO-8859-1"?>{_ACCENTS}'.encode("latin-1"), "iso8859-1"),
        (f"<?xml version='1.0' encoding='utf-16'?>{_ACCENTS}".encode("utf-16"), "utf-16"),
        (_ACCENTS.encode(), "utf-8"),
    ],
)
def test_the_declared_encoding_or_strict_utf_8(data: bytes, encoding: str) -> None:
    source = read_xml(data, file_name="a.xml")
    assert (source.root.text, source.encoding, source.warnings) == ("AÇÕES", encoding, [])


def test_undeclared_and_not_utf_8_is_windows_1252_and_said() -> None:
    source = read_xml(f"<?xml version='1.0' ?>{_ACCENTS}".encode("cp1252"), file_name="a.xml")
    assert source.root.text == "AÇÕES"
    assert source.encoding == "cp1252"
    assert source.warnings == ["a.xml: codificação não declarada e fora de UTF-8; lido como Windows-1252"]


def test_declared_utf_8_with_other_bytes_is_an_error_with_its_line() -> None:
    data = f"<?xml version='1.0' encoding='utf-8'?>\n<a>\n{_ACCENTS}</a>".encode("latin-1")
    with pytest.raises(FormatError, match=r"a\.xml, linha 3: o arquivo declara a codificação utf-8, mas"):
        read_xml(data, file_name="a.xml")


def test_an_unknown_encoding_is_an_error() -> None:
    with pytest.raises(FormatError, match="codificação declarada desconhecida: klingon"):
        _name(b"<?xml version='1.0' encoding='klingon'?><a/>")


def test_a_one_byte_declaration_over_utf_8_bytes_is_told() -> None:
    data = f"<?xml version='1.0' encoding='ISO-8859-1'?>{_ACCENTS}".encode()
    assert "parecem UTF-8" in read_xml(data, file_name="a.xml").warnings[0]


@pytest.mark.parametrize("data", [b"", b"   ", b"<a><b></a>", b"<a>&nome;</a>", b"<a>R&D</a>", b"no xml", b"<a/><b/>"])
def test_malformed_is_an_error_that_names_the_file(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"a\.xml.*XML malformado"):
        _name(data)


def test_malformed_says_the_line() -> None:
    with pytest.raises(FormatError, match="linha 3"):
        _name(b"<a>\n<b>\n</a>")


_BOMB = b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>'


@pytest.mark.parametrize(
    "data",
    [
        _BOMB,
        codecs.BOM_UTF8 + _BOMB,
        _BOMB.decode().encode("utf-16"),
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        b'<?xml version="1.0"?>\n<!-- x -->\n<!doctype html><html/>',
    ],
)
def test_defect_65_a_doctype_is_refused_before_it_is_read(data: bytes) -> None:
    with pytest.raises(FormatError, match="recusados por segurança"):
        _name(data)


def test_defect_65_no_file_is_read_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hush")
    data = f'<!DOCTYPE a [<!ENTITY s SYSTEM "{secret.as_uri()}">]><a>&s;</a>'.encode()
    with pytest.raises(FormatError) as error:
        _name(data)
    assert "hush" not in str(error.value)


def test_defect_65_a_tree_too_deep_is_refused() -> None:
    depth = 100_000
    with pytest.raises(FormatError, match="XML malformado"):
        _name(b"<a>" * depth + b"</a>" * depth)


def test_opening_elements_of_a_head_that_ends_anywhere() -> None:
    head = b"\xef\xbb\xbf<?xml version='1.0'?><x:Root xmlns:x='urn:x'><x:Document><Amt>1"
    assert tuple(opening_elements(head)) == ("Root", "Document", "Amt")
    assert tuple(opening_elements(head + b" & </b>")) == ("Root", "Document", "Amt"), "up to what is malformed"
    assert tuple(opening_elements(b"PK\x03\x04")) == ()
    assert tuple(opening_elements(b"")) == ()


def test_opening_elements_of_some_names_only() -> None:
    head = b"<x:a xmlns:x='urn:x'><x:b><c/><b/></x:b><p:b/>" + b" " * 3000 + b"<b/>"
    assert tuple(opening_elements(head, "b")) == ("b", "b", "p:b", "b")
    assert tuple(opening_elements(head, "c", "a")) == ("a", "c")
    assert tuple(opening_elements(head, "p")) == ()


def test_opening_elements_end_where_the_first_malformed_thing_is_however_long_the_head() -> None:
    after = b"<arquivoposicao_4_01><fundo>" + b" " * 3000
    assert tuple(opening_elements(b"<a><b></c>" + b" " * 3000 + after)) == ("a", "b")
    assert tuple(opening_elements(b"no xml" + b" " * 3000 + after)) == ()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp850"])
def test_whatever_its_encoding_a_head_that_opens_an_element_may_open_it(codec: str) -> None:
    head = f"<?xml version='1.0' encoding='{codec.removesuffix('-sig')}'?><x:Raiz_4 xmlns:x='urn:x'>ção".encode(codec)
    assert next(opening_elements(head)) == "Raiz_4"
    assert may_open(head, "Raiz_4")


def test_a_head_without_the_name_is_not_parsed_for_it() -> None:
    assert not may_open(b"<Document><Raiz_5>", "Raiz_4")
