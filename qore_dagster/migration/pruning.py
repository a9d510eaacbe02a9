"""What earlier migrations registered and the present one has no more use for.

Belongs here: which rows those are. Does not: rows of sources, which each load replaces itself.

A name that is mapped later moves a fund's history; without this, what was registered for its former place would stay,
and the order in which a person maps and migrates would show.
"""

from collections.abc import Collection, Iterator

from psycopg2 import errors

from qore_dagster.migration.holders import ACCEPTED
from qore_dagster.migration.name_sources import COTISTAS
from qore_dagster.migration.origin import ORIGIN
from qore_dagster.migration.quota_sources import POSICAO_COTISTA
from qore_dagster.migration.session import Session
from qore_dagster.migration.sources import SOURCES

_REGISTERS = {
    landing.register.name: (landing.register, source.target)
    for source in SOURCES
    if (landing := source.landing) and landing.register
}
_OF_FUNDS = sorted(
    {source.target for source in SOURCES if source.landing} | {"cad.info_contas", "cad.info_cpr", "cad.info_dir_cred"}
)


def prune(session: Session, loaded: Collection[str]) -> None:
    """Drop what only the migration told of and nothing refers to: register rows, then funds.

    What cannot be dropped now stays for the next migration: the rows are all loaded, and their count is owed.

    Args:
        session: of the migration.
        loaded: the tables of the file that were loaded. Without its holders nobody knows which of them are no more.
    """
    for query in _queries(session, holders=COTISTAS.table in loaded):
        try:
            with session.step() as cursor:
                session.keep_loads_out(cursor)  # else one that has found a row here would find it gone
                cursor.execute(query, (ORIGIN,))
        except errors.ForeignKeyViolation:
            continue  # somebody who goes by no ledger refers to a row meanwhile
        except errors.LockNotAvailable:
            return  # a daily load of minutes


def _queries(session: Session, *, holders: bool) -> Iterator[str]:
    for register, target in _REGISTERS.values():
        yield f"""DELETE FROM cad.{register.name} r WHERE r.fonte = %s
                  {_unreferred(target, f"p.{register.id} = r.{register.id}")}"""
    if holders:
        yield f"""DELETE FROM cad.info_cotistas c WHERE c.fonte = %s
                  AND NOT EXISTS (SELECT FROM {ACCEPTED} h WHERE h.identidade = c.identidade)
                  {_unreferred(POSICAO_COTISTA.target, "p.id_cotista = c.id_cotista")}"""
    referring = [f"SELECT FROM {table} p WHERE p.id_fundo = i.id_fundo" for table in _OF_FUNDS if session.exists(table)]
    yield f"""DELETE FROM cad.info_fundos i WHERE i.fonte = %s
              AND NOT EXISTS (SELECT FROM aux.depara_fundos d WHERE d.id_fundo = i.id_fundo)
              {" ".join(f"AND NOT EXISTS ({query})" for query in referring)}"""


def _unreferred(target: str, condition: str) -> str:
    """SQL: no row of a position table refers to it, nor one that a daily load has replaced."""
    tables = (target, f"hist.{target.rpartition('.')[2]}")
    return " ".join(f"AND NOT EXISTS (SELECT FROM {table} p WHERE {condition})" for table in tables)
