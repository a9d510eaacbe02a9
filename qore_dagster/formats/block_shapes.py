"""Shapes of XML blocks: a block that is built as one before it need not be sorted again, only looked up.

Belongs here: when two blocks are of one shape, what is kept of a shape, and how much. Does not: the sorting itself
(`element_map`).

How a block is sorted follows from the tags of its elements, how these stand in each other, and the texts of a few that
decide (codes). Where all that is the same, the same elements are taken, by their place in the block.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import TypeAlias

from qore_dagster.formats.xml_source import XmlElement

_LARGEST = 512  # elements of a block that is looked up; a position has about 90
_MOST = 256  # shapes of one map; a day of 34 funds has 13 of positions

# Tags in the order of the block, and how many elements stand in each: together they are the tree.
Structure: TypeAlias = tuple[object, ...]
_tag = attrgetter("tag")


@dataclass(frozen=True, slots=True)
class Shape:
    """What was sorted out of a block, each element by its place in the block.

    Attributes:
        paths: of what is taken.
        places: of the same.
        kept: places of details.
        unknown: places of what no table names.
    """

    paths: tuple[str, ...]
    places: tuple[int, ...]
    kept: tuple[int, ...]
    unknown: tuple[int, ...]

    @classmethod
    def of(
        cls,
        elements: Sequence[XmlElement],
        *,
        values: Mapping[str, XmlElement],
        kept: Iterable[XmlElement],
        unknown: Iterable[XmlElement],
    ) -> "Shape":
        """What was sorted out of the elements of a block."""
        places = (_places(elements, some) for some in (values.values(), kept, unknown))
        return cls(tuple(values), *places)


@dataclass(frozen=True, slots=True)
class _Alike:
    """Blocks of one structure.

    Attributes:
        decisive: places of the elements whose texts decide.
        shapes: by these texts.
    """

    decisive: tuple[int, ...]
    shapes: dict[tuple[str | None, ...], Shape] = field(default_factory=dict[tuple[str | None, ...], Shape])


@dataclass(slots=True)
class Shapes:
    """The shapes of one map's blocks.

    Attributes:
        known: by structure.
        count: how many shapes there are in it.
    """

    known: dict[Structure, _Alike] = field(default_factory=dict[Structure, _Alike])
    count: int = 0

    def find(self, elements: Sequence[XmlElement], structure: Structure) -> Shape | None:
        """The shape of a block; None if none like it was met."""
        alike = self.known.get(structure)
        if alike is None:
            return None
        return alike.shapes.get(tuple([elements[place].text for place in alike.decisive]))

    def keep(
        self, elements: Sequence[XmlElement], structure: Structure, decisive: Sequence[XmlElement], shape: Shape
    ) -> None:
        """Remember how a block was sorted.

        Args:
            elements: the block and all below it, in order.
            structure: of these.
            decisive: those whose texts decided.
            shape: what came of it.
        """
        if self.count >= _MOST:
            self.known.clear()
            self.count = 0
        places = _places(elements, decisive)
        alike = self.known.get(structure)
        if alike is None or alike.decisive != places:
            alike = self.known[structure] = _Alike(places)
        alike.shapes[tuple([element.text for element in decisive])] = shape
        self.count += 1


def _places(elements: Sequence[XmlElement], some: Iterable[XmlElement]) -> tuple[int, ...]:
    places = {element: place for place, element in enumerate(elements)}
    return tuple(places[element] for element in some)


def elements_of(block: XmlElement) -> list[XmlElement] | None:
    """A block and all below it, in order; None if there are too many to look it up."""
    elements = list(islice(block.iter(), _LARGEST + 1))
    return elements if len(elements) <= _LARGEST else None


def structure_of(elements: Sequence[XmlElement]) -> Structure:
    """How a block is built."""
    return *map(_tag, elements), *map(len, elements)
