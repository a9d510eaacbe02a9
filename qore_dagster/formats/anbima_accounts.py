"""ANBIMA's codes of provisions and expenses in layout 4.01, and the accounts of layout 5.0 that they became.

Belongs here: the table, as data. Does not: the side of a row: it comes from the row's own `credeb`, for administrators
book an expense paid in advance as a receivable under the same code.

Source: ANBIMA, manual of XML 5.0 (09/2024), comparison of the accounts of both layouts (p. 198-200). Codes that are not
in it (999 "sundry", and those above 999 that some producers write) have no account.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """One code.

    Attributes:
        code: in layout 4.01.
        meaning: what it is, in English.
        account: in layout 5.0; a group and what it is of, where 5.0 has two parts. None where it has none.
        side: as listed: D payable, C receivable, DC either.
    """

    code: int
    meaning: str
    account: str | None
    side: str


_TABLE = (
    Account(1, "lawyers", "LEGA", "D"),
    Account(2, "audit", "AUDT", "D"),
    Account(3, "bank charges", "COMC", "D"),
    Account(4, "notary", "SIGN", "D"),
    Account(5, "postage", "POST", "D"),
    Account(6, "printing", "PRINT", "D"),
    Account(7, "legal advice", "ADVI", "D"),
    Account(8, "other administrative", "OTHR", "D"),
    Account(9, "other, abroad", "FOEX", "D"),
    Account(10, "publication of minutes", "PUBL", "D"),
    Account(11, "advertising", "ADVE", "D"),
    Account(12, "ANBIMA fee", "ANBI", "D"),
    Account(13, "CETIP fee", "CETI", "D"),
    Account(14, "CVM fee", "REGF", "D"),
    Account(15, "custody", "CUST", "D"),
    Account(16, "SELIC fee", "SELC", "D"),
    Account(17, "SISBACEN fee", "BACE", "D"),
    Account(18, "government bonds", "GOVE", "DC"),
    Account(19, "private bonds", "CORP", "DC"),
    Account(20, "debentures", "DEBE", "DC"),
    Account(21, "shares or options on shares", "EQUI", "DC"),
    Account(22, "derivatives (options, futures)", "DERI", "DC"),
    Account(23, "equity forward", "FWRD EQUI", "DC"),
    Account(24, "Selic forward", "FWRD SELI", "DC"),
    Account(26, "swap", "SWAP", "DC"),
    Account(27, "dividends", "DIVI", "C"),
    Account(28, "interest on capital", "JSCP", "C"),
    Account(29, "subscriptions", "EXCH", "D"),
    Account(30, "fixed income interest", "INTE", "C"),
    Account(31, "stock loan", "LOAN EQUI", "DC"),
    Account(32, "government bond loan", "LOAN GOVE", "DC"),
    Account(33, "rent", "RENT", "C"),
    Account(34, "administration fee", "ADMF", "D"),
    Account(35, "performance fee", "PERF", "D"),
    Account(36, "brokerage, Bovespa", "BRKF", "D"),
    Account(37, "brokerage, BM&F", "BRKF", "D"),
    Account(43, "brokerage, other exchanges", "OTBK", "D"),
    Account(44, "rebate of brokerage", "RPBK", "D"),
    Account(45, "subscription to convert", "APCV", "C"),
    Account(46, "redemption to convert", "RGCV", "D"),
    Account(47, "redemption to pay", "RGLI", "C"),
    Account(48, "management fee", "MANF", "D"),
    Account(999, "sundry", None, "DC"),
)
ACCOUNTS: dict[int, Account] = {account.code: account for account in _TABLE}


def account_of(code: str | None) -> str | None:
    """The 5.0 account of a 4.01 code as a file writes it (`34`, `034`); None for codes that have none."""
    if code is None or not (code.isascii() and code.isdecimal()) or len(code) > _LONGEST:
        return None
    known = ACCOUNTS.get(int(code))
    return None if known is None else known.account


_LONGEST = 9  # digits: no code is longer, zeros in front included
