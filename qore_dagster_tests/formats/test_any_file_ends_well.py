"""Whatever stands in a 5.0 file, reading it gives a portfolio that its tables accept, or a FormatError."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qore_dagster.formats.anbima_5_0 import Anbima50Parser
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.fields import Table
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import reconcile
from qore_dagster.model.tables import TABLES
from qore_dagster_tests.formats.conftest import GALGO, read

_SAMPLE = GALGO.read_bytes()
_COUNT = sum(1 for _ in etree.fromstring(_SAMPLE).iter())
_WHOLE = 20  # digits before the point
_PLACES = st.tuples(st.integers(0, len(_SAMPLE) - 1), st.integers(0, 255))
_TEXTS = st.sampled_from(["", " ", "0", "-1", "1,5", "1.234,56", "NaN", "2024-02-30", "true", "CASH", "ção"]) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8
)


def _accepted(table: Table, parsed: ParsedPortfolio) -> None:
    """What the schema demands, without the time that a frame of each example would take."""
    for row in parsed.rows(table.name):
        assert row.keys() <= set(table.columns)
        for known in table.fields:
            value = row.get(known.name)
            assert value is not None or not known.required, f"{table.name}.{known.name}"
            assert value is None or not known.allowed or value in known.allowed, f"{table.name}.{known.name}"
            if isinstance(value, str):
                assert value.strip() == value != "", f"{table.name}.{known.name}"
            if isinstance(value, Decimal):
                assert value.is_finite()
                assert value.adjusted() < _WHOLE, f"{table.name}.{known.name}"


def _ends_well(data: bytes) -> None:
    try:
        parsed = read(data)
    except FormatError as error:
        said = error.fault.reason
    else:
        reconcile(parsed.bind("fundo"))
        if not parsed.is_part:
            for table in TABLES.values():
                _accepted(table, parsed)
        return
    assert "fundo.xml" in said


@settings(max_examples=100, deadline=None)
@given(place=st.integers(1, _COUNT - 1), text=_TEXTS)
def test_with_another_text(place: int, text: str) -> None:
    root = etree.fromstring(_SAMPLE)
    element = list(root.iter())[place]
    element.text = text.replace("\ufffe", "").replace("\uffff", "")
    _ends_well(etree.tostring(root))


@settings(max_examples=100, deadline=None)
@given(place=st.integers(1, _COUNT - 1), twice=st.booleans())
def test_with_an_element_less_or_twice(place: int, twice: bool) -> None:
    root = etree.fromstring(_SAMPLE)
    element = list(root.iter())[place]
    parent = element.getparent()
    assert parent is not None
    if twice:
        parent.append(etree.fromstring(etree.tostring(element, with_tail=False)))
    else:
        parent.remove(element)
    _ends_well(etree.tostring(root))


@settings(max_examples=50, deadline=None)
@given(end=st.integers(0, len(_SAMPLE)), tail=st.binary(max_size=8))
def test_cut_short(end: int, tail: bytes) -> None:
    _ends_well(_SAMPLE[:end] + tail)


@settings(max_examples=100, deadline=None)
@given(changes=st.lists(_PLACES, min_size=1, max_size=4))
def test_with_any_bytes_changed(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_SAMPLE)
    for place, byte in changes:
        data[place] = byte
    _ends_well(bytes(data))


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200), around=st.booleans())
def test_any_bytes_are_recognised_or_not(data: bytes, around: bool) -> None:
    content = _SAMPLE[:300] + data + _SAMPLE[300:] if around else data
    assert Anbima50Parser().can_parse(ReportFile.of_bytes("fundo.xml", content)) in {True, False}
