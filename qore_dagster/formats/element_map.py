"""Which elements of an XML block are taken, kept as they are, ignored on purpose, or unknown; as a table.

Belongs here: the path grammar and one walk over a block that sorts every element into the four. Does not: any
particular format's paths (`anbima_5_0_fields`), what the texts mean (`reading`).

A path names elements below the block by local names: `FinInstrmId/ISIN`. Where an element repeats and a code inside it
says what it is, the code stands in brackets: `PricDtls[NAVL]/Val/Amt`; `[*]` is any other code. `Amt@Ccy` is an
attribute.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

from qore_dagster.formats.block_shapes import Shape, Shapes, elements_of, structure_of
from qore_dagster.formats.xml_source import XmlElement, local_name

_SEGMENT = re.compile(r"([^\[/]+)(?:\[([^\]]*)\])?(?:/|$)")
_ANY = "*"
_KEPT = 256  # tags below one element; a file with more namespaces than that is read all the same


@dataclass(slots=True)
class Found:
    """What a walk took from one block.

    Attributes:
        element: the block itself.
        values: leaf element by path.
        rows: blocks within the block, by path.
        kept: elements whose texts are details of the block.
    """

    element: XmlElement
    values: dict[str, XmlElement] = field(default_factory=dict[str, XmlElement])
    rows: "dict[str, list[Found]]" = field(default_factory=dict[str, "list[Found]"])
    kept: list[XmlElement] = field(default_factory=list[XmlElement])

    def text(self, path: str) -> str | None:
        """The text (or attribute) at a path; None where there is none."""
        element = self.values.get(path)
        if element is not None:
            return element.text
        leaf, _, attribute = path.partition("@")
        element = self.values.get(leaf) if attribute else None
        return None if element is None else element.get(attribute)


class Kind(Enum):
    """What becomes of an element.

    `OPEN`: what stands below it is sorted; `LEAF`: taken; `BLOCK`: a block within the block; `KEPT`: a detail of the
    block, but for what below it is taken; `CODED`: its code says; `IGNORED`; `UNKNOWN`.
    """

    OPEN = auto()
    LEAF = auto()
    BLOCK = auto()
    KEPT = auto()
    CODED = auto()
    IGNORED = auto()
    UNKNOWN = auto()


# As names of the module: the walk compares one with every element of a file.
_OPEN, _LEAF, _CODED, _IGNORED = Kind.OPEN, Kind.LEAF, Kind.CODED, Kind.IGNORED


@dataclass(slots=True)
class ElementMap:
    """One element and what is known to stand below it.

    Attributes:
        kind: what becomes of it.
        children: what is known below, by local name.
        codes: the way to the code of a repeated element, which stands where the way ends.
        by_code: the repeated element once its code is known.
        taken: the path of what is taken.
        block: the map of a block within the block.
        by_tag: `children` again by full tag, as far as tags have been met.
        shapes: of the blocks that were sorted by this map; None where blocks stand within its blocks.
    """

    kind: Kind = Kind.OPEN
    children: "dict[str, ElementMap]" = field(default_factory=dict[str, "ElementMap"])
    codes: "ElementMap | None" = None
    by_code: "dict[str, ElementMap]" = field(default_factory=dict[str, "ElementMap"])
    taken: str = ""
    block: "ElementMap | None" = None
    by_tag: "dict[object, ElementMap]" = field(default_factory=dict[object, "ElementMap"])
    shapes: Shapes | None = None

    def walk(self, element: XmlElement, unknown: list[XmlElement]) -> Found:
        """Sort everything below `element`; what no path names is appended to `unknown`."""
        elements = None if self.shapes is None else elements_of(element)
        if self.shapes is None or elements is None:
            return self._sorted(element, unknown, [])
        structure = structure_of(elements)
        shape = self.shapes.find(elements, structure)
        if shape is None:
            own: list[XmlElement] = []
            decisive: list[XmlElement] = []
            found = self._sorted(element, own, decisive)
            shape = Shape.of(elements, values=found.values, kept=found.kept, unknown=own)
            self.shapes.keep(elements, structure, decisive, shape)
            unknown += own
            return found
        unknown += [elements[place] for place in shape.unknown]
        values = dict(zip(shape.paths, map(elements.__getitem__, shape.places), strict=True))
        return Found(element, values, kept=[elements[place] for place in shape.kept])

    def _sorted(self, element: XmlElement, unknown: list[XmlElement], decisive: list[XmlElement]) -> Found:
        found = Found(element)
        _sort(self, element[:], _Walk(found, unknown, decisive), unknown)
        return found

    def meet(self, child: XmlElement) -> "ElementMap":
        """What is known of an element below whose tag was not met before."""
        below = self.children.get(local_name(child), _NOT_KNOWN)
        if len(self.by_tag) < _KEPT:
            self.by_tag[child.tag] = below
        return below


_NOT_KNOWN = ElementMap(Kind.UNKNOWN)


def element_map(
    paths: Iterable[str],
    *,
    ignored: Mapping[str, str],
    kept: Iterable[str] = (),
    codes: Mapping[str, tuple[str, ...]],
    blocks: Mapping[str, ElementMap] | None = None,
) -> ElementMap:
    """Compile the tables of one block.

    Args:
        paths: leaves to take.
        ignored: path to the reason why it is not taken; all below it is ignored too.
        kept: paths of elements that have no column and tell something; all below them that is not taken is kept.
        codes: by the local name of a repeated element, the paths within it where its code may stand.
        blocks: paths of blocks within the block, with their maps.
    """
    root = ElementMap()
    for path in paths:
        leaf = leaf_of(path)
        step = _step(root, leaf, codes)
        step.kind, step.taken = Kind.LEAF, leaf
    for path in ignored:
        _step(root, path, codes).kind = Kind.IGNORED
    for path in kept:
        step = _step(root, path, codes)
        if step.kind is Kind.OPEN:
            step.kind = Kind.KEPT
    root.shapes = None if blocks else Shapes()
    for path, block in (blocks or {}).items():
        step = _step(root, path, codes)
        step.kind, step.taken, step.block = Kind.BLOCK, path, block
    return root


def facts_of(found: Found, codes: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Path below the block, codes in brackets, and text of each leaf in what was kept of a block.

    Args:
        found: the block.
        codes: as `element_map` was given.
    """
    for kept in found.kept:
        for leaf in kept.iter():
            text = (leaf.text or "").strip()
            if text and not len(leaf):
                yield _coded_path(leaf, found.element, codes), text


