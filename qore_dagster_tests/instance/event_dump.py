"""What a run left in Dagster's tables, without what differs from run to run: ids, times, process numbers."""

import re
from collections import Counter
from contextlib import closing
from typing import Any

import psycopg2

VARYING = [
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<hash>"),
    (re.compile(r"\b\d{10}\.\d+\b"), "<time>"),
    (re.compile(r"\b\d+(\.\d+)? ?m?s\b"), "<duration>"),
    (re.compile(r"duration_ms\": [\d.e-]+"), "<duration>"),
    (re.compile(r"pid: \d+|\"pid\": \d+"), "<pid>"),
    (re.compile(r"\"text\": \"\d+\""), "<pid>"),
    (re.compile(r"\"storage_id\": \d+"), "<id>"),
    (re.compile(r"(input_event_pointer/[^\"]*\": )\"\d+\""), r"\1<id>"),
    (re.compile(r"(file_key|log_key|external_\w+)\": (\"[a-z]{8}\"|\[[^\]]*\])"), r"\1 <key>"),
]

TABLES = {
    "event_logs": "SELECT dagster_event_type, step_key, asset_key, partition, event FROM event_logs",
    "asset_event_tags": """
        SELECT dagster_event_type, e.asset_key, partition, t.asset_key, key, value, event_timestamp = timestamp
        FROM asset_event_tags t LEFT JOIN event_logs e ON e.id = event_id""",
    "asset_keys": """
        SELECT asset_key, last_run_id, last_materialization, last_materialization_timestamp IS NULL,
            asset_details, wipe_timestamp, tags
        FROM asset_keys""",
    "asset_check_executions": """
        SELECT c.asset_key, check_name, c.partition, execution_status, evaluation_event,
            e.dagster_event_type, e.partition, c.evaluation_event_timestamp = e.timestamp,
            m.dagster_event_type, m.partition
        FROM asset_check_executions c
        LEFT JOIN event_logs e ON e.id = evaluation_event_storage_id
        LEFT JOIN event_logs m ON m.id = materialization_event_storage_id""",
}


def dump(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables, in an order of their own."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        return {table: _rows(cursor, query) for table, query in TABLES.items()}


def _rows(cursor: Any, query: str) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return sorted((tuple(map(_without_varying, row)) for row in cursor.fetchall()), key=repr)


def _without_varying(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, name in VARYING:
            value = pattern.sub(name, value)
    return value


def differences(left: dict[str, list[tuple[Any, ...]]], right: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    """The rows that only one of two dumps has."""
    return [
        f"{sign} {table} {row}"
        for table in TABLES
        for sign, one, other in (("-", left, right), ("+", right, left))
        for row in sorted((Counter(one[table]) - Counter(other[table])).elements(), key=repr)
    ]
