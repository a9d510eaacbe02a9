"""What every engine must do, on a file of its own; what was written is read back by other code than wrote it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.safe_file import Limits
from qore_dagster.access.tables import CONTROL, DATA_TABLES, TABLES
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.reconciliation import Status
from qore_dagster_tests.access.conftest import Played
from qore_dagster_tests.access.dumping import dump
from qore_dagster_tests.access.units import DAY, SECTIONS, cash, holding, provision, stake, unit

MIDNIGHT = datetime(2025, 11, 19)  # noqa: DTZ001 - Access has no time zones
EIGHTEEN = Decimal("-123456789.123456789")


def only(rows: list[dict[str, Any]]) -> dict[str, Any]:
    (row,) = rows
    return row


def test_a_file_is_made_with_every_table(database: AccessDatabase, played: Played) -> None:
    assert database.tables() == ()
    assert database.load([unit()]).good[FundDay(DAY, "alfa")].value == 1 + 2 + 3 + 15 + 1 + 1
    assert set(database.tables()) == set(TABLES)
    assert {"Renda_Variável_Qore", "Sociedade_Limitada_QORE", "CPR_QORE", "Renda_Fixa_Qore"} <= set(TABLES)


def test_an_mdb_is_made_as_well(played: Played, tmp_path: Path) -> None:
    assert AccessDatabase(tmp_path / "base.mdb", played.engine).load([unit()]).good
    assert len(played.read(tmp_path / "base.mdb", "Caixa_Qore")) == 2


def test_quota_and_net_worth(database: AccessDatabase, played: Played) -> None:
    one = unit()
    one.portfolio.update(patliq=EIGHTEEN, valorcota=Decimal("1.23456789012345678"))
    database.load([one])
    assert only(played.read(database.path, "Cotas_Patrimonio_Qore")) == {
        "DATA_INPUT": MIDNIGHT,
        "FUNDO": "alfa",
        "PL Posição": EIGHTEEN.quantize(Decimal("1e-8")),
        "QtdeCota_antes": None,
        "QtdeCota": Decimal("1000000.5"),
        "Valor da Cota Bruta": None,
        "Valor da Cota Líquida": Decimal("1.23456789012346"),  # rounded half to even, at the column's scale
        "Valor da Cota Rendimento": None,
    }


def test_cash(database: AccessDatabase, played: Played) -> None:
    text = "Conta “corrente” – ação, €; 'ção'\tÁÉÍÓÚ"
    database.load([unit(cash=[cash(1, descricao=text, saldo=Decimal("-0.05"), moeda=None)])])
    assert only(played.read(database.path, "Caixa_Qore")) == {
        "DATA_INPUT": MIDNIGHT,
        "FUNDO": "alfa",
        "Descrição": text,
        "Moeda_Origem": None,
        "Valor": Decimal("-0.05"),
    }


def test_payables_and_receivables(database: AccessDatabase, played: Played) -> None:
    rows = [
        provision(1, valor=Decimal("100.00")),
        provision(2, valor=Decimal("300.00"), data_vencimento=None, descricao=None),
        provision(3, tipo_cpr="RECEBER", valor=Decimal("50.00")),
    ]
    database.load([unit(provisions=rows)])
    found = sorted(played.read(database.path, "CPR_QORE"), key=lambda row: row["Valor"])
    assert [(row["Descrição"], row["Valor"], row["Vencimento"], row["%Valores"]) for row in found] == [
        ("2", Decimal(-300), None, Decimal(75)),  # no text: the code
        ("TAXA 1", Decimal(-100), datetime(2025, 12, 5), Decimal(25)),  # noqa: DTZ001
        ("TAXA 3", Decimal(50), datetime(2025, 12, 5), Decimal(100)),  # noqa: DTZ001
    ]
    assert {row["Lançamento"] for row in found} == {None}  # no source tells it, and none is invented


def test_fixed_income(database: AccessDatabase, played: Played) -> None:
    lot = holding(
        1, "DEBE", direcao="SHOR", codigo_interno="0007", data_compra=date(2024, 2, 29), cnpj_emissor="11222333000181",
        data_emissao=None, taxa=Decimal("12.5"), principal=Decimal("900.10"), tributos=Decimal(0), descricao=None,
    )  # fmt: skip
    database.load([unit(holdings=[lot])])
    row = only(played.read(database.path, "Renda_Fixa_Qore"))
    assert {name: value for name, value in row.items() if not name.startswith("%")} == {
        "DATA_INPUT": MIDNIGHT,
        "FUNDO": "alfa",
        "ID": "0007",
        "Operação": datetime(2024, 2, 29),  # noqa: DTZ001
        "Emissão": None,
        "Vencimento": datetime(2030, 1, 1),  # noqa: DTZ001
        "Titulo": "XYZ1",
        "Emissor": "11222333000181",
        "Qtd": Decimal(-1000),
        "QtdBloq": None,
        "Taxa": Decimal("12.5"),
        "Valor_Aplic": Decimal("900.1"),
        "PU_Mercado": Decimal("10.12345678"),
        "Valor_Bruto": None,
        "Tributos": Decimal(0),
        "Valor_Liquido": Decimal("10123.46"),
    }
    assert row["%RF"] == 100


def test_returns_and_holders(database: AccessDatabase, played: Played) -> None:
    database.load([unit()])
    assert only(played.read(database.path, "Rentabilidade_Qore"))["rentabilidade"] == Decimal("-0.0123")
    holder = only(played.read(database.path, "Passivo_Qore"))
    assert (holder["nome"], holder["documento"], holder["tributos"]) == ("Cotista Ação", "11222333000181", None)


def test_every_lot_is_in_one_table(database: AccessDatabase, played: Played) -> None:
    database.load([unit()])
    counts = {name: len(played.read(database.path, name)) for name, table in DATA_TABLES.items()
              if table.canonical == "holdings"}  # fmt: skip
    assert counts == {
        "Renda_Fixa_Qore": 4,
        "Renda_Variável_Qore": 1,
        "Sociedade_Limitada_QORE": 1,
        "Fundos_Qore": 1,
        "Direito_Creditorio_Qore": 2,
        "Derivativos_Qore": 4,
        "Outros_Qore": 2,
    }
    assert sum(counts.values()) == len(SECTIONS) + 1


def test_the_file_says_what_it_holds(database: AccessDatabase, played: Played) -> None:
    done = database.load([unit(version=3), unit("beta", verdict=Status.DOES_NOT_HOLD, guid=None)])
    told = database.loaded([*done.good, FundDay(DAY, "gama")])
    assert {
        key: (one.version, one.sha256, one.guid, one.verdict, one.patliq, one.rows) for key, one in told.items()
    } == {
        FundDay(DAY, "alfa"): (3, f"{3:064x}", "guid-alfa-3", Status.HOLDS, Decimal("1234568.51"), 23),
        FundDay(DAY, "beta"): (1, f"{1:064x}", None, Status.DOES_NOT_HOLD, Decimal("1234568.51"), 23),
    }
    rows = {row["FUNDO"]: row for row in played.read(database.path, CONTROL.name)}
    assert (rows["alfa"]["Fonte"], rows["alfa"]["Versao"], rows["alfa"]["CNPJ"]) == ("XML 5.0", 3, "11222333000181")


def test_a_new_version_leaves_nothing_of_the_old_one(database: AccessDatabase, played: Played) -> None:
    database.load([unit(), unit("beta")])
    database.load([unit(version=2, holdings=[holding(1, "SHAR")], cash=[], provisions=[], returns=[], holders=[])])
    of_alfa = {name: sum(row["FUNDO"] == "alfa" for row in played.read(database.path, name)) for name in TABLES}
    assert {name for name, rows in of_alfa.items() if rows} == {"Cotas_Patrimonio_Qore", "Fundos_Qore", "Carga_Qore"}
    assert sum(row["FUNDO"] == "beta" for row in played.read(database.path, "Renda_Fixa_Qore")) == 4


def test_rows_of_the_fund_in_other_capitals_are_replaced_as_well(database: AccessDatabase, played: Played) -> None:
    """Access makes nothing of case: two spellings would be counted twice by every query of the users'."""
    database.load([unit("ALFA"), unit("beta")])
    for _ in range(2):
        assert database.load([unit("alfa")], over_newer=True).good
        assert database.differing([unit("alfa")]) == set()
    assert sorted(row["FUNDO"] for row in played.read(database.path, "Caixa_Qore")) == ["alfa"] * 2 + ["beta"] * 2
    assert database.fund_days(DAY, DAY) == {FundDay(DAY, "alfa"), FundDay(DAY, "beta")}


