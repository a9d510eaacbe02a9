"""What an XML block says beyond the columns, as rows of `details`: each fact with its path, as the file has it.

Belongs here: which facts are left once the columns are read, how their paths are written, which of them say nothing.
Does not: the columns (`reading`), what a format's constants are (its field tables).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from qore_dagster.formats.element_map import Found, code_of, normal_code
from qore_dagster.formats.xml_source import XmlElement, local_name
from qore_dagster.model.parsed import ParsedPortfolio

_CURRENCY = "Ccy"
_QUOTED = "QtnDt"  # the day of a price, which is the position's unless it says otherwise


class Fact(NamedTuple):
    """One fact: the block it is of, its path there, and its text."""

    block: str
    path: str
    text: str


def put_detail(parsed: ParsedPortfolio, table: str, number: int | None, fact: Fact) -> None:
    """Add one fact of a row: its table, and its ordinal there (None for the portfolio)."""
    parsed.see("details", fact.block)
    parsed.details.append(
        {"tabela": table, "linha_tabela": number, "bloco": fact.block, "campo": fact.path, "valor": fact.text}
    )


@dataclass(frozen=True, slots=True)
class DetailReader:
    """How a format's facts are named.

    Attributes:
        codes: by the local name of a repeated element, where its code stands; the path shows it in brackets.
        silent: by the last two names of a path, the texts that say nothing there.
        extension: a block that is named by itself, and not by the block around it.
    """

    codes: Mapping[str, tuple[str, ...]]
    silent: Mapping[str, frozenset[str]]
    extension: str

    def add(
        self,
        parsed: ParsedPortfolio,
        found: Found,
        *,
        table: str,
        number: int | None,
        within: XmlElement | None = None,
    ) -> None:
        """Add what no column took from a block.

        Args:
            parsed: receives the rows; an amount in another currency than the portfolio's says which.
            found: the block, after every column was read from it.
            table: canonical table of the row that the block became.
            number: the row's ordinal there; None for the portfolio.
            within: the block that paths begin below, where it is not this one.
        """
        currency, day = parsed.portfolio.get("moeda"), str(parsed.portfolio.get("data_pos"))
        for element, attribute, text in self._facts(found, currency):
            if not attribute and self._says_nothing(element, text, day):
                continue
            block, path = self._place(found.element if within is None else within, element)
            fact = Fact(block, f"{path}@{attribute}" if attribute else path, text)
            put_detail(parsed, table, number, fact)

    def _facts(self, found: Found, currency: object) -> Iterator[tuple[XmlElement, str, str]]:
        """Element, attribute (empty for the text) and text of every fact that no column took."""
        for path, element in found.values.items():
            if path in found.used:
                yield from _attributes(element, currency)
            else:
                yield from self._below(element, currency)
        for element in found.kept:
            yield from self._below(element, currency)

    def _below(self, element: XmlElement, currency: object) -> Iterator[tuple[XmlElement, str, str]]:
        """An element's own text, and all below it; without the code of a repeated element, which its path shows."""
        yield from _attributes(element, currency)
        yield from _text(element)
        shown = {place.partition("/")[0] for place in self.codes.get(local_name(element), ())}
        for child in element:
            if local_name(child) not in shown:
                yield from self._below(child, currency)

    def _says_nothing(self, element: XmlElement, text: str, day: str) -> bool:
        above = element.getparent()
        if above is None:
            return False
        around = local_name(above)
        if around == _QUOTED:
            return text.startswith(day)
        return normal_code(text) in self.silent.get(f"{around}/{local_name(element)}", ())

    def _place(self, block: XmlElement, element: XmlElement) -> tuple[str, str]:
        """The block's name, and the path of an element below it: codes in brackets, repetitions counted from 2."""
        steps: list[str] = []
        at: XmlElement | None = element
        while at is not None and at is not block:
            name = local_name(at)
            if name == self.extension:
                return name, "/".join(reversed(steps))
            steps.append(self._step(at))
            at = at.getparent()
        return local_name(block), "/".join(reversed(steps)) or local_name(element)

    def _step(self, element: XmlElement) -> str:
        label = self._label(element)
        before = sum(1 for sibling in element.itersiblings(preceding=True) if self._label(sibling) == label)
        return f"{label}[{before + 1}]" if before else label

    def _label(self, element: XmlElement) -> str:
        name = local_name(element)
        places = self.codes.get(name)
        code = "" if places is None else code_of(element, tuple(tuple(place.split("/")) for place in places))
        return f"{name}[{code}]" if code else name


def _text(element: XmlElement) -> Iterator[tuple[XmlElement, str, str]]:
    text = (element.text or "").strip()
    if text:
        yield element, "", text


def _attributes(element: XmlElement, currency: object) -> Iterator[tuple[XmlElement, str, str]]:
    for name, value in element.attrib.items():
        text = str(value).strip()
        known = str(name) == _CURRENCY and text == currency
        if text and not known and not str(name).startswith("{"):
            yield element, str(name), text
