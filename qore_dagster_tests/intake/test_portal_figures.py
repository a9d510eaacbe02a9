"""Asking the portal for its own figures: one question a fund, and a reason for each that has no answer."""

import pytest

from qore_dagster.intake.fetch import Intake
from qore_dagster.intake.portal_figures import portal_figures
from qore_dagster.model.cross_checks import Unchecked
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.portal_figures import PortalFigures
from qore_dagster.simulator.server import RunningPortal
from qore_dagster_tests.intake.conftest import DAY, DAY_BEFORE


def _why(intake: Intake, *keys: FundDay, patience: float = 60) -> list[str | None]:
    """The reason of each key; None for one that was answered."""
    found = portal_figures(intake.portal, keys, intake.funds, patience=patience)
    assert set(found) == set(keys)
    return [answer.why if isinstance(answer := found[key], Unchecked) else None for key in keys]


def test_all_days_of_a_fund_are_one_question(intake: Intake, keys: list[FundDay], shared_portal: RunningPortal) -> None:
    shared_portal.forget_requests()
    both = [*keys, *(FundDay(DAY_BEFORE, key.fund) for key in keys)]
    found = portal_figures(intake.portal, both, intake.funds)
    assert all(isinstance(answer, PortalFigures) for answer in found.values())
    assert len(set(found.values())) == len(both)
    assert shared_portal.requests()["endpoints"] == {"quotas": len(keys)}


@pytest.mark.parametrize("kind", ["http_404", "html"])
def test_where_there_is_no_history_the_funds_own_page_tells_its_newest_day(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal, kind: str
) -> None:
    expected = portal_figures(intake.portal, keys, intake.funds)
    shared_portal.add_fault(kind, at="quotas")
    assert portal_figures(intake.portal, keys, intake.funds) == expected
    (why,) = _why(intake, FundDay(DAY_BEFORE, keys[0].fund))
    assert why is not None
    assert "cotas do fundo" in why


@pytest.mark.parametrize("kind", ["http_500", "http_403", "cut", "html"])
def test_one_fund_without_an_answer_is_that_funds_only(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal, kind: str
) -> None:
    uuid = intake.funds[keys[1].fund].uuid
    shared_portal.add_fault(kind, fund=uuid, at="quotas")
    shared_portal.add_fault("http_500", fund=uuid, at="info")
    first, second, third = _why(intake, *keys)
    assert (first, third) == (None, None)
    assert f"cotas do fundo {uuid}" in (second or "")


def test_a_day_that_the_portal_does_not_show_is_none_of_its_others(intake: Intake, keys: list[FundDay]) -> None:
    (why,) = _why(intake, FundDay(DAY.replace(year=2025), keys[0].fund))
    assert why == "o portal não mostra a cota de 07/01/2025"


def test_a_fund_that_nobody_knows_is_not_asked_about(intake: Intake, shared_portal: RunningPortal) -> None:
    shared_portal.forget_requests()
    assert _why(intake, FundDay(DAY, "ninguem")) == ["o fundo está fora do cadastro"]
    assert shared_portal.requests()["endpoints"] == {}


def test_patience_ends(intake: Intake, keys: list[FundDay], shared_portal: RunningPortal) -> None:
    shared_portal.forget_requests()
    assert _why(intake, *keys, patience=0) == ["o portal demora a responder sobre as cotas"] * len(keys)
    assert shared_portal.requests()["endpoints"] == {}