def test_the_same_again_changes_nothing(database: AccessDatabase, played: Played) -> None:
    units = [unit(f"fundo-{place}") for place in range(3)]
    database.load(units)
    once = dump(database.path, played.read)
    assert len(database.load(units[::-1]).good) == 3
    assert dump(database.path, played.read) == once


def test_an_older_version_never_replaces_a_newer(database: AccessDatabase, played: Played) -> None:
    database.load([unit(version=2)])
    before = database.path.read_bytes()
    done = database.load([unit(version=1)])
    assert done.missing == {FundDay(DAY, "alfa"): "substituído pela versão 2 do XML 5.0, que já está no Access"}
    assert (done.good, done.failed) == ({}, {})
    assert database.path.read_bytes() == before


def test_of_two_versions_in_one_load_the_newer_stays(database: AccessDatabase) -> None:
    done = database.load([unit(version=2), unit(version=1)])
    assert done.good[FundDay(DAY, "alfa")].version == 2
    assert database.loaded(done.good)[FundDay(DAY, "alfa")].version == 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (cash(1, saldo=Decimal("1e20")), "Caixa_Qore.Valor"),
        (cash(1, saldo=Decimal("NaN")), "Caixa_Qore.Valor"),
        (cash(1, moeda="R" * 256), "Caixa_Qore.Moeda_Origem"),
        (cash(1, descricao="a\0b"), "Caixa_Qore.Descrição"),
    ],
    ids=["too_big", "not_a_number", "too_long", "nul"],
)
def test_bad_rows_cost_only_their_own_fund(database: AccessDatabase, played: Played, wrong: Row, told: str) -> None:
    database.load([unit("beta")])
    done = database.load([unit("alfa", version=2), unit("beta", version=2, cash=[wrong]), unit("gama", version=2)])
    assert set(done.good) == {FundDay(DAY, "alfa"), FundDay(DAY, "gama")}
    fault = done.failed[FundDay(DAY, "beta")]
    assert told in fault.reason
    assert str(FundDay(DAY, "beta")) in fault.reason
    assert "os outros não foram afetados" in fault.action
    held = {row["FUNDO"]: row["Edicao"] for row in played.read(database.path, CONTROL.name)}
    assert held == {"alfa": 2, "beta": 1, "gama": 2}
    assert sum(row["FUNDO"] == "beta" for row in played.read(database.path, "Renda_Fixa_Qore")) == 4


