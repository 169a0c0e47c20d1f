"""J16: residents ask the team to come, the team answers, and the visit is told and counted in the report."""

from datetime import timedelta

import pytest

from coop.kernel.clock import local_day, system_clock
from tests.browser.hands import SEND, Someone, in_menu, text, words
from tests.browser.test_journeys import bring_in
from tests.support.browser import DISTRICT

IN_BOTH_LANGUAGES = True
INITIATIVES = f'main a[href="{DISTRICT}/initiatieven"]'
HELP = 'main a[href*="/initiatieven/"]'


def test_j16_residents_ask_the_team_to_come_and_it_stands_in_the_calendar(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    case = request.node.callspec.id
    title, opening = f"Speelgebouw van de buurt ({case})", f"Opening van het speelgebouw ({case})"
    me, team, visitor = someone("resident"), someone("team"), someone("visitor")
    bring_in(me, "initiative", title, "Ouders bouwen zelf een speelgebouw aan de Kade.")
    me.press(HELP)
    me.press('main a[href$="/bezoek-vragen"]')
    me.press(SEND)
    assert me.page.locator("#error-summary").count() == 1  # a day, a place and a name are asked
    me.write("#title", opening)
    me.page.fill("#day", (local_day(system_clock()) + timedelta(days=30)).isoformat())
    me.page.fill("#time", "14:00")
    me.write("#place", "Kade, bij de brug")
    me.tick("#is_open")
    me.press(SEND)
    assert words(me, "antwoordt uiterlijk op", "answers at the latest on") in text(me)
    team.press(in_menu("mijn-pagina"))
    team.press(f'main li:has-text("{opening}") a')
    team.press('main a[href$="/antwoord"]')
    team.tick("input[name=choice][value=yes]")
    team.write("#words", "Fenna en Ruud komen, met de bakfiets.")
    team.press(SEND)
    me.page.reload()
    assert "Fenna en Ruud komen" in text(me)
    visitor.press(f'main a[href="{DISTRICT}/kalender"]')
    visitor.press(f'main a:has-text("{opening}")')
    assert "Kade, bij de brug" in text(visitor)


def test_j16_the_team_tells_in_a_sentence_how_a_visit_was(someone: Someone, request: pytest.FixtureRequest) -> None:
    told = f"Wij repareerden samen twaalf banden ({request.node.callspec.id})."
    team, visitor = someone("team"), someone("visitor")
    team.press(in_menu("mijn-pagina"))
    team.press(f'main a:has-text("{words(team, "Vertel hoe een bezoek was", "Tell how a visit was")}")')
    team.press('main a[href$="/verslag"]')
    team.tick("input[name=choice][value=yes]")
    team.press(SEND)
    assert team.page.locator("#error-summary").count() == 1  # a sentence is asked
    team.write("#told", told)
    team.press(SEND)
    visitor.press(in_menu("agenda"))
    visitor.press(INITIATIVES)
    assert told in text(visitor)
    assert words(visitor, "Het team was er", "The team was there") in text(visitor)
    assert words(visitor, "dagen te laat", "days too late") in text(visitor)  # what waits too long is seen by everybody
