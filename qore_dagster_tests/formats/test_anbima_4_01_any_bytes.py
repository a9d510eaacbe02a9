"""Whatever bytes there are, reading them as 4.01 gives portfolios, unread ones, or a FormatError; and soon."""

import time
import zlib
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import Unread
from qore_dagster.model.reconciliation import reconcile
from qore_dagster_tests.formats.conftest import LOT_4_01
from qore_dagster_tests.formats.lots import outcomes

if TYPE_CHECKING:
    from qore_dagster.model.faults import Fault

_SAMPLE = LOT_4_01.read_bytes()
_COUNT = sum(1 for _ in etree.fromstring(_SAMPLE).iter())
_LONGEST = 1.0  # seconds a MB; each of these files has a tenth of that
_ODD = [
    *("", " ", "0", "-1", "1,5", "1.234,56", "NaN", "9" * 50, "." * 3, "00000000", "20240230", "C", "V", "T", "A"),
    *("fundo", "<", "&", "\x00", "٣", "ção", "*" * 12),
]
_TEXTS = st.sampled_from(_ODD) | st.text(max_size=8)
_BYTES = st.sampled_from(
    [b"<", b">", b"&", b"</fundo>", b"<fundo>", b"<!DOCTYPE", b"<![CDATA[", b"]]>", b"<!--", b"\x00", b"\xff\xfe"]
) | st.binary(max_size=6)


def _ends_well(data: bytes) -> None:
    begun = time.monotonic()
    faults: list[Fault] = []
    try:
        for outcome in outcomes(data):
            if isinstance(outcome, Unread):
                faults.append(outcome.fault)
            else:
                reconcile(outcome.bind("fundo"))
    except FormatError as error:
        faults.append(error.fault)
    assert time.monotonic() - begun < _LONGEST
    for fault in faults:
        assert "lote.xml" in fault.reason


@settings(max_examples=150, deadline=None)
@given(place=st.integers(1, _COUNT - 1), text=_TEXTS)
def test_with_another_text(place: int, text: str) -> None:
    root = etree.fromstring(_SAMPLE)
    try:
        list(root.iter())[place].text = text
    except ValueError:  # characters that XML cannot have: as bytes they are tried below
        return
    _ends_well(etree.tostring(root))


@settings(max_examples=100, deadline=None)
@given(
    place=st.integers(1, _COUNT - 1),
    other=st.integers(1, _COUNT - 1),
    action=st.sampled_from(["remove", "double", "move", "rename"]),
)
def test_with_an_element_less_twice_elsewhere_or_of_another_name(place: int, other: int, action: str) -> None:
    root = etree.fromstring(_SAMPLE)
    elements = list(root.iter())
    element, target = elements[place], elements[other]
    parent = element.getparent()
    assert parent is not None
    if action == "rename":
        element.tag = target.tag
    elif action == "double":
        parent.append(etree.fromstring(etree.tostring(element, with_tail=False)))
    elif action == "remove":
        parent.remove(element)
    elif element not in target.iterancestors() and target is not element:
        target.append(element)
    _ends_well(etree.tostring(root))


@settings(max_examples=300, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, len(_SAMPLE)), st.integers(0, 40), _BYTES), min_size=1, max_size=4))
def test_with_other_bytes(changes: list[tuple[int, int, bytes]]) -> None:
    data = _SAMPLE
    for at, length, put in changes:
        data = data[:at] + put + data[at + length :]
    _ends_well(data)


@settings(max_examples=100, deadline=None)
@given(end=st.integers(0, len(_SAMPLE)), tail=st.binary(max_size=8))
def test_cut_short(end: int, tail: bytes) -> None:
    _ends_well(_SAMPLE[:end] + tail)


@settings(max_examples=100, deadline=None)
@given(head=st.sampled_from([b"", b"<?xml version='1.0' encoding='", b"\xef\xbb\xbf", b"\xff\xfe"]), data=st.binary())
def test_any_bytes_at_all(head: bytes, data: bytes) -> None:
    _ends_well(head + data)


def test_a_lot_that_is_a_compressed_one_ends_well() -> None:
    _ends_well(zlib.compress(_SAMPLE))
