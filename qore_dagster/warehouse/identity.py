"""What makes a register's row the same thing on another day, or in another fund.

Belongs here: the identity of accounts, instruments, credit rights, payables and holders, as text. Does not: their other
columns (`registers`), or the rows themselves (`register_rows`).

Identities read `part|part|…`; an absent part is empty, and a bar or backslash inside a part is escaped.
"""

from collections.abc import Callable

from qore_dagster.model.parsed import Row, Value
from qore_dagster.warehouse.registers import INFO_CONTAS, INFO_COTISTAS, INFO_CPR, INFO_DIR_CRED, INFO_RF, INFO_RV
from qore_dagster.warehouse.routing import type_of


def account(fund: str, row: Row) -> str:
    """A cash account: fund, bank, kind, currency and text."""
    return _join(fund, row.get("instituicao"), row.get("tipo_conta"), row.get("moeda"), row.get("descricao"))


def payable(fund: str, row: Row) -> str:
    """A payable or receivable: fund, side, code, description, due date; not its amount, which accrues daily."""
    return _join(fund, row.get("tipo_cpr"), row.get("codigo"), row.get("descricao"), row.get("data_vencimento"))


def instrument(fund: str, row: Row) -> str:
    """An instrument of the market: by CETIP code, else ISIN, else another market code.

    A SELIC code names a kind of bond and not one bond, and a repo bears the codes of its collateral: both are told
    apart by their maturity. A code that is not said to be a market's is a number that the fund gave, and names nothing
    in another fund. What has no code at all is known by its fund's own words for it and by its issuer: by CNPJ, else by
    name.
    """
    kind, market = type_of(row), row.get("tipo_codigo")
    code, isin = row.get("codigo"), row.get("isin")
    issued, maturity = row.get("data_emissao"), row.get("data_vencimento")
    if kind == "REPO" and (isin or (code and market)):
        return _join(kind, isin or code, maturity, issued)
    if code and market == "CETI":
        return _join(kind, "CETI", code)
    if isin:
        return _join(kind, "ISIN", isin)
    if code and market:
        return _join(kind, market, code, maturity)
    if code:
        return _join(kind, None, fund, code, maturity, *([issued] if kind == "REPO" else []))
    return _join(kind, fund, row.get("descricao"), row.get("cnpj_emissor") or row.get("nome_emissor"), issued, maturity)


def credit_right(fund: str, row: Row) -> str:
    """A credit right: a fund's own, otherwise as `instrument`."""
    return f"{_join(fund)}|{instrument(fund, row)}"


def holder(fund: str, row: Row) -> str:
    """A holder of quotas: by document; one without is its fund's own, as names are no proof of being the same."""
    if row.get("documento"):
        return _join("DOC", row.get("documento"))
    return _join("NOME", fund, row.get("nome"))


IDENTITY: dict[str, Callable[[str, Row], str]] = {
    INFO_CONTAS.name: account,
    INFO_CPR.name: payable,
    INFO_RF.name: instrument,
    INFO_RV.name: instrument,
    INFO_DIR_CRED.name: credit_right,
    INFO_COTISTAS.name: holder,
}
"""By register: from the fund's slug and a canonical row to the identity of the register's row."""


def _join(*parts: Value) -> str:
    return "|".join("" if part is None else str(part).replace("\\", "\\\\").replace("|", "\\|") for part in parts)
