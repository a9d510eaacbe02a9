"""Findings for machines.

Belongs here: the JSON form, numbers as strings. Does not: what is found (`findings`).
"""

from datetime import date
from decimal import Decimal
from typing import Any

from qore_dagster.inspection.findings import Finding
from qore_dagster.model.parsed import Row, Value
from qore_dagster.model.tables import TOTALS

MANAGED_ACCOUNT = "CARTEIRA"
FUND = "FUNDO"


def as_json(finding: Finding) -> dict[str, Any]:
    """One entry: what the file is, whose, the totals, the rows by section, and what is wrong."""
    parsed = finding.parsed
    header: Row = parsed.portfolio if parsed else {}
    return {
        "file": finding.file,
        "format": finding.layout or None,
        "envelope": (parsed.envelope or None) if parsed else None,
        "encoding": (parsed.encoding or None) if parsed else None,
        "fund": {
            "cnpj": _text(header.get("cnpj") or header.get("documento_titular")),
            "isin": _text(header.get("isin")),
            "name": _text(header.get("nome")) or finding.subject or None,
            "kind": kind_of_portfolio(header) if parsed else None,
        },
        "date": _text(header.get("data_pos")),
        "header": {name: _text(header.get(name)) for name in TOTALS},
        "rows": dict(finding.sections),
        "reconciliation": [
            {
                "check": result.check,
                "status": result.status.value,
                "difference": _text(result.difference),
                "tolerance": _text(result.tolerance),
            }
            for result in finding.checks
        ],
        "unknown": [
            {"path": row["caminho"], "line": row["linha"], "content": row["conteudo"]}
            for row in (parsed.unknown if parsed else [])
        ],
        "repaired": [
            {"place": repair.place, "text": repair.text, "value": repair.value}
            for repair in (parsed.repaired if parsed else [])
        ],
        "warnings": list(parsed.warnings) if parsed else [],
        "errors": [*_quarantined(finding), *_faults(finding)],
    }


def kind_of_portfolio(header: Row) -> str:
    """CLASSE or SUBCLASSE as the file says, CARTEIRA for a managed account, FUNDO otherwise."""
    if level := header.get("nivel"):
        return str(level)
    return MANAGED_ACCOUNT if header.get("documento_titular") or header.get("codigo_carteira") else FUND


def _quarantined(finding: Finding) -> list[dict[str, Any]]:
    rows = finding.parsed.quarantine if finding.parsed else []
    return [
        {"path": row["caminho"], "line": row.get("linha"), "reason": row["motivo"], "content": row.get("conteudo")}
        for row in rows
    ]


def _faults(finding: Finding) -> list[dict[str, Any]]:
    fault = finding.fault
    return [{"code": fault.code, "reason": fault.reason, "action": fault.action}] if fault else []


def _text(value: Value) -> str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
