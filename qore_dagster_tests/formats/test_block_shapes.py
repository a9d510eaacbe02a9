"""A block of a shape that was met before is sorted as if it were the first."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qore_dagster.formats import block_shapes
from qore_dagster.formats.element_map import ElementMap, element_map

if TYPE_CHECKING:
    from qore_dagster.formats.element_map import Found
    from qore_dagster.formats.xml_source import XmlElement

_NAMES = ("Id", "Price", "Tp", "Cd", "Prtry", "Amt", "Val", "Note", "Noise", "Odd")
_LEAVES = st.builds(lambda name, text: f"<{name}>{text}</{name}>", st.sampled_from(_NAMES), st.sampled_from("ab12 "))
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>", st.sampled_from(_NAMES), st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)
_BLOCKS = st.lists(_TREES, max_size=5).map(lambda parts: f"<Block>{''.join(parts)}</Block>")


def _map() -> ElementMap:
    return element_map(
        ["Id", "Price[A]/Amt", "Price[A]/Val/Amt", "Price[B]/Amt", "Val", "Val/Amt"],
        ignored={"Noise": "says nothing", "Price[A]/Val/Id": "neither"},
        kept=["Note", "Price[*]"],
        codes={"Price": ("Tp/Cd", "Tp/Prtry", "Cd")},
    )


def _sorted(by: ElementMap, block: str) -> list[object]:
    """Where each element went, by its place in the block."""
    root = etree.fromstring(block)
    places = {element: place for place, element in enumerate(root.iter())}
    unknown: list[XmlElement] = []
    found: Found = by.walk(root, unknown)
    assert found.element is root
    assert not found.rows
    values = [(path, places[element]) for path, element in found.values.items()]
    return [values, [places[it] for it in found.kept], [places[it] for it in unknown]]


@settings(max_examples=150, deadline=None)
@given(blocks=st.lists(_BLOCKS, min_size=1, max_size=4))
def test_a_map_that_knows_shapes_sorts_as_one_that_knows_none(blocks: list[str]) -> None:
    warm = _map()
    for block in [*blocks, *blocks]:
        assert _sorted(warm, block) == _sorted(_map(), block)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<Price><Cd>A</Cd><Amt>1</Amt></Price>", "<Price><Cd>B</Cd><Amt>1</Amt></Price>"),
        ("<Price><Cd>A</Cd><Amt>1</Amt></Price>", "<Price><Cd>C</Cd><Amt>1</Amt></Price>"),
        ("<Id>1</Id><Id>1</Id>", "<Id>1</Id><Id>2</Id>"),
        ("<Val><Amt/></Val>", "<Val/><Amt/>"),
        ("<Price><Tp/><Cd>A</Cd><Amt>1</Amt></Price>", "<Price><Tp><Cd>A</Cd></Tp><Amt>1</Amt></Price>"),
    ],
)
def test_what_differs_in_a_code_a_repeated_text_or_in_nesting_is_not_of_one_shape(first: str, second: str) -> None:
    warm = _map()
    apart = [_sorted(warm, f"<Block>{block}</Block>") for block in (first, second, first)]
    assert apart[0] == apart[2] != apart[1]
    assert apart[1] == _sorted(_map(), f"<Block>{second}</Block>")


def test_a_shape_that_is_known_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    warm = _map()
    block = "<Block><Id>{}</Id><Price><Cd>A</Cd><Amt>{}</Amt></Price></Block>"
    expected = _sorted(warm, block.format(1, 2))
    monkeypatch.setattr("qore_dagster.formats.element_map._sort", None)
    assert _sorted(warm, block.format(3, 4)) == expected


def test_neither_very_large_blocks_nor_very_many_shapes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_shapes, "_LARGEST", 20)
    monkeypatch.setattr(block_shapes, "_MOST", 3)
    warm = _map()
    for count in (1, 2, 3, 4, 5, 18, 19, 20, 50, 1):
        block = f"<Block>{'<Odd/>' * count}</Block>"
        assert _sorted(warm, block) == _sorted(_map(), block)
        assert warm.shapes is not None
        assert warm.shapes.count <= 3
        assert all(len(structure) <= 40 for structure in warm.shapes.known)
