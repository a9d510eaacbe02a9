"""Sorting a block's elements into taken, ignored and unknown."""

from typing import TYPE_CHECKING

from lxml import etree

from qore_dagster.formats.element_map import ElementMap, element_map, normal_code

if TYPE_CHECKING:
    from qore_dagster.formats.xml_source import XmlElement

_BLOCK = """<Block xmlns="urn:x">
  <Id>1</Id>
  <Price><Tp><Cd>NAVL</Cd></Tp><Val><Amt Ccy="BRL">2</Amt></Val></Price>
  <Price><Tp><Prtry> n avl </Prtry></Tp><Val><Amt Ccy="BRL">2</Amt></Val></Price>
  <Price><Tp><Cd>INTE</Cd></Tp><Val><Amt>3</Amt></Val></Price>
  <Price><Val><Amt>4</Amt></Val></Price>
  <Row><Name>a</Name></Row><Row><Name>b</Name><Odd/></Row>
  <Noise><Deep><Id>9</Id></Deep></Noise>
</Block>"""


def _map() -> ElementMap:
    row = element_map(["Name"], ignored={}, codes={})
    return element_map(
        ["Id", "Price[NAVL]/Val/Amt", "Price[NAVL]/Val/Amt@Ccy"],
        ignored={"Noise": "says nothing"},
        codes={"Price": ("Tp/Cd", "Tp/Prtry")},
        blocks={"Row": row},
    )


def test_each_element_is_taken_ignored_or_unknown() -> None:
    unknown: list[XmlElement] = []
    found = _map().walk(etree.fromstring(_BLOCK), unknown)
    assert found.text("Id") == "1"
    assert found.text("Price[NAVL]/Val/Amt") == "2"
    assert found.text("Price[NAVL]/Val/Amt@Ccy") == "BRL"
    assert found.text("Price[INTE]/Val/Amt") is None
    assert [row.text("Name") for row in found.rows["Row"]] == ["a", "b"]
    assert [element.sourceline for element in unknown] == [5, 6, 7]  # another code, no code, an element of a row


_KEPT = """<Block>
  <Price><Tp><Cd>NAVL</Cd></Tp><Val>2</Val><New>3</New></Price>
  <Price><Tp><Cd>NAVL</Cd></Tp><Val>2</Val></Price>
  <Risk>low</Risk>
  <Group><Cd>x</Cd></Group>
  <Text>a<Child/></Text>
  <Empty/>
  <Bare>text where others are</Bare>
  <Whole><A><B>1</B></A></Whole>
</Block>"""


def test_what_is_kept_is_neither_taken_nor_unknown_and_no_repetition_is_lost() -> None:
    kept = element_map(
        ["Price[NAVL]/Val", "Risk", "Risk/Cd", "Group", "Group/Cd", "Text", "Bare/X"],
        kept=["Price[NAVL]", "Whole", "Empty"],
        codes={"Price": ("Tp/Cd",)},
    )
    unknown: list[XmlElement] = []
    found = kept.walk(etree.fromstring(_KEPT), unknown)
    assert [(element.tag, element.text) for element in found.kept] == [("New", "3"), ("Val", "2"), ("Whole", None)]
    assert [element.tag for element in unknown] == ["Text", "Bare"]
    assert (found.text("Price[NAVL]/Val"), found.text("Risk"), found.text("Group/Cd")) == ("2", "low", "x")
    assert found.text("Group") is None


def test_namespaces_without_end_do_not_fill_the_memory() -> None:
    plain = element_map(["A"], codes={})
    for number in range(1000):
        plain.walk(etree.fromstring(f'<B xmlns="urn:{number}"><A>1</A></B>'), [])
    assert len(plain.tags) < 1000


def test_a_code_has_one_spelling() -> None:
    assert normal_code("Tabela  Nível 1 ") == normal_code("TABELANIVEL1") == "TABELANIVEL1"
