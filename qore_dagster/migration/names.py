"""Which fund a name or code stands for: `aux.depara_fundos`, read and filled.

Belongs here: the rule, what the registry says, what a person says. Does not: what BriTech_Carteiras and DEPARA say
(`lookups`).

A name holds if it is written like one that is known: case, accents and blanks do not count, and nothing else is passed
over. ` (1)` behind a name, or a prefix more or less, make another name, which a person maps. Where two funds answer to
one name, neither does, until a person says which.
"""

from collections.abc import Iterable
from pathlib import Path

from psycopg2.extensions import cursor as Cursor

from qore_dagster.access.columns import folded
from qore_dagster.migration.errors import MigrationError
from qore_dagster.migration.fields import System
from qore_dagster.migration.reasons import Reason
from qore_dagster.registry.entries import read_entries
from qore_dagster.registry.store import FundStore
from qore_dagster.warehouse.load_unit import REGISTRY
from qore_dagster.warehouse.register_rows import upsert
from qore_dagster.warehouse.registers import INFO_FUNDOS
from qore_dagster.warehouse.set_based import execute_rows

PERSON, REGISTER = "pessoa", "cadastro"
MAPS = "MAPS"

OWN_FUND = "britech-"
"""How the slug of a fund begins that only BriTech knows; its portfolio's code follows."""


def plain(name: str) -> str:
    """A name as names are compared."""
    return " ".join(folded(name).split())


class Names:
    """The names as they stand.

    Args:
        rows: system, name, id of the fund, and who says so.
    """

    def __init__(self, rows: Iterable[tuple[str, str, int, str]]) -> None:
        self._said: dict[tuple[str, str], set[int]] = {}
        self._by_person: dict[tuple[str, str], int] = {}
        for system, name, fund, source in rows:
            key = (system, plain(name))
            if source == PERSON:
                self._by_person[key] = fund
            self._said.setdefault(key, set()).add(fund)

    @classmethod
    def read(cls, cursor: Cursor) -> "Names":
        """Those of the database."""
        cursor.execute("SELECT sistema, codigo, id_fundo, fonte FROM aux.depara_fundos")
        return cls(cursor.fetchall())

    def funds(self, system: str, name: str) -> set[int]:
        """The funds that answer to a name: none, one, or several that nobody has told apart."""
        key = (system, plain(name))
        person = self._by_person.get(key)
        return self._said.get(key, set()) if person is None else {person}

    def by_person(self, system: str, name: str) -> int | None:
        """The fund that a person has said a name to be."""
        return self._by_person.get((system, plain(name)))

    def resolve(self, system: str, name: str) -> int | Reason:
        """The fund of a name, or why there is none."""
        found = self.funds(system, name)
        if len(found) == 1:
            return next(iter(found))
        return Reason.AMBIGUOUS_FUND if found else Reason.UNKNOWN_FUND


def begin(cursor: Cursor) -> None:
    """Fill the names with what the registry says; of the others only those stay that a person has said."""
    told = _registry(cursor)
    cursor.execute("DELETE FROM aux.depara_fundos WHERE fonte <> %s", (PERSON,))
    add(cursor, told)


def _registry(cursor: Cursor) -> list[tuple[str, str, int, str]]:
    """Bring the registry's funds into `cad.info_fundos`, as their own loads do, and tell their names."""
    funds = FundStore(cursor.connection).all()
    ids = upsert(
        cursor,
        INFO_FUNDOS,
        {
            fund.slug: {
                "slug": fund.slug,
                "codigo_qore": fund.uuid,
                "nome_fundo": fund.nome,
                "nome_curto": fund.nome_curto,
                "cnpj": fund.cnpj,
                "is_active": fund.active,
                "fonte": REGISTRY,
            }
            for fund in funds
        },
    )
    return [(System.QORE, name, ids[fund.slug], REGISTER) for fund in funds for name in (fund.nome_curto, fund.nome)]


def add(cursor: Cursor, rows: Iterable[tuple[str, str, int, str]]) -> None:
    """Write down names; one that is there already stays as it is.

    Args:
        cursor: of the caller's transaction.
        rows: system, name, id of the fund, and who says so.
    """
    execute_rows(
        cursor,
        "INSERT INTO aux.depara_fundos (sistema, codigo, id_fundo, fonte) VALUES %s ON CONFLICT DO NOTHING",
        list(dict.fromkeys(rows)),
    )


def import_names(cursor: Cursor, path: Path) -> int:
    """Take over what a person says in a CSV with the columns `nome`, `fundo` (a slug) and, if wanted, `sistema`.

    Args:
        cursor: of the caller's transaction.
        path: the file.

    Returns:
        How many names there were.

    Raises:
        RegistryError: the file cannot be read.
        MigrationError: a line names no fund that is known; nothing is taken over.
    """
    _registry(cursor)
    cursor.execute("SELECT slug, id_fundo FROM cad.info_fundos")
    funds: dict[str, int] = dict(cursor.fetchall())
    known = Names.read(cursor)
    said: dict[tuple[str, str], tuple[str, str, int, str]] = {}
    for entry in read_entries(path):
        name, slug = (str(entry.values.get(column) or "").strip() for column in ("nome", "fundo"))
        system = str(entry.values.get("sistema") or "").strip().upper() or System.QORE
        where = f"{path}, {entry.place}"
        if slug not in funds and slug.startswith(OWN_FUND):  # its portfolio has come to be known as another fund
            moved = known.resolve(System.BRITECH, slug.removeprefix(OWN_FUND))
            if isinstance(moved, int):
                funds[slug] = moved
        if not name or slug not in funds:
            what = f"{slug!r} não é um fundo conhecido" if name else "falta o nome"
            raise MigrationError(
                f"{where}: {what}", "escreva em fundo um slug de `qore funds` ou britech-<Id_Carteira>"
            )
        if system not in {System.QORE, System.BRITECH, MAPS}:
            raise MigrationError(f"{where}: {system!r} não é um sistema", "escreva QORE, BRITECH ou MAPS, ou nada")
        if said.setdefault((system, plain(name)), (system, name, funds[slug], PERSON))[2] != funds[slug]:
            raise MigrationError(f"{where}: {name!r} já foi mapeado para outro fundo neste arquivo", "deixe um só")
    cursor.execute("SELECT sistema, codigo FROM aux.depara_fundos WHERE fonte = %s", (PERSON,))
    replaced = [(system, name) for system, name in cursor.fetchall() if (system, plain(name)) in said]
    execute_rows(
        cursor,
        "DELETE FROM aux.depara_fundos d USING (VALUES %s) AS g(sistema, codigo) "
        "WHERE (d.sistema, d.codigo) = (g.sistema, g.codigo)",
        [*replaced, *((system, name) for system, name, *_ in said.values())],
    )
    add(cursor, said.values())
    return len(said)
