"""How a step's end tells what failed in it."""

from datetime import date

import dagster as dg
import pytest

from qore_dagster.assets.outcome import raise_for
from qore_dagster.model.faults import Fault
from qore_dagster.model.fund_day import FundDay

ALFA, BETA = FundDay(date(2026, 11, 23), "alfa"), FundDay(date(2026, 11, 23), "beta")


def test_each_fund_and_day_is_named_once() -> None:
    faults = {
        ALFA: Fault("html", f"{ALFA}: o portal devolveu uma página HTML", "rode de novo"),
        BETA: Fault("disk", "o disco está cheio", "libere espaço"),
    }
    with pytest.raises(dg.Failure) as caught:
        raise_for(faults, what="baixar")
    assert caught.value.description == (
        f"baixar: 2 com falha\n{ALFA}: o portal devolveu uma página HTML → rode de novo\n"
        f"{BETA}: o disco está cheio → libere espaço"
    )
