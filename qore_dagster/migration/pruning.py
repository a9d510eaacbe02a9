"""What earlier migrations registered and the present one has no more use for.

Belongs here: which rows those are. Does not: rows of sources, which each load replaces itself.

A name that is mapped later moves a fund's history; without this, what was registered for its former place would stay,
and the order in which a person maps and migrates would show.
"""

from qore_dagster.migration.origin import ORIGIN
from qore_dagster.migration.session import Session
from qore_dagster.migration.sources import SOURCES

_REGISTERS = {
    landing.register.name: (landing.register, source.target)
    for source in SOURCES
    if (landing := source.landing) and landing.register
}
_OF_FUNDS = sorted({source.target for source in SOURCES if source.landing} | {"cad.info_contas", "cad.info_cpr"})


def prune(session: Session) -> None:
    """Drop what only the migration told of and nothing refers to: register rows, then funds."""
    referring = [f"SELECT FROM {table} p WHERE p.id_fundo = i.id_fundo" for table in _OF_FUNDS if session.exists(table)]
    with session.step() as cursor:
        for register, target in _REGISTERS.values():
            cursor.execute(
                f"""DELETE FROM cad.{register.name} r WHERE r.fonte = %s
                    AND NOT EXISTS (SELECT FROM {session.target(target)} p WHERE p.{register.id} = r.{register.id})""",
                (ORIGIN,),
            )
        cursor.execute(
            f"""DELETE FROM cad.info_fundos i WHERE i.fonte = %s
                AND NOT EXISTS (SELECT FROM aux.depara_fundos d WHERE d.id_fundo = i.id_fundo)
                {" ".join(f"AND NOT EXISTS ({query})" for query in referring)}""",
            (ORIGIN,),
        )
