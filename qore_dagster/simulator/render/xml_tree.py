"""XML as nested tuples, so that a renderer reads like the file it makes.

Belongs here: how a tree becomes elements, and how numbers are written. Does not: any file's content.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Sequence

# lxml names its element class as private, and yet it is what every function takes and returns.
XmlElement: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]
Node: TypeAlias = "tuple[str, str | Sequence[Node]] | tuple[str, str | Sequence[Node], dict[str, str]]"


def append(parent: XmlElement, node: Node, space: str) -> None:
    """Append a node, in a namespace (`{uri}` or nothing), below an element."""
    content = node[1]
    attributes = node[2] if len(node) == 3 else None  # a node with attributes
    element = etree.SubElement(parent, space + node[0], attributes)
    if isinstance(content, str):
        element.text = content
    else:
        for child in content:
            append(element, child, space)


def number(value: Decimal) -> str:
    """A number as short as it can be: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal) -> str:
    """BRL with two decimals and its sign."""
    return f"{value:.2f}"


def compact(day: date | None) -> str:
    """`AAAAMMDD`, or nothing."""
    return f"{day:%Y%m%d}" if day else ""