def test_a_row_of_another_fund_is_refused(database: AccessDatabase) -> None:
    mixed = unit("alfa")
    mixed.rows["cash"][0]["fundo"] = "beta"
    done = database.load([mixed, unit("gama")])
    assert set(done.good) == {FundDay(DAY, "gama")}
    assert "é de beta" in done.failed[FundDay(DAY, "alfa")].reason


def test_reading_slices_and_whole_tables(database: AccessDatabase) -> None:
    database.load([unit(), unit("beta"), unit("alfa", date(2025, 11, 18))])
    frame = database.read("CPR_QORE", [FundDay(DAY, "beta"), FundDay(date(2025, 11, 18), "alfa")])
    assert [(day.day, fund) for day, fund in zip(frame["DATA_INPUT"], frame["FUNDO"], strict=True)] == [
        *[(18, "alfa")] * 3,
        *[(19, "beta")] * 3,
    ]
    assert list(frame.columns) == list(TABLES["CPR_QORE"].names)
    assert set(frame["Valor"]) == {Decimal("-100.01")}
    assert len(list(database.rows("CPR_QORE"))) == 9
    assert next(database.rows("caixa_qore"))["Descrição"] == "CONTA 1"


def test_reading_where_nothing_is(database: AccessDatabase) -> None:
    assert database.loaded([FundDay(DAY, "alfa")]) == {}
    assert database.read("CPR_QORE", [FundDay(DAY, "alfa")]).empty
    with pytest.raises(Exception, match="não há arquivo"):
        next(database.rows("CPR_QORE"))
    database.load([unit()])
    with pytest.raises(Exception, match="não tem a tabela Outra"):
        next(database.rows("Outra"))


