"""The accounts of payables, receivables and expenses in ANBIMA 5.0, however a file writes their codes.

Belongs here: which accounts there are, and how a code finds its own. Does not: the side of an entry, which comes from
the block that it stands in; the codes of 4.01 (`anbima_accounts`).

Source: manual of XML 5.0 (09/2024), p. 195-200. ISO's schema has room for four characters; the manual itself lists
codes of five and of two parts. Files write securities to settle as SECU, and which ones behind a dash in the text.
"""

from qore_dagster.formats.anbima_accounts import ACCOUNTS
from qore_dagster.formats.element_map import normal_code

_ONLY_5_0 = ("OPTN EQUI", "COPY", "EQUL", "INIT", "SECU", "CHAR", "DIST", "IRFEX")
_BY_CODE = {
    normal_code(account): account
    for account in (*(known.account for known in ACCOUNTS.values()), *_ONLY_5_0)
    if account is not None
}
# Codes of which the text says, behind its dash, which account is meant.
_BY_TEXT = {"SECU": _BY_CODE, "REGF": {"ANBIMA": "ANBI", "CVM": "REGF"}}


def account_of(code: str | None, text: str | None) -> str | None:
    """The account that an entry is of, in the manual's spelling; None where the manual has no such account.

    Args:
        code: as the file has it, in any case and spacing: `MANF`, `FWRD EQUI`, `print`.
        text: what stands beside it: `Securities - OPTNEQUI`, `Regulatory Fee - ANBIMA`, or the second part of the code.
    """
    plain, part = normal_code(code or ""), normal_code((text or "").rpartition("-")[2])
    return _BY_TEXT.get(plain, {}).get(part) or _BY_CODE.get(plain) or _BY_CODE.get(plain + part)
