"""ANBIMA 5.0 documents made path by path, as the field tables write their paths; independent of the readers."""

import re

from lxml import etree

from qore_dagster.formats.xml_source import XmlElement

_SEGMENT = re.compile(r"([^\[/]+)(?:\[([^\]]*)\])?(?:/|$)")
# Where the code of a repeated element stands; said again here, on purpose.
_CODE_PLACES = {
    "OthrId": "Tp/Prtry",
    "PricDtls": "Tp/Cd",
    "BalBrkdwn": "SubBalTp/Cd",
    "AltrnClssfctn": "SchmeNm",
}


def at(block: XmlElement, path: str) -> XmlElement:
    """The element at a path below a block, made as far as it is missing; `[*]` is the code OUTRO."""
    element = block
    for name, code in _SEGMENT.findall(path):
        wanted = code.replace("*", "OUTRO")
        place = _CODE_PLACES.get(name, "")
        found = [child for child in element if child.tag == name and (not place or child.findtext(place) == wanted)]
        element = found[0] if found else etree.SubElement(element, name)
        if wanted and not found:
            at(element, place).text = wanted
    return element


def put(block: XmlElement, path: str, text: str) -> None:
    """Write a text, or an attribute (`Amt@Ccy`), at a path."""
    leaf, _, attribute = path.partition("@")
    element = at(block, leaf)
    if attribute:
        element.set(attribute, text)
    else:
        element.text = text


def document() -> XmlElement:
    """The least that is a fund: date, net worth of 1, one quota of 1."""
    root = etree.Element("Document")
    report = etree.SubElement(root, "SctiesBalAcctgRpt")
    put(report, "StmtGnlDtls/StmtDtTm/Dt", "2024-06-28")
    fund = etree.SubElement(report, "BalForAcct")
    put(fund, "PricDtls[NAVL]/Val/Amt", "1.00")
    put(fund, "AggtBal/Qty/Qty/Qty/Unit", "1")
    put(report, "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt@Ccy", "BRL")
    put(report, "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt", "1.00")
    put(report, "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Sgn", "true")
    return root


def report_of(root: XmlElement) -> XmlElement:
    """The report of a document."""
    found = root.find("SctiesBalAcctgRpt")
    assert found is not None
    return found


def fund_of(root: XmlElement) -> XmlElement:
    """The first `BalForAcct` of a document."""
    return at(report_of(root), "BalForAcct")


def position(root: XmlElement, section: str, *, value: str = "1.00", sign: str = "true") -> XmlElement:
    """A further position: section, direction, value."""
    block = etree.SubElement(at(report_of(root), "SubAcctDtls"), "BalForSubAcct")
    put(block, "FinInstrmId/OthrId[TABELA NIVEL 1]/Id", section)
    put(block, "AggtBal/ShrtLngInd", "LONG" if sign == "true" else "SHOR")
    put(block, "AcctBaseCcyAmts/HldgVal/Amt@Ccy", "BRL")
    put(block, "AcctBaseCcyAmts/HldgVal/Amt", value)
    put(block, "AcctBaseCcyAmts/HldgVal/Sgn", sign)
    return block


def entry(root: XmlElement, section: str, code: str, value: str) -> XmlElement:
    """A further payable, receivable or expense of the fund."""
    group = at(fund_of(root), f"BalBrkdwn[{section}]")
    block = etree.SubElement(group, "AddtlBalBrkdwnDtls")
    put(block, "SubBalTp/Prtry/Id", code)
    put(block, "Qty/Qty/FaceAmt", value)
    return block


def text_of(root: XmlElement) -> str:
    """The document's XML."""
    return etree.tostring(root, encoding="unicode")
