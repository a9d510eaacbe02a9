"""Which elements of an XML block are taken, which are kept as details, ignored or unknown; as a table.

Belongs here: the path grammar and one walk over a block that sorts every element into the four. Does not: any
particular format's paths (`anbima_5_0_fields`), what the texts mean (`reading`), rows of details (`details`).

A path names elements below the block by local names: `FinInstrmId/ISIN`. Where an element repeats and a code inside it
says what it is, the code stands in brackets: `PricDtls[NAVL]/Val/Amt`; `[*]` is any other code. `Amt@Ccy` is an
attribute.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from qore_dagster.formats.xml_source import XmlElement, local_name

_SEGMENT = re.compile(r"([^\[/]+)(?:\[([^\]]*)\])?(?:/|$)")
_ANY = "*"
_MOST_TAGS = 256  # a file may have any namespaces; the real ones are few


@dataclass(slots=True)
class Found:
    """What a walk took from one block.

    Attributes:
        element: the block itself.
        values: leaf element by path.
        rows: blocks within the block, by path.
        kept: elements that say something and have no column: each a leaf, or a whole subtree.
        used: paths whose element a column has taken; the others of `values` are details too.
    """

    element: XmlElement
    values: dict[str, XmlElement] = field(default_factory=dict[str, XmlElement])
    rows: "dict[str, list[Found]]" = field(default_factory=dict[str, "list[Found]"])
    kept: list[XmlElement] = field(default_factory=list[XmlElement])
    used: set[str] = field(default_factory=set[str])

    def text(self, path: str) -> str | None:
        """The text (or attribute) at a path; None where there is none."""
        leaf, _, attribute = path.partition("@")
        element = self.values.get(leaf)
        if element is None:
            return None
        return element.get(attribute) if attribute else element.text


@dataclass(slots=True)
class ElementMap:
    """One element and what is known to stand below it.

    Attributes:
        children: what is known below, by local name.
        codes: where the code of a repeated element stands; empty for other elements.
        by_code: the repeated element once its code is known.
        taken: the path, if the element is a leaf to take.
        block: the map of a block within the block, and `taken` its path.
        ignored: nothing below matters.
        kept: whatever is below and not taken is a detail.
        tags: `children` again by tags with namespaces, as far as files had them.
    """

    children: "dict[str, ElementMap]" = field(default_factory=dict[str, "ElementMap"])
    codes: tuple[tuple[str, ...], ...] = ()
    by_code: "dict[str, ElementMap]" = field(default_factory=dict[str, "ElementMap"])
    taken: str = ""
    block: "ElementMap | None" = None
    ignored: bool = False
    kept: bool = False
    tags: "dict[str, ElementMap]" = field(default_factory=dict[str, "ElementMap"])

    def below(self, element: XmlElement) -> "ElementMap | None":
        """What is known of an element that stands directly below; None if nothing is."""
        tag = element.tag
        step = self.tags.get(tag)  # pyright: ignore[reportCallIssue,reportArgumentType,reportUnknownVariableType]
        if step is None:
            step = self.children.get(local_name(element))
            if step is not None and len(self.tags) < _MOST_TAGS:
                self.tags[str(tag)] = step
        if step is not None and step.codes:
            return step.by_code.get(code_of(element, step.codes)) or step.by_code.get(_ANY)
        return step

    def walk(self, element: XmlElement, unknown: list[XmlElement]) -> Found:
        """Sort everything below `element`; what no path names is appended to `unknown`."""
        found = Found(element)
        _sort(self, element, found, unknown, kept=False)
        return found


def element_map(
    paths: Iterable[str],
    *,
    codes: Mapping[str, tuple[str, ...]],
    ignored: Mapping[str, str] | None = None,
    kept: Iterable[str] = (),
    blocks: Mapping[str, ElementMap] | None = None,
) -> ElementMap:
    """Compile the tables of one block.

    Args:
        paths: leaves to take.
        codes: by the local name of a repeated element, the paths within it where its code may stand.
        ignored: path to the reason why it is not taken; all below it is ignored too.
        kept: paths to keep as details, with all below that is not taken.
        blocks: paths of blocks within the block, with their maps.
    """
    root = ElementMap()
    for path in paths:
        leaf = leaf_of(path)
        _step(root, leaf, codes).taken = leaf
    for path in ignored or {}:
        _step(root, path, codes).ignored = True
    for path in kept:
        _step(root, path, codes).kept = True
    for path, block in (blocks or {}).items():
        step = _step(root, path, codes)
        step.taken, step.block = path, block
    return root


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
            step.codes = tuple(tuple(place.split("/")) for place in codes[name])
            step = step.by_code.setdefault(code, _coded(step.codes))
    return step


def _coded(codes: tuple[tuple[str, ...], ...]) -> ElementMap:
    """A repeated element: its code has been read already and is no news."""
    return ElementMap(children={place[0]: ElementMap(ignored=True) for place in codes})


def _sort(step: ElementMap, element: XmlElement, found: Found, unknown: list[XmlElement], *, kept: bool) -> None:
    for child in element:
        below = step.below(child)
        if below is None:
            (found.kept if kept else unknown).append(child)
        elif below.block is not None:
            found.rows.setdefault(below.taken, []).append(below.block.walk(child, unknown))
        elif below.ignored:
            continue
        elif not len(child):
            _leaf(below, child, found, unknown, kept=kept or below.kept)
        elif below.children:
            _sort(below, child, found, unknown, kept=kept or below.kept)
        elif kept or below.kept:
            found.kept.append(child)
        else:
            unknown.append(child)


def _leaf(step: ElementMap, element: XmlElement, found: Found, unknown: list[XmlElement], *, kept: bool) -> None:
    """An element without others below: taken, unless its place is; a repetition in a kept place is always a fact."""
    if step.taken:
        first = found.values.setdefault(step.taken, element)
        if first is element or (not kept and first.text == element.text):
            return
    elif not (element.text and element.text.strip()):
        return
    (found.kept if kept else unknown).append(element)


def code_of(element: XmlElement, places: tuple[tuple[str, ...], ...]) -> str:
    """The code of a repeated element, in its one spelling; empty where it has none."""
    for place in places:
        at: XmlElement | None = element
        for name in place:
            at = None if at is None else _child(at, name)
        if at is not None:
            return normal_code(at.text or "")
    return ""


def _child(element: XmlElement, name: str) -> XmlElement | None:
    for child in element:
        if local_name(child) == name:
            return child
    return None
