"""The main tasks of residents, members and the team: by keyboard only, and without scripts."""

import pytest

from tests.browser.hands import SEND, Hands, Someone, in_menu, sign_in, text
from tests.support.browser import AXE_RULES, DISTRICT, Chromium, enter


def test_sign_in_with_a_password_and_out_again(someone: Someone) -> None:
    me = someone("visitor")
    sign_in(me, "member12")
    assert me.page.url.endswith(f"{DISTRICT}/")
    me.press(".who button")
    assert me.page.locator(".who button").count() == 0


def test_bring_in_an_item(someone: Someone) -> None:
    me = someone("resident")
    me.press(in_menu("agenda"))
    me.press(f'main a[href="{DISTRICT}/agenda/nieuw"]')
    me.tick("input[name=kind]")
    me.write("#title", "Bankje bij de bushalte")
    me.write("#in_short", "Ouderen kunnen bij de bushalte nergens zitten. Een bankje helpt.")
    choose_last(me, "domain")
    me.write("#place", "Stationsdwarsweg")
    me.press(SEND)
    # Neighbours asked for benches before: that is shown first, and this one is somewhere else.
    assert me.page.locator("input[name=same]").count()
    me.press("main form:has(#title) button.primary")
    assert "Bankje bij de bushalte" in me.page.locator("h1").inner_text()
    assert me.page.locator("[role=status]").inner_text()


def test_while_somebody_types_what_is_there_already_is_shown(browser: Chromium) -> None:
    window = browser.window("resident")
    window.open(f"{DISTRICT}/agenda/nieuw")
    page, said = window.page, window.page.locator("[data-alike]")
    page.locator("#title").press_sequentially("Te hard rijden op de Veerstraat")
    said.locator("li").first.wait_for(state="visible")
    assert "Te hard rijden op de Veerstraat" in said.inner_text()
    assert window.axe(AXE_RULES) == []
    assert window.overflow() == []
    # What was typed is not lost to who looks at the item.
    assert said.locator("a").first.get_attribute("target") == "_blank"
    page.locator("#title").fill("Zzz qqq")
    said.locator("li").first.wait_for(state="detached")
    assert not window.watched.take()


def choose_last(me: Hands, name: str) -> None:
    """Choose the last of the options, whatever the form offers them in."""
    if me.page.locator(f"select[name={name}]").count():
        value = me.page.locator(f"select[name={name}] option").last.get_attribute("value")
        me.choose(f"select[name={name}]", value or "")
    else:
        value = me.page.locator(f"input[name={name}]").last.get_attribute("value")
        me.tick(f'input[name={name}][value="{value}"]')


def test_support_an_item_and_take_it_back(someone: Someone) -> None:
    me = someone("resident")
    me.press(in_menu("agenda"))
    support, back = 'main form[action$="/steunen"] button', 'main form[action$="/steun-intrekken"] button'
    paths = [link.get_attribute("href") for link in me.page.locator("main h3 a, main h2 a").all()]
    for path in paths:
        me.press(f'main a[href="{path}"]')
        if me.page.locator(support).count():
            break
        me.press(in_menu("agenda"))
    me.press(support)
    me.press(back)
    assert me.page.locator(support).count() == 1


def test_j5_read_what_kind_of_vote_it_is_then_vote_check_and_receipt(someone: Someone) -> None:
    me = someone("member")
    me.press(in_menu("stemmen"))
    me.press(f'main a[href^="{DISTRICT}/stemmen/"][href$="/2"]')
    assert "Prioriteiten van het team" in text(me)
    assert "De uitslag is het besluit." in text(me)
    me.press('main a[href$="/stem"]')
    box = "input[name=choices]:not(:checked)"
    key = me.page.locator(box).first.get_attribute("value")
    title = me.page.locator(f"label[for=choice-{key}] strong").inner_text()
    me.tick(f'input[name=choices][value="{key}"]')
    me.press(SEND)
    assert title in text(me)
    me.press('main form[action$="/stem-wijzigen"] button')
    assert me.page.locator(f'input[name=choices][value="{key}"]').is_checked()
    me.press(SEND)
    me.press(SEND)
    assert me.page.url.endswith("/bewijs")
    assert title in text(me)


