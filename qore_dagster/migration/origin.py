"""How what the migration brought is told from what the platform loads.

Belongs here: the marks. Does not: the mark of each source's positions (`fields.Source.mark`).
"""

ORIGIN = "0 migracao"
"""In `fonte` of registers. It sorts before every fund-day, so that the platform's description is always the newer."""

VERSION = 0
"""In `version` of positions: no version of any raw file."""

VERDICT = "not_verifiable"
"""In `situacao_conciliacao`: the old database kept no portfolio as a whole."""
