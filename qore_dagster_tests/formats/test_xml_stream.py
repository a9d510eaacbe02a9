"""A small lot is parsed at once, a large one as a stream: nobody can tell by what comes out."""

import codecs
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qore_dagster.formats import xml_stream
from qore_dagster.formats.decoding import decoding_of
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster_tests.formats.conftest import LOT_4_01
from qore_dagster_tests.formats.lots import SHARE, block, fund, lot, outcomes

_SAMPLE = LOT_4_01.read_bytes()
_GOOD = fund(block("acoes", SHARE))
_BAD = fund(patliq="abc")
_ODD = fund(
    block("acoes", {**SHARE, "novo": "x", "puposicao": "1,5", "classeoperacao": "?"}), block("nova", {"a": " "})
)
_INDENTED = lot(_GOOD, _ODD).replace(b"><", b">\r\n  <")
_ACCENTS = fund(nome="AÇÕES").encode()  # of UTF-8


def _read(data: bytes) -> Iterator[object]:
    """What comes of a file, one after the other; the fault that ends it last."""
    try:
        yield from outcomes(data)
    except FormatError as error:
        yield error.fault


def _both(data: bytes) -> tuple[list[object], list[object]]:
    """Read at once, and as a stream."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_stream, "AT_ONCE", len(data))
        whole = list(_read(data))
        patch.setattr(xml_stream, "AT_ONCE", -1)
        return whole, list(_read(data))


def _in(codec: str, text: str, declared: str = "") -> bytes:
    return f"<?xml version='1.0' encoding='{declared or codec}'?>\n{text}".encode(codec)


_LOT = lot(_GOOD, _GOOD).decode().replace("FUNDO", "AÇÕES")
_DEEP = 300


@pytest.mark.parametrize(
    "data",
    [
        _SAMPLE,
        lot(_GOOD),
        lot(*[_GOOD, _BAD, _ODD] * 30),
        _INDENTED,
        _INDENTED.replace(b"<novo>", b"<novo a='1'>"),
        lot(_GOOD, "<outro/>", "<outro>a</outro>", _GOOD, "<outro><fundo/></outro>"),
        lot(_GOOD, "<fundo/>", " texto ", _GOOD, "<!-- c --><?p i?><![CDATA[x]]>"),
        lot(_GOOD.replace("</fundo>", f"{_GOOD}</fundo>")),
        lot(),
        b"<arquivoposicao_4_01/>",
        b"<arquivoposicao_4_01/><a/>",
        b"<outra><arquivoposicao_4_01/></outra>",
        b"",
        b"   ",
        b"no xml",
        b"\n" + _in("utf-8", _LOT),
        lot(_GOOD).replace(b"<arquivoposicao_4_01>", b"<arquivoposicao_4_01 xmlns='urn:x'>"),
        lot(_GOOD).replace(b"<arquivoposicao_4_01>", b"<p:arquivoposicao_4_01>"),
        # The rest cannot be read, or not all of it.
        lot(_GOOD, _ODD, "<fundo><a></fundo>"),
        lot(_GOOD, "<fundo>A & B</fundo>", _GOOD),
        lot(_GOOD, "<fundo>&#0;</fundo>"),
        lot(_GOOD, "<fundo>\x00</fundo>"),
        lot(_GOOD, "<fundo>]]></fundo>"),
        lot(_GOOD, "<fundo>&nome;</fundo>"),
        lot(_GOOD) + b"<a/>",
        lot(_GOOD) + b"text",
        b"<!DOCTYPE a>" + lot(_GOOD),
        lot(_GOOD, "<!DOCTYPE a>"),
        lot(_GOOD, "<fundo>" + "<a>" * _DEEP + "</a>" * _DEEP + "</fundo>"),
        lot(_GOOD, "<a>" * _DEEP),
        # Encodings.
        codecs.BOM_UTF8 + _LOT.encode(),
        _in("utf-16", _LOT),
        _in("iso-8859-1", _LOT),
        _in("iso-8859-1", _LOT, "utf-8"),
        _in("utf-8", _LOT, "iso-8859-1"),
        _in("utf-8", _LOT, "klingon"),
        _LOT.encode("cp1252"),
        _LOT.encode("cp1252").replace(b"DE TESTE", b"\x81\x8d"),
        _LOT.encode("utf-16")[:-1],
    ],
)
def test_at_once_and_as_a_stream_the_same_comes_out(data: bytes) -> None:
    whole, streamed = _both(data)
    assert whole == streamed
    assert whole


@settings(max_examples=100, deadline=None)
@given(end=st.integers(0, len(_SAMPLE)))
def test_of_a_truncated_lot_the_same_comes_out(end: int) -> None:
    whole, streamed = _both(_SAMPLE[:end])
    assert whole == streamed


@settings(max_examples=200, deadline=None)
@given(
    place=st.integers(0, len(_SAMPLE)),
    length=st.integers(0, 40),
    other=st.sampled_from([b"<", b">", b"&", b"</fundo>", b"<fundo>", b"]]>", b"<!--", b"\x00", b"'"])
    | st.binary(max_size=6),
)
def test_of_changed_bytes_the_same_comes_out(place: int, length: int, other: bytes) -> None:
    whole, streamed = _both(_SAMPLE[:place] + other + _SAMPLE[place + length :])
    assert whole == streamed


@pytest.mark.parametrize(("funds", "kept"), [(300, 300), (3000, 2)])
def test_only_of_a_small_lot_all_is_in_memory_at_once(funds: int, kept: int) -> None:
    file = ReportFile.of_bytes("lote.xml", lot(*[_GOOD] * funds))
    decoding = decoding_of(file.opened, file_name=file.name)
    before = [
        sum(1 for _ in element.itersiblings(preceding=True))
        for element in xml_stream.blocks_of(file, decoding, root="arquivoposicao_4_01", names=("fundo",))
    ]
    assert len(before) == funds
    assert max(before) == kept - 1
