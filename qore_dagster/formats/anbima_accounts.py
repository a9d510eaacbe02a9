"""ANBIMA's account codes of payables, receivables and expenses: 4.01's numbers and what 5.0 calls them.

Belongs here: the table. Does not: on which side an amount stands; files break the listed side, and the row says it.

Source: manual of XML 5.0 (09/2024), comparison of the layouts 4.01 and 5.0 (p. 198-200).
"""

ACCOUNTS: dict[str, tuple[str, str]] = {
    "1": ("LEGA", "advogados"),
    "2": ("AUDT", "auditoria"),
    "3": ("COMC", "tarifas bancárias"),
    "4": ("SIGN", "cartório"),
    "5": ("POST", "correio"),
    "6": ("PRINT", "impressos"),
    "7": ("ADVI", "consultoria jurídica"),
    "8": ("OTHR", "outras despesas administrativas"),
    "9": ("FOEX", "outras despesas no exterior"),
    "10": ("PUBL", "publicação de atas"),
    "11": ("ADVE", "publicidade"),
    "12": ("ANBI", "taxa ANBIMA"),
    "13": ("CETI", "taxa CETIP"),
    "14": ("REGF", "taxa CVM"),
    "15": ("CUST", "custódia"),
    "16": ("SELC", "taxa SELIC"),
    "17": ("BACE", "taxa SISBACEN"),
    "18": ("GOVE", "títulos públicos"),
    "19": ("CORP", "títulos privados"),
    "20": ("DEBE", "debêntures"),
    "21": ("EQUI", "ações e opções de ações"),
    "22": ("DERI", "derivativos"),
    "23": ("FWRD EQUI", "termo de ações"),
    "24": ("FWRD SELI", "termo SELIC"),
    "26": ("SWAP", "swap"),
    "27": ("DIVI", "dividendos"),
    "28": ("JSCP", "juros sobre capital próprio"),
    "29": ("EXCH", "subscrições"),
    "30": ("INTE", "juros de renda fixa"),
    "31": ("LOAN EQUI", "aluguel de ações"),
    "32": ("LOAN GOVE", "aluguel de títulos públicos"),
    "33": ("RENT", "aluguéis"),
    "34": ("ADMF", "taxa de administração"),
    "35": ("PERF", "taxa de performance"),
    "36": ("BRKF", "corretagem Bovespa"),
    "37": ("BRKF", "corretagem BM&F"),
    "43": ("OTBK", "corretagem em outras bolsas"),
    "44": ("RPBK", "rebate de corretagem"),
    "45": ("APCV", "aplicação a converter"),
    "46": ("RGCV", "resgate a converter"),
    "47": ("RGLI", "resgate a liquidar"),
    "48": ("MANF", "taxa de gestão"),
}
"""By 4.01's code: the account of 5.0, and its meaning. 999 (sundry) and codes beyond 48 have no account."""


def account_of(code: str | None) -> str | None:
    """The account of 5.0 that a code of 4.01 stands for; None for codes that the table does not have."""
    known = ACCOUNTS.get((code or "").strip().lstrip("0"))
    return known[0] if known else None
