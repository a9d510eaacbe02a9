"""Which elements of an XML block are taken, kept as they are, ignored on purpose, or unknown; as a table.

Belongs here: the path grammar and one walk over a block that sorts every element into the four. Does not: any
particular format's paths (`anbima_5_0_fields`), what the texts mean (`reading`).

A path names elements below the block by local names: `FinInstrmId/ISIN`. Where an element repeats and a code inside it
says what it is, the code stands in brackets: `PricDtls[NAVL]/Val/Amt`; `[*]` is any other code. `Amt@Ccy` is an
attribute.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from qore_dagster.formats.xml_source import XmlElement, local_name

_SEGMENT = re.compile(r"([^\[/]+)(?:\[([^\]]*)\])?(?:/|$)")
_ANY = "*"


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
        kept: what stands below and is not taken is a detail of the block.
    """

    children: "dict[str, ElementMap]" = field(default_factory=dict[str, "ElementMap"])
    codes: tuple[tuple[str, ...], ...] = ()
    by_code: "dict[str, ElementMap]" = field(default_factory=dict[str, "ElementMap"])
    taken: str = ""
    block: "ElementMap | None" = None
    ignored: bool = False
    kept: bool = False

    def walk(self, element: XmlElement, unknown: list[XmlElement]) -> Found:
        """Sort everything below `element`; what no path names is appended to `unknown`."""
        found = Found(element)
        _sort(self, element, found, unknown)
        return found


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
        _step(root, leaf, codes).taken = leaf
    for path in ignored:
        _step(root, path, codes).ignored = True
    for path in kept:
        _step(root, path, codes).kept = True
    for path, block in (blocks or {}).items():
        step = _step(root, path, codes)
        step.taken, step.block = path, block
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
        code = _code(at, tuple(tuple(place.split("/")) for place in codes[name])) if name in codes else ""
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
            step.codes = tuple(tuple(place.split("/")) for place in codes[name])
            step = step.by_code.setdefault(code, _coded(step.codes))
    return step


def _coded(codes: tuple[tuple[str, ...], ...]) -> ElementMap:
    """A repeated element: its code has been read already and is no news."""
    return ElementMap(children={place[0]: ElementMap(ignored=True) for place in codes})


def _sort(
    step: ElementMap, element: XmlElement, found: Found, unknown: list[XmlElement], *, kept: bool = False
) -> None:
    """Sort what stands below an element; `kept` says that what no path names is a detail, not unknown."""
    rest = found.kept if kept else unknown
    for child in element:
        below = step.children.get(local_name(child))
        if below is not None and below.codes:
            below = below.by_code.get(_code(child, below.codes)) or below.by_code.get(_ANY)
        if below is None:
            rest.append(child)
        elif below.block is not None:
            found.rows.setdefault(below.taken, []).append(below.block.walk(child, unknown))
        elif below.taken:
            first = found.values.setdefault(below.taken, child)
            if first is not child and first.text != child.text:
                rest.append(child)
        elif below.kept and not below.children:
            found.kept.append(child)
        elif not below.ignored:
            _sort(below, child, found, unknown, kept=kept or below.kept)


def _code(element: XmlElement, places: tuple[tuple[str, ...], ...]) -> str:
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
