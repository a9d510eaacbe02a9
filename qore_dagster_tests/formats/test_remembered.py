"""What a reader remembers, and what it does not."""

import pytest

from qore_dagster.formats.numbers import decimal_of
from qore_dagster.formats.remembered import Remembered


def test_a_text_is_read_once_and_a_fault_each_time() -> None:
    read: list[str | None] = []

    def reader(text: str | None) -> str | None:
        read.append(text)
        if text == "x":
            raise ValueError("não é")
        return text

    values = Remembered(reader)
    assert [values["1"], values["1"], values[None], values[None]] == ["1", "1", None, None]
    for _ in range(2):
        with pytest.raises(ValueError, match="não é"):
            values["x"]
    assert read == ["1", None, "x", "x"]


def test_memory_is_bounded_in_number_and_length() -> None:
    values = Remembered(decimal_of)
    for number in range(20_000):
        assert values[str(number)] == number
    assert len(values) <= 8192
    long = Remembered(lambda text: text)
    assert long["a" * 10_000] == "a" * 10_000
    assert len(long) == 0
