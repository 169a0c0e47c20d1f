"""Reports: read, print, judge, tell one's own story, check, answer, learn; by keyboard only, and without scripts."""

from tests.browser.hands import SEND, Hands, Someone, text, words
from tests.support.browser import DISTRICT

IN_BOTH_LANGUAGES = True
REPORTS = f"{DISTRICT}/verslagen"
START = REPORTS


def link(part: str) -> str:
    return f'main a[href$="{part}"]'


def newest(hands: Hands) -> None:
    hands.press("main section[aria-labelledby=released] h3 a")


def test_j11_j14_a_resident_reads_figures_waits_and_the_pocket_version(someone: Someone) -> None:
    me = someone("visitor")
    newest(me)
    assert words(me, "Hoe lang mensen wachtten", "How long people waited") in text(me)
    assert words(me, "De wet zegt: binnen zes weken", "The law says: within six weeks") in text(me)
    assert words(me, "Wat er misging", "What went wrong") in text(me)
    me.press(link("/kort"))
    assert me.page.locator(".pocket").evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 22
    assert len(me.page.locator(".pocket").inner_text().split()) <= 170


def test_j12_a_resident_judges_the_whole_a_commitment_and_answers_the_team(someone: Someone) -> None:
    me = someone("resident")
    newest(me)
    me.press(link("/oordeel"))
    me.tick("input[name=score][value='4']")
    me.write("#reason", "Er kwam iemand langs die luisterde.")
    me.choose("main select", "5")
    me.write("#answer_1", "Ja, het ging sneller.")
    me.press(SEND)
    assert words(me, "Uw oordeel telt", "Your judgement counts") in text(me)


def test_j13_a_resident_offers_her_own_story_and_takes_it_back(someone: Someone) -> None:
    me = someone("resident")
    me.press(link("/mijn-verhaal"))
    me.write("#text", "Zonder de inloop had ik nooit durven bellen.")
    me.write("#changes", "Niet welke dag het was.")
    me.press(SEND)
    assert words(me, "Het team kijkt ernaar", "The team is looking at it") in text(me)
    me.press('main form[action$="/terugtrekken"] button')
    assert words(me, "Teruggenomen", "Taken back") in text(me)


def test_j25_a_generalist_sees_the_promises_and_says_what_became_of_one(someone: Someone) -> None:
    me = someone("team")
    me.press(f'nav a[href="{DISTRICT}/agenda"]')
    me.press(f'main a[href="{DISTRICT}/toezeggingen"]')
    me.press(f'main a[href="{DISTRICT}/toezeggingen?staat=open"]')
    title = me.page.locator("main h2.card-title a").first.inner_text()
    me.press("main h2.card-title a")
    me.press(link("/voortgang"))
    me.tick("input[name=state][value=partly]")
    me.press(SEND)
    assert words(me, "Vertel wat er is gedaan", "Tell what was done") in text(me)
    me.write("#text", "De helft is klaar. De rest wacht op een lokaal.")
    me.press(SEND)
    assert title in text(me)
    assert "De rest wacht op een lokaal." in text(me)
    me.page.goto(me.page.url.split("/toezeggingen")[0] + "/verslagen")
    me.press(link("/invullen"))
    me.press(link("/invullen/toezeggingen"))
    assert title in text(me)
    me.press('main a[href*="/invullen/toezeggingen/"]')
    me.tick("input[name=kept][value=stopped]")
    me.write("#sentence", "Wij zijn gestopt: er kwam niemand.")
    me.press(SEND)
    assert words(me, "Opgeslagen", "Saved") in me.page.locator("body").inner_text()


def test_j26_the_team_fills_the_figures_once_and_nobody_outside_it_sees_a_small_one(someone: Someone) -> None:
    team = someone("team")
    team.press(link("/invullen"))
    draft = team.page.locator("main h1").inner_text()
    team.press(link("/invullen/cijfers"))
    card = team.page.locator("fieldset", has=team.page.locator("#referred_value"))
    counted = words(team, "naar een specialist verwees", "Households that the team referred to specialist help")
    assert counted in card.inner_text()
    assert words(team, "Bewoners zien dit getal vanaf 10", "Shown to residents from 10 on") in card.inner_text()
    team.write("#referred_value", "8")
    team.write("#first_contact_days_value", "7")
    team.write("#first_contact_days_p90", "18")
    team.write("#first_contact_days_numerator", "66")
    team.write("#first_contact_days_n", "69")
    team.press(SEND)
    team.press(link("/invullen/cijfers"))
    assert team.page.locator("#referred_value").input_value() == "8"
    # Outside the team: no draft, and in what was released the same figure says why it is not there.
    visitor = someone("visitor")
    assert draft not in text(visitor)
    newest(visitor)
    assert words(visitor, "te klein om te tonen", "too small to show") in text(visitor)


def test_j27_j31_the_team_writes_what_went_wrong_and_two_views_of_one_question(someone: Someone) -> None:
    me = someone("team")
    me.press(link("/invullen"))
    me.press(link("/invullen/bereik"))
    me.write("#dilemma", "Bellen wij aan waar iemand eerder nee zei?")
    me.write("#one_view", "Ja, want mensen veranderen.")
    me.write("#other_view", "Nee is nee.")
    me.press(SEND)
    me.press(link("/invullen/bereik"))
    assert me.page.locator("#other_view").input_value() == "Nee is nee."


def test_j29_the_team_explains_its_shadow_budget_in_a_sentence(someone: Someone) -> None:
    me = someone("team")
    me.press(link("/invullen"))
    me.press(link("/invullen/cijfers"))
    me.write("#shadow_budget_used_numerator", "371800")
    me.write("#shadow_budget_used_denominator", "401000")
    me.write("#shadow_budget_used_n", "57")
    me.write("#shadow_budget_used_note", "De rekeningen van de laatste maanden ontbreken nog.")
    me.press(SEND)
    assert words(me, "niet klaar", "not ready yet") in me.page.locator("body").inner_text()


def test_j30_a_team_member_keeps_a_case_to_learn_from(someone: Someone) -> None:
    me = someone("team")
    me.press(link("/leergevallen"))
    me.write("#rule", "Eerst een formulier")
    me.write("#did", "Eerst een gesprek, daarna het formulier.")
    me.write("#why", "Het was dringend.")
    me.press(SEND)
    assert "Eerst een gesprek" in text(me)


def test_a_reader_from_elsewhere_answers_the_fixed_questions(someone: Someone) -> None:
    me = someone("secretary")
    me.press(link("/lezen"))
    me.press("main li h2 a")
    for name in ("role", "place", "event", "family", "origin", "illness", "date"):
        me.tick(f"input[name={name}][value=no]")
    me.press(SEND)
    assert words(me, "geldt als gelezen", "counts as read") in me.page.locator("body").inner_text()


def test_j39_what_was_known_when_stands_in_order(someone: Someone) -> None:
    me = someone("visitor")
    newest(me)
    me.press(link("/wanneer"))
    assert words(me, "Vrijgegeven: iedereen kon het lezen", "Released: everybody could read it") in text(me)
    assert words(me, "Besproken op een bijeenkomst", "Discussed at a meeting") in text(me)