def test_compacting_keeps_all_and_gives_back_space(database: AccessDatabase, played: Played) -> None:
    lots = [holding(n, "GOVE", descricao=f"título {n}" * 20) for n in range(300)]
    for _ in range(3):
        database.load([unit(holdings=lots)])
    before = dump(database.path, played.read)
    was, is_ = database.compact()
    assert is_ <= was * (0.8 if played.engine.name == "jackcess" else 1)
    assert database.path.stat().st_size == is_
    assert dump(database.path, played.read) == before
    assert database.load([unit(version=2)]).good  # the index went along
    assert len(played.read(database.path, "Renda_Fixa_Qore")) == 4


def test_a_file_that_is_too_big_may_be_compacted_though_it_stays_so(played: Played, path: Path) -> None:
    AccessDatabase(path, played.engine).load([unit()])
    before = dump(path, played.read)
    full = AccessDatabase(path, played.engine, limits=Limits(warn=1, stop=1))
    assert full.compact()[1] > 1
    assert dump(path, played.read) == before


def test_a_file_that_would_be_too_big_is_not_written(played: Played, path: Path) -> None:
    AccessDatabase(path, played.engine).load([unit()])
    size = path.stat().st_size
    small = AccessDatabase(path, played.engine, limits=Limits(warn=0, stop=size))
    done = small.load([unit("beta", holdings=[holding(n, "GOVE") for n in range(1000)])])
    fault = done.failed[FundDay(DAY, "beta")]
    assert fault.code == "access_full"
    assert "2 GB" in fault.reason
    assert set(small.loaded([FundDay(DAY, "alfa"), FundDay(DAY, "beta")])) == {FundDay(DAY, "alfa")}


def test_it_warns_before_it_stops(played: Played, path: Path) -> None:
    database = AccessDatabase(path, played.engine, limits=Limits(warn=1))
    assert database.warning() is None
    database.load([unit()])
    assert "compacte-o (`qore access compact`)" in str(database.warning())
    assert AccessDatabase(path, played.engine).warning() is None


def test_a_load_that_only_fits_after_compacting(played: Played, path: Path) -> None:
    lots = [holding(n, "GOVE", descricao="título " * 30) for n in range(400)]
    database = AccessDatabase(path, played.engine)
    database.load([unit(holdings=lots)])
    once = path.stat().st_size
    database.load([unit(holdings=lots)])
    full = AccessDatabase(path, played.engine, limits=Limits(stop=once + (path.stat().st_size - once) * 3 // 2))
    for _ in range(3):
        assert full.load([unit(holdings=lots)]).good
    assert len(played.read(path, "Renda_Fixa_Qore")) == 400


def test_stakes_are_told_from_shares(database: AccessDatabase, played: Played) -> None:
    named = [stake(1), stake(2, isin="BRABCDACNOR1", secao_origem="Participação em Sociedade Limitada"),
             holding(3, "EQUI", secao_origem="participacoes")]  # fmt: skip
    database.load([unit(holdings=[*named, holding(4, "EQUI")])])
    assert len(played.read(database.path, "Sociedade_Limitada_QORE")) == 3
    assert [row["codigo"] for row in played.read(database.path, "Renda_Variável_Qore")] == ["XYZ4"]
