"""Whatever stands in a workbook, reading it gives a portfolio or an error of ours; never another exception."""

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile, Unread
from qore_dagster.formats.signatures import OLE, PDF, ZIP
from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import LostRowError
from qore_dagster.model.reconciliation import reconcile
from qore_dagster.simulator.content.world import World
from qore_dagster_tests.formats.workbooks import parts_of, sheets, values_of, with_shared_texts, xls, xlsx, zipped

_TEXTS = ["", " ", "#REF!", "=1+1", "Total", "Caixa", "Renda Fixa", "Investidor", "Rentabilidades", "Valor", "1,5",
          "1.234,56", "NaN", "31/02/2026"]  # fmt: skip
_VALUES = st.sampled_from([*_TEXTS, None, True, 0, -1, 1e300, 5e-324, 1e18, 45000]) | st.dates(date(1901, 1, 1))
_PATCHES = st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=4)), max_size=6)


@cache
def _sample(day: date, share: bool) -> bytes:
    """A workbook in the layout of a day; its texts in a part of their own, or each in its cell."""
    world = World(seed=7, funds=3, first_day=day, last_day=day)
    data = world.file(world.funds[1], day, FileType.CARTEIRA_EXCEL).data
    return with_shared_texts(data) if share else data


_SAMPLES = st.builds(_sample, st.sampled_from([date(2025, 11, 19), date(2026, 1, 7)]), st.booleans())


def test_both_kinds_of_texts_are_there() -> None:
    one, other = _sample(date(2026, 1, 7), False), _sample(date(2026, 1, 7), True)
    assert [parts_of(data)["xl/worksheets/sheet1.xml"].count(b't="s"') > 0 for data in (one, other)] == [False, True]
    assert sheets(one) == sheets(other)


def _ends_well(data: bytes) -> None:
    file = ReportFile.of_bytes("fundo.bin", data)
    try:
        outcomes = list(parser_for(file).parse(file))
    except LostRowError:
        raise
    except QoreError as error:
        said = error.fault.reason
    else:
        for outcome in outcomes:
            parsed = outcome.parsed if isinstance(outcome, Unread) else outcome
            assert parsed is not None
            reconcile(parsed.bind("fundo"))
        return
    assert "fundo.bin" in said


def _patched(data: bytes, patches: list[tuple[int, bytes]]) -> bytes:
    content = bytearray(data)
    for place, patch in patches:
        at = place % max(1, len(content))
        content[at : at + len(patch)] = patch
    return bytes(content)


@settings(max_examples=150, deadline=None)
@given(
    sample=_SAMPLES,
    row=st.integers(0, 60),
    column=st.integers(0, 17),
    value=_VALUES,
    gone=st.booleans(),
    share=st.booleans(),
)
def test_with_another_cell_or_a_row_less(
    sample: bytes, row: int, column: int, value: object, gone: bool, share: bool
) -> None:
    rows = values_of(sample)
    row %= len(rows)
    rows[row] = [*rows[row], *[None] * (column + 1 - len(rows[row]))]
    rows[row][column] = value
    if gone:
        del rows[(row + 1) % len(rows)]
    made = xlsx(*rows)
    _ends_well(with_shared_texts(made) if share else made)


@settings(max_examples=150, deadline=None)
@given(sample=_SAMPLES, part=st.integers(0, 20), patches=_PATCHES)
def test_with_other_bytes_inside_a_part(sample: bytes, part: int, patches: list[tuple[int, bytes]]) -> None:
    parts = parts_of(sample)
    name = sorted(parts)[part % len(parts)]
    _ends_well(zipped({**parts, name: _patched(parts[name], patches)}))


@settings(max_examples=100, deadline=None)
@given(sample=_SAMPLES, patches=_PATCHES, end=st.integers(0, 20_000))
def test_with_other_bytes_or_cut_short(sample: bytes, patches: list[tuple[int, bytes]], end: int) -> None:
    _ends_well(_patched(sample, patches)[: end if end % 2 else None])


@settings(max_examples=10, deadline=None)
@given(sample=_SAMPLES, patches=_PATCHES, end=st.integers(0, 20_000))
def test_an_xls_with_other_bytes_or_cut_short(sample: bytes, patches: list[tuple[int, bytes]], end: int) -> None:
    _ends_well(_patched(xls(*values_of(sample)), patches)[: end if end % 2 else None])


@settings(max_examples=20, deadline=None)
@given(start=st.sampled_from([b"", ZIP, OLE, PDF + b"1.4\n"]), rest=st.binary())
def test_any_bytes(start: bytes, rest: bytes) -> None:
    _ends_well(start + rest)
