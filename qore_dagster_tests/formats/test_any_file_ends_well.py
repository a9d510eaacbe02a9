"""Whatever stands in a 5.0 file, reading it gives a portfolio or a FormatError; never another exception."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qore_dagster.formats.errors import FormatError
from qore_dagster.model.parsed import IncompleteHeaderError
from qore_dagster.model.reconciliation import reconcile
from qore_dagster_tests.formats.conftest import GALGO, read

_SAMPLE = GALGO.read_bytes()
_COUNT = sum(1 for _ in etree.fromstring(_SAMPLE).iter())
_TEXTS = st.sampled_from(["", " ", "0", "-1", "1,5", "1.234,56", "NaN", "2024-02-30", "true", "CASH", "ção"]) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8
)


def _ends_well(data: bytes) -> None:
    try:
        parsed = read(data)
    except (FormatError, IncompleteHeaderError) as error:
        said = error.fault.reason
    else:
        reconcile(parsed.bind("fundo"))
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
