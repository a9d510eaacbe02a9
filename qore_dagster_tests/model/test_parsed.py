"""Rows are accounted for: read, or in quarantine."""

from datetime import date

import pytest

from qore_dagster.model.parsed import LostRowError, ParsedPortfolio


def _portfolio() -> ParsedPortfolio:
    return ParsedPortfolio(
        {"data_pos": date(2026, 1, 7), "moeda": "BRL", "patliq": None, "formato": "XML_4_01", "arquivo": "lote.xml"}
    )


def test_a_row_of_the_file_may_give_several_rows_or_none_and_counts_once() -> None:
    parsed = _portfolio()
    parsed.see("expenses", "despesas", rows=2)
    parsed.see("expenses", "despesas", rows=0)
    parsed.owe("details", 1)
    assert parsed.seen == {("expenses", "despesas"): 2}
    assert parsed.due == {"expenses": 2, "details": 1}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_row_that_is_lost_or_invented_is_a_defect(rows: int) -> None:
    parsed = _portfolio()
    parsed.portfolio["patliq"] = 0
    parsed.portfolio["sha256"] = "0" * 64
    parsed.see("returns", "rentabilidades", rows=2)
    parsed.returns = [{"descricao": "CDI", "periodo": "Dia", "rentabilidade": 0} for _ in range(rows)]
    with pytest.raises(LostRowError, match=f"2 linhas de returns no arquivo, mas {rows} lidas"):
        parsed.finish()
