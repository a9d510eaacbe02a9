"""The tables of both Excel layouts: consistent with the canonical model, and honest about what is assumed."""

import pytest

from qore_dagster.formats import excel_legacy_fields as legacy
from qore_dagster.formats import excel_new_fields as new
from qore_dagster.formats.sheet_fields import SheetColumn, SheetSection, header_of, label_of

_SECTIONS = [*legacy.LAYOUT.sections, *new.LAYOUT.sections]
_HOLDING_KEY = {"secao_origem", "data_pos", "ordinal", "fundo"}


@pytest.mark.parametrize("section", _SECTIONS, ids=lambda section: section.title)
def test_every_column_exists_in_the_model_and_none_is_filled_twice(section: SheetSection) -> None:
    columns = [column.column for column in section.columns if column.column]
    assert len(columns) == len(set(columns))
    assert set(columns) <= set(section.table.columns) - _HOLDING_KEY
    assert not [column for column in section.columns if column.column and column.left_out]


@pytest.mark.parametrize("section", _SECTIONS, ids=lambda section: section.title)
def test_no_header_can_be_taken_for_another(section: SheetSection) -> None:
    assert len(section.exact) == len(section.columns)
    for column in section.columns:
        assert section.named(column.header) is column
        assert section.named(f" {column.header.upper()} (R$)") is column


@pytest.mark.parametrize("section", _SECTIONS, ids=lambda section: section.title)
def test_what_the_model_requires_of_a_row_is_required_or_follows(section: SheetSection) -> None:
    given: set[str] = {"data_pos", "fundo", "ordinal", "moeda", "formato", "arquivo", "sha256"}
    given |= {"secao", "direcao", "tipo_cpr"} | {column.column for column in section.columns if column.required}
    required = {known.name for known in section.table.fields if known.required}
    assert section.periods or required <= given


@pytest.mark.parametrize("layout", [legacy.LAYOUT, new.LAYOUT], ids=lambda layout: layout.name)
def test_titles_are_distinct_and_the_totals_of_one_close_no_other(layout: legacy.Layout) -> None:
    assert len(layout.by_title) == len(layout.sections)
    closing = [label for section in layout.sections for label in section.closing - {"TOTAL"}]
    assert len(closing) == len(set(closing))
    assert not set(closing) & layout.by_title.keys()


def test_the_layouts_share_no_title() -> None:
    assert not legacy.LAYOUT.by_title.keys() & new.LAYOUT.by_title.keys()


def _known(section: SheetSection) -> tuple[str, ...]:
    return tuple(column.header for column in section.columns if not column.assumed)


def test_what_the_sources_name_is_not_assumed_and_nothing_else_is_known() -> None:
    assert _known(legacy.NET_WORTH) == (
        *("PL Posição", "QtdeCota_antes", "QtdeCota"),
        *("Valor da Cota Bruta", "Valor da Cota Líquida", "Valor da Cota Rendimento"),
    )
    assert _known(legacy.ACCOUNTS) == ("Descrição", "Moeda_Origem", "Valor")
    for section in (legacy.SHARES, legacy.QUOTAS, legacy.CREDIT_RIGHTS, legacy.FUTURES):
        assert _known(section) == ()
    assert _known(new.TOTALS) == ("Patrimônio",)
    assert _known(new.UNCATEGORISED) == ("Descrição", "Nome", "Quantidade", "Preço", "Vl. Mercado")
    assert _known(new.ACCOUNTS) == ("Moeda", "Saldo")
    assert _known(new.PAYABLES_AND_RECEIVABLES) == ("Descrição", "Valor")
    assert legacy.FUTURES.assumed


@pytest.mark.parametrize(
    ("text", "label"),
    [("Total Ações: ", "TOTALACOES"), ("renda  fixa", "RENDAFIXA"), ("Valores\xa0a Liquidar", "VALORESALIQUIDAR")],
)
def test_a_title_is_the_same_whatever_its_case_blanks_and_accents(text: str, label: str) -> None:
    assert label_of(text) == label


def test_a_unit_behind_a_header_does_not_matter_but_brackets_of_a_title_do() -> None:
    assert header_of("Vl. Mercado (R$)") == header_of("vl. mercado")
    assert header_of("(%) CDI") == "(%)CDI"
    assert label_of("Outros (Não Categorizados)") != label_of("Outros")


def test_a_header_that_goes_on_is_found_by_how_it_opens() -> None:
    column = new.TOTALS.opened("Patrimônio Líquido (R$)")
    assert isinstance(column, SheetColumn)
    assert column.column == "patliq"
    assert new.UNCATEGORISED.opened("Preço Médio") is None
