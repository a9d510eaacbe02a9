"""Invented names: of funds, companies and service providers.

Belongs here: words. Does not: numbers and identifiers.
"""

_BEGINNINGS = ("Zelm", "Tarv", "Vimb", "Bralt", "Nemur", "Jurc", "Caxim", "Pirov", "Ulmar", "Oxand", "Ybat", "Quend")
_FUND_ENDINGS = ("ora", "ique", "andé", "oril", "unã", "etê", "ibar", "ondor", "umbi", "açu", "erva", "indo")
_COMPANY_ENDINGS = ("anto", "elis", "orbe", "ical", "umar", "esta", "onis", "alba", "irma", "edro", "usca", "ovel")
WORDS = len(_BEGINNINGS) * len(_FUND_ENDINGS)
_STRIDE = 31  # coprime with the count, so that neighbours sound different

SEGMENTS = ("Energia", "Alimentos", "Logística", "Saneamento", "Saúde", "Tecnologia", "Papel & Celulose", "Varejo")


def fund_word(number: int) -> str:
    """An invented word for a fund; the words repeat after `WORDS`."""
    return _word(number, _FUND_ENDINGS)


def company_word(number: int) -> str:
    """An invented word for a company, never one of a fund; the words repeat after `WORDS`."""
    return _word(number, _COMPANY_ENDINGS)


def _word(number: int, endings: tuple[str, ...]) -> str:
    beginning, ending = divmod(number * _STRIDE % WORDS, len(endings))
    return _BEGINNINGS[beginning] + endings[ending]
