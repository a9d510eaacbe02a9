"""Which fund a name or code stands for: `aux.depara_fundos`, read and filled.

Belongs here: the rule, what the registry says, what a person says. Does not: what BriTech_Carteiras and DEPARA say
(`lookups`).

A name holds if it is written like one that is known: case, accents and blanks do not count, and nothing else is passed
over. ` (1)` behind a name, or a prefix more or less, make another name, which a person maps. Where two funds answer to
one name, neither does, until a person says which.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from psycopg2.extensions import cursor as Cursor

from qore_dagster.access.columns import folded
from qore_dagster.migration.errors import MigrationError
from qore_dagster.migration.fields import Source, System
from qore_dagster.migration.name_sources import CARTEIRAS, DEPARA
from qore_dagster.migration.reasons import Reason
from qore_dagster.registry.entries import Entry, read_entries
from qore_dagster.registry.store import FundStore
from qore_dagster.warehouse.load_unit import REGISTRY
from qore_dagster.warehouse.register_rows import upsert
from qore_dagster.warehouse.registers import INFO_FUNDOS
from qore_dagster.warehouse.set_based import execute_rows

PERSON, REGISTER = "pessoa", "cadastro"
MAPS = "MAPS"
RANK = (PERSON, REGISTER, CARTEIRAS.table, DEPARA.table)
"""Who tells names: of several that tell the same, the first is noted."""
_COLUMNS = ("nome", "fundo")
_NAMING: Mapping[str, Mapping[str, str]] = {
    CARTEIRAS.table: {
        "id_carteira": System.BRITECH, "nome": System.QORE, "de_para_qore": System.QORE, "de_para_maps": MAPS,
    },
    DEPARA.table: {"para": System.QORE},
}  # fmt: skip
"""By table of names: the columns that name funds, and in whose words."""
_RANK = f"ARRAY{[*RANK]}"

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
    def read(cls, cursor: Cursor, told_by: Sequence[str] = RANK) -> "Names":
        """Those of the database, that these have told."""
        cursor.execute(
            "SELECT sistema, codigo, id_fundo, fonte FROM aux.depara_fundos WHERE fonte = ANY(%s)", (list(told_by),)
        )
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
    """Fill the names with what the registry says now; what others say is theirs to replace (`replace`)."""
    replace(cursor, REGISTER, ((system, name, fund) for system, name, fund, _ in _registry(cursor)))


def replace(cursor: Cursor, source: str, told: Iterable[tuple[str, str, int]]) -> None:
    """Write down what a source tells, in place of what it told before.

    Args:
        cursor: of the caller's transaction.
        source: who says so, one of `RANK`.
        told: system, name, id of the fund.
    """
    cursor.execute("DELETE FROM aux.depara_fundos WHERE fonte = %s", (source,))
    _add(cursor, [(system, name, fund, source) for system, name, fund in told])


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


def _add(cursor: Cursor, rows: Iterable[tuple[str, str, int, str]]) -> None:
    """Write down names; one that is there already is from now on the one's that goes first.

    Else what two tell would be lost with the table of the one that is noted, though the other still tells it.
    """
    execute_rows(
        cursor,
        f"""INSERT INTO aux.depara_fundos AS d (sistema, codigo, id_fundo, fonte) VALUES %s
            ON CONFLICT (sistema, codigo, id_fundo) DO UPDATE SET fonte = excluded.fonte, atualizado_em = now()
            WHERE array_position({_RANK}, excluded.fonte) < array_position({_RANK}, d.fonte)""",
        list(dict.fromkeys(rows)),
    )


def import_names(cursor: Cursor, path: Path) -> int:
    """Take over what a person says in a CSV with the columns `nome`, `fundo` (a slug) and, if wanted, `sistema`.

    Args:
        cursor: of the caller's transaction.
        path: the file; lines that say no fund yet are passed over.

    Returns:
        How many names there were.

    Raises:
        RegistryError: the file cannot be read.
        MigrationError: it says nothing, or a line names no fund that is known; nothing is taken over.
    """
    _registry(cursor)
    cursor.execute("SELECT slug, id_fundo FROM cad.info_fundos")
    funds: dict[str, int] = dict(cursor.fetchall())
    known = Names.read(cursor)
    said: dict[tuple[str, str], tuple[str, str, int, str]] = {}
    for entry in _entries(path):
        name, slug = (str(entry.values[column] or "").strip() for column in _COLUMNS)
        system = str(entry.values.get("sistema") or "").strip().upper() or System.QORE
        where = f"{path}, {entry.place}"
        if name and not slug:
            continue
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
    if not said:
        raise MigrationError(f"{path}: nenhuma linha diz um fundo", "complete a coluna fundo e rode de novo")
    cursor.execute("SELECT sistema, codigo FROM aux.depara_fundos WHERE fonte = %s", (PERSON,))
    replaced = [(system, name) for system, name in cursor.fetchall() if (system, plain(name)) in said]
    execute_rows(
        cursor,
        "DELETE FROM aux.depara_fundos d USING (VALUES %s) AS g(sistema, codigo) "
        "WHERE (d.sistema, d.codigo) = (g.sistema, g.codigo)",
        [*replaced, *((system, name) for system, name, *_ in said.values())],
    )
    _add(cursor, said.values())
    return len(said)


def _entries(path: Path) -> list[Entry]:
    """The lines of a mapping, each with the columns that it needs."""
    header = f"a primeira linha deve dizer as colunas: sistema;{';'.join(_COLUMNS)}"
    entries = read_entries(path)
    if not entries:
        raise MigrationError(f"{path} não tem nenhuma linha abaixo do cabeçalho", header)
    for entry in entries:
        absent = [column for column in _COLUMNS if column not in entry.values]
        if absent:
            what = "falta a coluna" if len(absent) == 1 else "faltam as colunas"
            raise MigrationError(f"{path}, {entry.place}: {what} {' e '.join(absent)}", header)
    return entries


def unheard(cursor: Cursor, sources: Iterable[Source]) -> list[tuple[str, str]]:
    """The names that a person has mapped and none of these sources has, as far as they are staged: misspelt, perhaps.

    Args:
        cursor: of the caller's transaction.
        sources: those to look at.

    Returns:
        System and name, sorted.
    """
    heard: set[tuple[str, str]] = set()
    for source in sources:
        if source.has_fund:
            cursor.execute("SELECT fundo FROM ctl.migrated_total WHERE source = %s", (source.table,))
            heard |= {(source.system, plain(name)) for (name,) in cursor.fetchall()}
            continue
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", (source.stage,))
        if cursor.fetchone() == (True,):
            for column, system in _NAMING.get(source.table, {}).items():
                cursor.execute(f"SELECT DISTINCT {column} FROM {source.stage} WHERE {column} IS NOT NULL")
                heard |= {(system, plain(name)) for (name,) in cursor.fetchall()}
    cursor.execute("SELECT sistema, codigo FROM aux.depara_fundos WHERE fonte = %s ORDER BY 1, 2", (PERSON,))
    return [(system, name) for system, name in cursor.fetchall() if (system, plain(name)) not in heard]
