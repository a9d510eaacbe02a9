"""The sources that tell names and days: BriTech_Carteiras, DEPARA and DIAS_UTEIS.

Belongs here: what they write into `cad.info_fundos`, `aux` and `cad.info_calendario`. Does not: the rule of names
(`names`), which rows may go (`fates`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor

from qore_dagster.migration import names
from qore_dagster.migration.fields import Source, System
from qore_dagster.migration.name_sources import CARTEIRAS
from qore_dagster.migration.names import MAPS, Names
from qore_dagster.migration.origin import ORIGIN
from qore_dagster.migration.reasons import Reason
from qore_dagster.warehouse.set_based import execute_rows

_TABLES = {"ativo": "aux.depara_ativos", "ativos": "aux.depara_ativos", "emissor": "aux.depara_emissores",
           "emissores": "aux.depara_emissores"}  # fmt: skip
_OF_FUNDS = {"fundo", "fundos"}


@dataclass(frozen=True, slots=True)
class _Portfolio:
    """A row of BriTech_Carteiras."""

    row: int
    code: str
    name: str
    qore: str | None
    kind: str | None
    maps: str | None


@dataclass(frozen=True, slots=True)
class _Meant:
    """A row of DEPARA that is of no fund."""

    row: int
    name: str
    meaning: str


def load_portfolios(cursor: Cursor, source: Source) -> None:
    """BriTech's portfolios: each is a fund of the registry that bears one of its names, or a fund of its own.

    A portfolio whose names are of two funds, or whose fund another portfolio claims too, is not decided here. Codes
    that differ by case are one code, as with all names: which portfolio it is, nobody can say.
    """
    cursor.execute(
        f"""SELECT linha, id_carteira, nome, de_para_qore, tipo_fundo, de_para_maps
            FROM {source.stage} JOIN fate USING (linha) WHERE fate.codigo IS NULL ORDER BY linha"""
    )
    portfolios = [_Portfolio(*row) for row in cursor.fetchall()]
    codes = Counter(names.plain(one.code) for one in portfolios)
    alike = {one.row for one in portfolios if codes[names.plain(one.code)] > 1}
    _refuse(cursor, sorted(alike), Reason.CONFLICT)
    portfolios = [one for one in portfolios if one.row not in alike]
    before = (names.PERSON, names.REGISTER)
    funds = _decide(Names.read(cursor, before), portfolios)
    if _follow(cursor, funds):
        funds = _decide(Names.read(cursor, before), portfolios)
    _refuse(cursor, [one.row for one in portfolios if one.code not in funds], Reason.AMBIGUOUS_FUND)
    decided = [one for one in portfolios if one.code in funds]
    made = _own_funds(cursor, [one for one in decided if funds[one.code] is None])
    ids = {one.code: funds[one.code] or made[one.code] for one in decided}
    _describe(cursor, decided, ids)
    told: list[tuple[str, str, int]] = [(System.BRITECH, one.code, ids[one.code]) for one in decided]
    told += [(System.QORE, name, ids[one.code]) for one in decided for name in (one.qore, one.name) if name]
    told += [(MAPS, one.maps, ids[one.code]) for one in decided if one.maps]
    names.replace(cursor, source.table, told)


def load_names(cursor: Cursor, source: Source) -> None:
    """DEPARA: names of funds, instruments and issuers, by the kind that each row tells."""
    cursor.execute(
        f"""SELECT linha, tipo, de, para FROM {source.stage} JOIN fate USING (linha)
            WHERE fate.codigo IS NULL ORDER BY linha"""
    )
    rows = [(line, names.plain(kind or ""), one, other) for line, kind, one, other in cursor.fetchall()]
    known = Names.read(cursor, (names.PERSON, names.REGISTER, CARTEIRAS.table))
    funds = {line: known.resolve(System.QORE, other) for line, kind, _, other in rows if kind in _OF_FUNDS}
    for reason in (Reason.UNKNOWN_FUND, Reason.AMBIGUOUS_FUND):
        _refuse(cursor, [line for line, fund in funds.items() if fund is reason], reason)
    _refuse(cursor, [line for line, kind, *_ in rows if kind not in {*_OF_FUNDS, *_TABLES}], Reason.KIND)
    told = [(System.QORE, one, fund) for line, _, one, _ in rows if isinstance(fund := funds.get(line), int)]
    names.replace(cursor, source.table, told)
    for table in sorted(set(_TABLES.values())):
        meant = [_Meant(line, one, other) for line, kind, one, other in rows if _TABLES.get(kind) == table]
        _load_meanings(cursor, source, table, meant)


def _load_meanings(cursor: Cursor, source: Source, table: str, rows: Sequence[_Meant]) -> None:
    """Names of instruments, or of issuers. Kinds are written in two ways, so that two rows may tell of one name."""
    cursor.execute(f"DELETE FROM {table} WHERE fonte = %s", (source.table,))
    cursor.execute(f"SELECT de FROM {table}")
    written = {name for (name,) in cursor.fetchall()}
    by_name: dict[str, list[_Meant]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    reasons: dict[Reason, list[int]] = {Reason.WRITTEN: [], Reason.CONFLICT: [], Reason.DUPLICATE: []}
    kept: list[_Meant] = []
    for name, told in by_name.items():
        lines = [row.row for row in told]
        if name in written:
            reasons[Reason.WRITTEN] += lines
        elif len({row.meaning for row in told}) > 1:
            reasons[Reason.CONFLICT] += lines
        else:
            reasons[Reason.DUPLICATE] += lines[1:]
            kept.append(told[0])
    for reason, lines in reasons.items():
        _refuse(cursor, lines, reason)
    execute_rows(
        cursor,
        f"INSERT INTO {table} (de, para, fonte) VALUES %s",
        [(row.name, row.meaning, source.table) for row in kept],
    )


def load_days(cursor: Cursor, source: Source) -> None:
    """DIAS_UTEIS: a day is a business day unless the row says otherwise. One that a person wrote stands."""
    cursor.execute("DELETE FROM cad.info_calendario WHERE fonte = %s", (source.table,))
    cursor.execute(
        f"""UPDATE fate SET codigo = %s FROM {source.stage} s JOIN cad.info_calendario c USING (data)
            WHERE s.linha = fate.linha AND fate.codigo IS NULL""",
        (Reason.WRITTEN,),
    )
    cursor.execute(
        f"""INSERT INTO cad.info_calendario (data, dia_util, descricao, fonte)
            SELECT s.data, coalesce(s.dia_util, true), s.descricao, %s
            FROM {source.stage} s JOIN fate f USING (linha) WHERE f.codigo IS NULL""",
        (source.table,),
    )


def _decide(known: Names, portfolios: Sequence[_Portfolio]) -> dict[str, int | None]:
    """By code the fund that a portfolio is, None for one of its own; without those that a person must decide."""
    found = {one.code: _candidates(known, one) for one in portfolios}
    claims = Counter(fund for funds in found.values() if len(funds) == 1 for fund in funds)
    return {
        code: next(iter(funds), None)
        for code, funds in found.items()
        if known.by_person(System.BRITECH, code) is not None
        or (len(funds) <= 1 and all(claims[fund] == 1 for fund in funds))
    }


def _follow(cursor: Cursor, funds: Mapping[str, int | None]) -> bool:
    """Let what a person says to be a portfolio's own fund go where the portfolio has gone; tells whether any did.

    Without this a name that was mapped to `britech-7` would stay there when the registry comes to know the fund, apart
    from the portfolio itself.
    """
    goes = {f"{names.OWN_FUND}{names.plain(code)}": fund for code, fund in funds.items() if fund is not None}
    cursor.execute("SELECT slug, id_fundo FROM cad.info_fundos WHERE slug = ANY(%s)", (list(goes),))
    moved = {own: goes[slug] for slug, own in cursor.fetchall() if own != goes[slug]}
    ends = {own: end for own in moved if (end := _end(moved, own)) is not None}
    cursor.execute(
        """DELETE FROM aux.depara_fundos WHERE fonte = %s AND id_fundo = ANY(%s)
           RETURNING sistema, codigo, id_fundo, fonte""",
        (names.PERSON, list(ends)),
    )
    said = [(system, name, ends[own], person) for system, name, own, person in cursor.fetchall()]
    execute_rows(
        cursor,
        """INSERT INTO aux.depara_fundos (sistema, codigo, id_fundo, fonte) VALUES %s
           ON CONFLICT (sistema, codigo, id_fundo) DO UPDATE SET fonte = excluded.fonte""",
        said,
    )
    return bool(said)


def _end(moved: Mapping[int, int], fund: int) -> int | None:
    """Where a chain of moved funds ends; None where it ends nowhere, as of two that are said to be each other."""
    seen: set[int] = set()
    while fund in moved:
        if fund in seen:
            return None
        seen.add(fund)
        fund = moved[fund]
    return fund


def _candidates(known: Names, one: _Portfolio) -> set[int]:
    """The funds that a portfolio may be: as a person says, else all that bear one of its names."""
    person = known.by_person(System.BRITECH, one.code)
    if person is not None:
        return {person}
    return {fund for name in (one.qore, one.name) if name for fund in known.funds(System.QORE, name)}


def _own_funds(cursor: Cursor, portfolios: list[_Portfolio]) -> dict[str, int]:
    """Funds that only BriTech knows, by code."""
    slugs = {one.code: f"{names.OWN_FUND}{names.plain(one.code)}" for one in portfolios}
    execute_rows(
        cursor,
        """INSERT INTO cad.info_fundos (slug, nome_fundo, nome_curto, is_active, fonte) VALUES %s
           ON CONFLICT (slug) DO UPDATE SET nome_fundo = excluded.nome_fundo, nome_curto = excluded.nome_curto
           WHERE (info_fundos.nome_fundo, info_fundos.nome_curto)
                 IS DISTINCT FROM (excluded.nome_fundo, excluded.nome_curto)""",
        [(slugs[one.code], one.name, one.qore, False, ORIGIN) for one in portfolios],
    )
    cursor.execute("SELECT slug, id_fundo FROM cad.info_fundos WHERE slug = ANY(%s)", (list(slugs.values()),))
    ids = dict(cursor.fetchall())
    return {code: ids[slug] for code, slug in slugs.items()}


def _describe(cursor: Cursor, portfolios: list[_Portfolio], ids: dict[str, int]) -> None:
    """What only BriTech tells of a fund; a code goes where its portfolio goes."""
    cursor.execute(
        "UPDATE cad.info_fundos SET codigo_britech = NULL WHERE codigo_britech = ANY(%s) AND id_fundo <> ALL(%s)",
        ([one.code for one in portfolios], list(ids.values())),
    )
    execute_rows(
        cursor,
        """UPDATE cad.info_fundos i
           SET codigo_britech = g.code, codigo_maps = coalesce(g.maps, i.codigo_maps),
               tipo_fundo = coalesce(g.kind, i.tipo_fundo)
           FROM (VALUES %s) AS g(id, code, maps, kind)
           WHERE g.id = i.id_fundo AND (i.codigo_britech, i.codigo_maps, i.tipo_fundo)
                 IS DISTINCT FROM (g.code, coalesce(g.maps, i.codigo_maps), coalesce(g.kind, i.tipo_fundo))""",
        list({ids[one.code]: (ids[one.code], one.code, one.maps, one.kind) for one in reversed(portfolios)}.values()),
        template="(%s, %s, %s, %s)",
    )


def _refuse(cursor: Cursor, rows: list[int], reason: Reason) -> None:
    cursor.execute("UPDATE fate SET codigo = %s WHERE linha = ANY(%s)", (reason, rows))
