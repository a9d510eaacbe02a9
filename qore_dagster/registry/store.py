"""The registry's table, `ctl.fund`.

Belongs here: reading and writing it. Does not: what is written (`matching`), transactions (`sync`).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from psycopg2.extras import execute_values  # pyright: ignore[reportUnknownVariableType] - psycopg2 is untyped

from qore_dagster.model.file_type import FileType
from qore_dagster.registry.funds import Fund

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

_COLUMNS = (
    "slug, uuid::text, cnpj, nome, nome_curto, listed, wanted, types, position, successor, filing_name, filing_folder, "
    "former_filing_names"
)
_UPSERT = """
insert into ctl.fund
    (slug, uuid, cnpj, nome, nome_curto, listed, wanted, types, position, successor, filing_name, filing_folder,
    former_filing_names)
values %s
on conflict (slug) do update set
    uuid = excluded.uuid, cnpj = excluded.cnpj, nome = excluded.nome, nome_curto = excluded.nome_curto,
    listed = excluded.listed, wanted = excluded.wanted, types = excluded.types, position = excluded.position,
    filing_name = excluded.filing_name, filing_folder = excluded.filing_folder,
    former_filing_names = excluded.former_filing_names
"""


class FundStore:
    """The funds in the warehouse.

    Args:
        connection: to the warehouse; the caller's transaction is used.
    """

    def __init__(self, connection: "Connection") -> None:
        self.connection = connection

    def all(self) -> list[Fund]:
        """Every fund ever seen, in order."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"select {_COLUMNS} from ctl.fund order by position")
            return [
                Fund(
                    slug,
                    uuid,
                    cnpj,
                    nome,
                    nome_curto,
                    listed,
                    wanted,
                    tuple(map(FileType, types)),
                    *rest,
                    former_filing_names=tuple(former),
                )
                for slug, uuid, cnpj, nome, nome_curto, listed, wanted, types, *rest, former in cursor.fetchall()
            ]

    def write(self, funds: Sequence[Fund]) -> None:
        """Insert or update all of these; a known fund's `successor` stays."""
        rows = [
            (
                fund.slug,
                fund.uuid,
                fund.cnpj,
                fund.nome,
                fund.nome_curto,
                fund.listed,
                fund.wanted,
                list(fund.types),
                fund.position,
                fund.successor,
                fund.filing_name,
                fund.filing_folder,
                list(fund.former_filing_names),
            )
            for fund in funds
        ]
        with self.connection.cursor() as cursor:
            execute_values(cursor, _UPSERT, rows, page_size=1000)

    def note_seen(self) -> None:
        """Note that a list has just had the listed funds."""
        with self.connection.cursor() as cursor:
            cursor.execute("update ctl.fund set last_seen = now() where listed")
