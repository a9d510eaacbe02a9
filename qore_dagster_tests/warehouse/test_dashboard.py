"""A dashboard's questions, on a few funds and three years: each is answered, from the years that it is about alone."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from benchmarks.dashboard import QUESTIONS, Question, asked
from benchmarks.many_days import ROWS, fill
from benchmarks.views import years_read
from qore_dagster_tests.postgres_fixture import fresh_database

FUNDS = 24
DAYS = [date(2023, 6, 1) + timedelta(days=14 * place) for place in range(50)]
YEARS = {str(day.year) for day in DAYS}
LAST = str(DAYS[-1].year)


@pytest.fixture(scope="module")
def years(postgres: Any, migrated_template: str) -> Iterator[Connection]:
    """A warehouse with three years of days, only read from."""
    with fresh_database(postgres, template=migrated_template) as uri, closing(psycopg2.connect(uri)) as connection:
        assert fill(connection, FUNDS, DAYS) == FUNDS * len(DAYS) * sum(ROWS.values())
        yield connection


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_is_answered_from_the_years_that_it_is_about(years: Connection, question: Question) -> None:
    values = asked(DAYS[0], DAYS[-1])
    with years, years.cursor() as cursor:
        cursor.execute(question.sql, values)
        assert cursor.rowcount > 0
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question.sql}", values)
        [([explained],)] = cursor.fetchall()
    assert years_read(explained["Plan"]) == (YEARS if question.whole_history else {LAST})
