"""How the columns of an old table are stated: the fields that many tables have, and what funds are known by.

Belongs here: short ways of writing a `SourceField`. Does not: the tables (`sources`), the vocabulary (`fields`).
"""

from qore_dagster.migration.fields import Kind, SourceField


def field(name: str, kind: Kind, *called: str, required: bool = False, not_negative: bool = False) -> SourceField:
    """A field, and what its column is called in the old table: as the field, if nothing is said."""
    return SourceField(name, kind, called or (name,), required, not_negative)


def fund(*called: str) -> SourceField:
    """The name or code of the fund."""
    return field("fundo", Kind.CODE, *called, required=True)


def day(*called: str) -> SourceField:
    """The day of the position."""
    return field("data_pos", Kind.DATE, *called, required=True)


QORE = (day("DATA_INPUT"), fund("FUNDO"))
"""With what every table of QORE begins."""
BRITECH_FUND = fund("Id_Carteira", "ID_CARTEIRA")
BY_NAME = "FUNDO, a name of `aux.depara_fundos` of the system QORE, letter by letter but for case, accents and blanks"
BY_CODE = "Id_Carteira, a code of `aux.depara_fundos` of the system BRITECH"
