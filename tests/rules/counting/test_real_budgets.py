"""Cities that counted by equal shares, and one by most votes: the same winners, and the official explanation."""

from fractions import Fraction

import pytest

from coop.rules.counting import EqualSharesRule, Lot, equal_shares, explain, greedy
from coop.rules.counting.files.pabulib import PabulibFile, parse
from tests.rules.counting.elections import text_of

FOLDER = "participatory-budgets/"
ASSEN, SWIECIE, WIELICZKA, WARSAW = (
    "Netherlands_Assen_2024.pb",
    "Poland_Swiecie_2023.pb",
    "Poland_Wieliczka_2023_Green_Budget.pb",
    "Poland_Warszawa_2026_Salomea_Opacz_Wielka_Rakow_Okecie_Zaluski_Paluch.pb",
)


def read(name: str) -> PabulibFile:
    return parse(text_of(FOLDER + name))


@pytest.mark.parametrize("step", [None, Fraction(1)])
@pytest.mark.parametrize("name", [ASSEN, SWIECIE, WIELICZKA])
def test_equal_shares_gives_the_official_winners(name: str, step: Fraction | None) -> None:
    file = read(name)
    outcome = equal_shares(file.instance, EqualSharesRule(step=step))
    assert file.official is not None
    assert set(outcome.winners) == set(file.official)
    assert outcome.cost <= outcome.budget


def test_most_votes_gives_the_official_winners_in_warsaw() -> None:
    file = read(WARSAW)
    assert set(greedy(file.instance).winners) == set(file.official or ())
    assert file.instance.threshold == 30


def test_the_explanation_of_wieliczka_is_the_one_the_city_gave() -> None:
    file, rule = read(WIELICZKA), EqualSharesRule(step=Fraction(1))
    story = explain(file.instance, equal_shares(file.instance, rule), Lot(), rule)
    lost = next(one for one in story.projects if one.project == "21")
    assert round(float(story.outcome.final_share or 0), 2) == 315.84
    assert lost.money_left is not None
    assert round(float(lost.money_left)) == 93_873
    assert lost.spent_on[0][0] == "6"
    assert round(float(lost.spent_on[0][1])) == 40_048
    assert (
        round(float(sum(amount for _, amount in lost.spent_on[1:]))) + round(float(lost.spent_elsewhere or 0)) == 22_735
    )