def test_score_a_candidate(someone: Someone) -> None:
    me = someone("member")
    me.press(in_menu("mijn-pagina"))
    work = [link.get_attribute("href") for link in me.page.locator('main a[href$="/panellid"]').all()]
    for path in work:  # of several panels one is scoring
        me.press(f'main a[href="{path}"]')
        if me.page.locator('main a[href$="/scoren"]').count():
            break
        me.press(in_menu("mijn-pagina"))
    me.press('main a[href$="/scoren"]')
    me.press('main a[href*="/scoren/"]')
    names = me.page.locator("main form.stack fieldset input[type=radio]").evaluate_all(
        "all => [...new Set(all.map(one => one.name))]"
    )
    assert len(names) >= 3  # one for each candidate
    for name in names:
        me.tick(f"input[name={name}] >> nth=2")
    for area in me.page.locator("main form.stack textarea").all():
        me.write(f"#{area.get_attribute('id')}", "Noemt een gesprek aan de keukentafel en wat er daarna gebeurde.")
    me.press(SEND)
    assert me.page.locator("#error-summary").count() == 0
    assert me.page.locator("[role=status]").inner_text()


def test_judge_the_report(someone: Someone) -> None:
    me = someone("resident")
    me.press(f'main a[href^="{DISTRICT}/verslagen/"]')
    me.press('main a[href$="/oordeel"]')
    me.tick("input[name=score] >> nth=3")
    me.write("#reason", "Het inloopuur is er nu elke week en de buurvrouw is eindelijk geholpen.")
    me.press(SEND)
    assert me.page.locator("#error-summary").count() == 0
    assert me.page.locator("[role=status]").inner_text()


def test_offer_help(someone: Someone) -> None:
    me = someone("resident")
    me.press(in_menu("agenda"))
    paths = [link.get_attribute("href") for link in me.page.locator("main h3 a, main h2 a").all()]
    for path in paths:
        me.press(f'main a[href="{path}"]')
        if me.page.locator('main a[href$="/hulp"]').count():
            break
        me.press(in_menu("agenda"))
    me.press('main a[href$="/hulp"]')
    me.write("main form textarea", "Ik kan op zaterdag helpen met timmeren.")
    me.press(SEND)
    assert me.page.locator("#error-summary").count() == 0


FORMS = [
    ("visitor", "/inloggen"),
    ("resident", f"{DISTRICT}/agenda/nieuw"),
    ("board", f"{DISTRICT}/stemmen/nieuw"),
    ("team", f"{DISTRICT}/verslagen/nieuw"),
    ("secretary", f"{DISTRICT}/vacatures/nieuw"),
    ("administrator", f"{DISTRICT}/zeggenschap/vaststellen"),
]
# The field, or the group it stands in, is described by a reason that is there.
HAS_ITS_REASON = """one => [one, one.closest("fieldset")]
    .flatMap((part) => (part?.getAttribute("aria-describedby") ?? "").split(" "))
    .some((id) => id.endsWith("-error") && document.getElementById(id)?.textContent.trim())"""


@pytest.mark.parametrize("person, path", FORMS)
def test_a_form_that_is_sent_empty_says_what_is_wrong(browser: Chromium, person: str, path: str) -> None:
    """A summary with the focus on it, links to the fields, and the reason beside each field."""
    window = browser.window(person)
    page = window.page
    window.open(path)
    window.go(SEND)
    summary = page.locator("#error-summary")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.title().startswith(("Fout:", "Error:"))
    links = summary.locator("a").all()
    assert links
    for link in links:
        target = (link.get_attribute("href") or "").removeprefix("#")
        link.focus()
        enter(page)
        assert page.evaluate("document.activeElement.id") == target
        assert page.locator(f"#{target}").evaluate(HAS_ITS_REASON), target
    assert window.axe(AXE_RULES) == []
    assert window.overflow() == []


def test_the_check_page_of_a_vote_is_usable(browser: Chromium) -> None:
    """No link leads there: it answers the ballot."""
    window = browser.window("board")
    window.open(f"{DISTRICT}/stemmen/2/stem")
    window.page.locator("input[name=choices]").first.check()
    window.go(SEND)
    assert window.page.url.endswith("/controle")
    assert window.look() + window.walk() == []


def test_the_page_that_puts_an_item_on_the_agenda_is_usable(browser: Chromium) -> None:
    window = browser.window("board")
    window.open(f"{DISTRICT}/agenda/beheer")
    new = window.page.locator("main table a").first.get_attribute("href")
    window.open(f"{new}/plaatsen")
    assert window.look() + window.walk() == []


@pytest.mark.parametrize("person", ["visitor", "member"])
def test_the_first_screen_of_a_phone_shows_what_the_page_is_about(browser: Chromium, person: str) -> None:
    """The frame around the page takes less than half of a small screen."""
    window = browser.window(person)
    for path in (f"{DISTRICT}/", f"{DISTRICT}/agenda", f"{DISTRICT}/verslagen"):
        window.page.set_viewport_size({"width": 360, "height": 640})
        window.open(path)
        box = window.page.locator("h1").bounding_box()
        assert box is not None
        assert box["y"] < 320, (path, box["y"])
