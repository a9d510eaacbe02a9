"""Why a row of the Access file is not in its table: the codes and the words.

Belongs here: the list, told once. Does not: finding which row it is (`cells`, `positions`, `holders`, `lookups`).
"""

from enum import StrEnum

from qore_dagster.warehouse.slice_table import LAST_ORDINAL


class Reason(StrEnum):
    """The code that stands in `ctl.migrated_quarantine`; its text is in `TEXTS`."""

    CELL = "celula"
    NEGATIVE = "negativa"
    NOTICE = "aviso"
    UNKNOWN_FUND = "fundo_desconhecido"
    AMBIGUOUS_FUND = "fundo_ambiguo"
    UNKNOWN_HOLDER = "cotista_desconhecido"
    PLATFORM = "plataforma"
    OTHER_SOURCE = "outra_fonte"
    DUPLICATE = "duplicada"
    CONFLICT = "conflito"
    KIND = "tipo_desconhecido"
    TOO_MANY = "linhas_demais"
    WRITTEN = "ja_escrita"


TEXTS = {
    Reason.CELL: "uma célula que a linha não dispensa está vazia, não se lê ou é longa demais",
    Reason.NEGATIVE: "quantidade negativa",
    Reason.NOTICE: "a linha foi carregada, sem o valor de uma célula que não se lê",
    Reason.UNKNOWN_FUND: "nenhum fundo conhecido tem este nome ou código; mapeie-o com --depara",
    Reason.AMBIGUOUS_FUND: "mais de um fundo responde por este nome ou código; mapeie-o com --depara",
    Reason.UNKNOWN_HOLDER: "o cotista não está em BriTech_Cotistas, ou lá foi recusado",
    Reason.PLATFORM: "a plataforma já carregou este fundo e dia, e o dela vale",
    Reason.OTHER_SOURCE: "este fundo e dia já vieram de uma fonte que tem preferência",
    Reason.DUPLICATE: "é cópia de outra linha: do fundo e dia sob outro nome, ou da mesma cota ou cadastro",
    Reason.CONFLICT: "há linhas diferentes que dizem ser o mesmo: do fundo e dia sob nomes diferentes, ou duas cotas",
    Reason.KIND: "a linha não diz de que tipo é, ou diz um tipo que não há",
    Reason.TOO_MANY: f"o fundo tem neste dia mais de {LAST_ORDINAL} linhas, e tantas não cabem no banco; "
    "abra um chamado",
    Reason.WRITTEN: "uma pessoa já escreveu este nome ou este dia no PostgreSQL, e o dela vale",
}
"""What people read."""

UNRESOLVED = (Reason.UNKNOWN_FUND, Reason.AMBIGUOUS_FUND)
"""Those that a person ends by mapping a name."""

FAULTS = (Reason.CELL, Reason.NEGATIVE, Reason.UNKNOWN_HOLDER, Reason.CONFLICT, Reason.KIND, Reason.TOO_MANY)
"""Those that somebody must end in the Access file; the rest, names apart, say that a row is not wanted."""
