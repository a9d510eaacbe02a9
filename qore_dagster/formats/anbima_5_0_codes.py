"""Accounts of ANBIMA 5.0 in payables, receivables and expenses, however a file writes their codes.

Belongs here: the list of accounts and how a code finds its own. Does not: the side of an entry, which comes from the
block it stands in; the codes of 4.01 (`anbima_accounts`).

Source: manual of XML 5.0 (09/2024), p. 195-200. ISO's schema wants four characters; the manual itself lists codes of
five and codes of two parts. Files write securities to settle as SECU, and the account behind the text's dash.
"""

from qore_dagster.formats.element_map import normal_code

_ACCOUNTS = (
    *("ADMF", "ADVE", "ADVI", "ANBI", "APCV", "AUDT", "BACE", "BRKF", "CETI", "CHAR", "COMC", "COPY", "CORP", "CUST"),
    *("DEBE", "DERI", "DIST", "DIVI", "EQUI", "EQUL", "EXCH", "FOEX", "GOVE", "INIT", "INTE", "IRFEX", "JSCP", "LEGA"),
    *("MANF", "OTBK", "OTHR", "PERF", "POST", "PRINT", "PUBL", "REGF", "RENT", "RGCV", "RGLI", "RPBK", "SECU", "SELC"),
    *("SIGN", "SWAP", "TAXS", "FWRD EQUI", "FWRD SELI", "LOAN EQUI", "LOAN GOVE", "OPTN EQUI"),
)
_BY_CODE = {normal_code(account): account for account in _ACCOUNTS}
# Codes of which the text says, behind its dash, which account is meant; others may have their second part there.
_BY_TEXT = {"SECU": _BY_CODE, "REGF": {"ANBIMA": "ANBI", "CVM": "REGF"}}


def account_of(code: str | None, text: str | None) -> str | None:
    """The account that an entry is of.

    Args:
        code: as the file has it, in any case and spacing: `MANF`, `FWRD EQUI`, `print`.
        text: the text beside it: `Securities - OPTNEQUI`, `Regulatory Fee - ANBIMA`.

    Returns:
        The account in the manual's spelling; None if the manual has no such account.
    """
    plain, part = normal_code(code or ""), normal_code((text or "").rpartition("-")[2])
    return _BY_TEXT.get(plain, {}).get(part) or _BY_CODE.get(plain) or _BY_CODE.get(plain + part)