def _coded_path(leaf: XmlElement, block: XmlElement, codes: Mapping[str, tuple[str, ...]]) -> str:
    names: list[str] = []
    at: XmlElement | None = leaf
    while at is not None and at is not block:
        name = local_name(at)
        code = _code_of(_code_in(at[:], _way(codes[name]))) if name in codes else ""
        names.append(f"{name}[{code}]" if code else name)
        at = at.getparent()
    return "/".join(reversed(names))


def leaf_of(path: str) -> str:
    """The element of a path: the path itself, or without its attribute."""
    return path.partition("@")[0]


@lru_cache(maxsize=4096)
def normal_code(text: str) -> str:
    """A code in one spelling: upper case, no blanks, no accents."""
    plain = unicodedata.normalize("NFKD", "".join(text.split()).upper())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _step(step: ElementMap, path: str, codes: Mapping[str, tuple[str, ...]]) -> ElementMap:
    for name, code in _SEGMENT.findall(path):
        step = step.children.setdefault(name, ElementMap())
        if name in codes:
            step.kind, step.codes = Kind.CODED, _way(codes[name])
            step = step.by_code.setdefault(code, _coded(step.codes))
    return step


@lru_cache
def _way(paths: tuple[str, ...]) -> ElementMap:
    way = ElementMap()
    for path in paths:
        _step(way, path, {})
    return way


def _coded(way: ElementMap) -> ElementMap:
    """A repeated element: its code has been read already and is no news."""
    return ElementMap(children={name: ElementMap(Kind.IGNORED) for name in way.children})


@dataclass(slots=True)
class _Walk:
    """Where the elements of one block go.

    Attributes:
        found: what is taken.
        unknown: what no path names.
        decisive: elements whose texts say what becomes of others.
    """

    found: Found
    unknown: list[XmlElement]
    decisive: list[XmlElement]


def _sort(step: ElementMap, children: Sequence[XmlElement], walk: _Walk, rest: list[XmlElement]) -> None:
    """Sort what stands below an element; `rest` gets what no path names: `unknown`, or the details of the block."""
    values = walk.found.values
    for child in children:
        below = step.by_tag.get(child.tag) or step.meet(child)
        kind = below.kind
        if kind is _OPEN:
            _sort(below, child[:], walk, rest)
        elif kind is _LEAF and not len(child):
            first = values.setdefault(below.taken, child)
            if first is not child:
                walk.decisive += (first, child)
                if first.text != child.text:
                    rest.append(child)
        elif kind is _CODED:
            _sort_coded(below, child, walk, rest)
        elif kind is not _IGNORED:
            _sort_other(below, child, walk, rest)


def _sort_coded(step: ElementMap, element: XmlElement, walk: _Walk, rest: list[XmlElement]) -> None:
    """A repeated element, once its code is known."""
    children = element[:]
    code = _code_in(children, step.codes)
    if code is not None:
        walk.decisive.append(code)
    step = step.by_code.get(_code_of(code)) or step.by_code.get(_ANY, _NOT_KNOWN)
    if step.kind is _OPEN:
        _sort(step, children, walk, rest)
    else:
        _sort_other(step, element, walk, rest)


def _sort_other(step: ElementMap, element: XmlElement, walk: _Walk, rest: list[XmlElement]) -> None:
    """What few elements are: blocks, details, unknown; and those that have elements where a text was expected."""
    found = walk.found
    if step.block is not None:
        found.rows.setdefault(step.taken, []).append(step.block.walk(element, walk.unknown))
    elif step.kind is _LEAF:
        _sort(step, element[:], walk, rest)
        if not step.children:  # else it is a choice: an element in it says what the text might have said
            found.values.setdefault(step.taken, element)
    elif step.kind is Kind.UNKNOWN:
        rest.append(element)
    elif step.kind is Kind.KEPT and step.children:
        _sort(step, element[:], walk, found.kept)
    elif step.kind is Kind.KEPT:
        found.kept.append(element)


def _code_in(children: Sequence[XmlElement], way: ElementMap | None) -> XmlElement | None:
    """The element at the end of the way."""
    code = None
    while way is not None and way.children:
        for child in children:
            below = way.by_tag.get(child.tag) or way.meet(child)
            if below is not _NOT_KNOWN:
                code, children, way = child, child[:], below
                break
        else:
            return None
    return code


def _code_of(element: XmlElement | None) -> str:
    """What a repeated element is, by the element that says so."""
    return "" if element is None else normal_code(element.text or "")
