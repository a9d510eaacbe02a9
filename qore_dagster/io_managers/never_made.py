"""What is said of partitions that no run has made yet.

Belongs here: the words, with what to do about it. Does not: when they are said (`raw_files`, `frames`), how it is told
(`assets.outcome`).
"""

_FETCH = "busque os arquivos: rode o job carteira_diaria para este fundo e dia"

NO_FILE = f"não há arquivo recebido → {_FETCH}"
NO_POSITIONS = f"não há posições lidas → {_FETCH}"
