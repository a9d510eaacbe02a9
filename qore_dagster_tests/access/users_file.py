"""An Access file as a user has one: tables of their own, and tables of the old system in its old shapes.

Belongs here: making it, with Jackcess. Does not: what a load may do to it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qore_dagster.access import java

FUNDS = "BriTech_Carteiras"
"""A table that is none of the platform's."""

NAMES = ("Consolidação Ação", "d'Água – €", "")


def make(path: Path, *, relationship: bool = False, unique_cash: bool = False) -> None:
    """Make the file.

    Args:
        path: where.
        relationship: with a relationship between two of the user's tables.
        unique_cash: the user lets no two accounts have one balance.
    """
    jpype = java.started()
    access = jpype.JPackage("com").healthmarketscience.jackcess
    database = access.DatabaseBuilder.create(access.Database.FileFormat.V2007, jpype.JClass("java.io.File")(str(path)))
    database.setDateTimeType(access.DateTimeType.LOCAL_DATE_TIME)
    types = access.DataType

    def table(name: str, columns: Sequence[tuple[str, Any]], indexes: Sequence[Any] = ()) -> Any:
        builder = access.TableBuilder(name)
        for title, kind in columns:
            builder.addColumn(access.ColumnBuilder(title).setType(kind))
        for index in indexes:
            builder.addIndex(index)
        return builder.toTable(database)

    moment = jpype.JClass("java.time.LocalDateTime").of(2024, 2, 29, 13, 30, 15)
    money = jpype.JClass("java.math.BigDecimal")("1234.5678")
    row = jpype.JArray(jpype.JObject)
    key = access.IndexBuilder(access.IndexBuilder.PRIMARY_KEY_NAME).addColumns("Id_Carteira").setPrimaryKey()
    funds = table(
        FUNDS,
        [("Id_Carteira", types.LONG), ("Nome", types.TEXT), ("Ativa", types.BOOLEAN), ("Taxa", types.DOUBLE),
         ("Caixa", types.MONEY), ("Desde", types.SHORT_DATE_TIME), ("Nota", types.MEMO), ("Foto", types.OLE)],
        [key],
    )  # fmt: skip
    for number, name in enumerate(NAMES, 1):
        funds.addRow(row([number, name, number != 2, 0.1, money, moment, name * 400, jpype.JArray(jpype.JByte)(b"ab")]))
    funds.addRow(row([9, None, False, None, None, None, None, None]))
    other = table("Outra", [("Id_Carteira", types.LONG)])
    if relationship:
        access.RelationshipBuilder(funds, other).addColumns("Id_Carteira", "Id_Carteira").toRelationship(database)
    cash = table(
        "caixa_qore",
        [("DATA_INPUT", types.SHORT_DATE_TIME), ("FUNDO", types.TEXT), ("Descricao", types.TEXT),
         ("Moeda_Origem", types.TEXT), ("Valor", types.DOUBLE), ("Obs", types.TEXT)],
        [access.IndexBuilder("um_saldo").addColumns("FUNDO", "Valor").setUnique()] if unique_cash else (),
    )  # fmt: skip
    cash.addRow(row([moment, "FIP ANTIGO (1)", "antiga", "BRL", 10.25, "minha nota"]))
    table("Cotas_Patrimonio_Qore", [("DATA_INPUT", types.SHORT_DATE_TIME), ("FUNDO", types.TEXT),
                                    ("PL Posicao", types.MONEY), ("QtdeCota", types.FLOAT)])  # fmt: skip
    database.close()
