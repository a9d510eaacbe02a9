"""Yes and no: one grammar for every place that reads one."""

from decimal import Decimal

import pytest

from qore_dagster.model.flags import FlagError, read_flag

_YES = ["SIM", "sim", " Sim ", "S", "TRUE", "VERDADEIRO", "verdadeiro", "YES", "Y", "1", "1.0", "QORE", "qore\n"]
_NO = ["NÃO", "não", "NAO", "Na\u0303o", "N", "FALSE", "FALSO", "NO", "0", "0.0", "", "  ", "\t"]


@pytest.mark.parametrize("value", [*_YES, True, 1, 1.0, Decimal(1), Decimal("1.00")])
def test_defect_48_every_spelling_of_yes_is_yes(value: object) -> None:
    assert read_flag(value) is True


@pytest.mark.parametrize(
    "value", [*_NO, False, 0, 0.0, Decimal(0), Decimal("0.00"), None, float("nan"), Decimal("NaN")]
)
def test_defect_48_every_spelling_of_no_is_no(value: object) -> None:
    assert read_flag(value) is False


@pytest.mark.parametrize("value", ["X", "talvez", "2", "10", "-1", 2, 0.5, Decimal("1.01"), [], "SIM NÃO"])
def test_defect_48_anything_else_is_an_error_that_names_it_and_the_spellings(value: object) -> None:
    with pytest.raises(FlagError) as caught:
        read_flag(value)
    assert str(value) in caught.value.fault.reason
    assert all(word in caught.value.fault.action for word in ("SIM", "VERDADEIRO", "QORE", "NÃO", "FALSO"))
