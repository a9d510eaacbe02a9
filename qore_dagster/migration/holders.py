"""Holders of quotas: the source BriTech_Cotistas into `cad.info_cotistas`.

Belongs here: what makes two holders the same, and the statement that writes them. Does not: their positions, which are
a fund's like others (`positions`).

A holder whose document is none of the two is not lost with all positions: the row is loaded without a document, under
BriTech's own code, and what stood there is told in quarantine.
"""

from psycopg2.extensions import cursor as Cursor

from qore_dagster.migration.fields import Source
from qore_dagster.migration.name_sources import COTISTAS
from qore_dagster.migration.origin import ORIGIN

HOLDER_IDENTITY = "coalesce('DOC|' || h.documento, 'BRITECH|' || h.id_cotista)"
"""SQL of a holder's identity, the staged row being `h`: with a document as the platform's own holders are known."""

ACCEPTED = f"""(SELECT h.id_cotista, {HOLDER_IDENTITY} AS identidade FROM {COTISTAS.stage} h
              WHERE NOT EXISTS (SELECT FROM ctl.migrated_quarantine q
                                WHERE q.source = '{COTISTAS.table}' AND q.linha = h.linha AND NOT q.carregada))"""
"""SQL of the staged holders that were registered: each code once, and none that is told in two ways."""


def load(cursor: Cursor, source: Source) -> None:
    """Write the holders, in the caller's transaction.

    One person under several codes is one holder, described by the first of them. What the platform has told of a
    holder stands. A code goes where its holder goes, as when a document is corrected, which makes another holder of it.
    """
    cursor.execute(
        f"""UPDATE cad.info_cotistas c SET codigo_britech = NULL
            FROM {source.stage} h JOIN fate f USING (linha)
            WHERE f.codigo IS NULL AND c.codigo_britech = h.id_cotista AND c.identidade <> {HOLDER_IDENTITY}"""
    )
    cursor.execute(
        f"""INSERT INTO cad.info_cotistas (identidade, codigo_britech, nome_cotista, cpf_cnpj, fonte)
            SELECT DISTINCT ON (1) {HOLDER_IDENTITY}, h.id_cotista, h.nome, h.documento, %(origin)s
            FROM {source.stage} h JOIN fate f USING (linha) WHERE f.codigo IS NULL
            ORDER BY 1, h.linha
            ON CONFLICT (identidade) DO UPDATE
            SET codigo_britech = excluded.codigo_britech,
                nome_cotista = CASE WHEN info_cotistas.fonte = excluded.fonte THEN excluded.nome_cotista
                                    ELSE info_cotistas.nome_cotista END,
                atualizado_em = now()
            WHERE info_cotistas.codigo_britech IS DISTINCT FROM excluded.codigo_britech
               OR info_cotistas.fonte = excluded.fonte
                  AND info_cotistas.nome_cotista <> excluded.nome_cotista""",
        {"origin": ORIGIN},
    )
