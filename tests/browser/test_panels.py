"""A score sheet at the kitchen table: nothing typed is lost when the page or the line goes away."""

from contextlib import suppress

from playwright.sync_api import Error

from tests.support.browser import DISTRICT, Chromium

SHEET = "main form.keeps-typing"


def test_a_score_sheet_survives_a_reload_and_a_line_that_drops(browser: Chromium) -> None:
    window = browser.window("member")
    page = window.page
    page.goto(f"{browser.origin}{DISTRICT}/mijn-pagina")
    work = [link.get_attribute("href") for link in page.locator('main a[href$="/panellid"]').all()]
    for path in work:
        page.goto(f"{browser.origin}{path}")
        if page.locator('main a[href$="/scoren"]').count():
            break
    page.locator('main a[href$="/scoren"]').click()
    overview = page.url
    page.locator("main h2 a").first.click()
    sheet = page.url
    page.locator("textarea").first.fill("Half a sentence of evidence")
    page.reload()
    assert page.locator("textarea").first.input_value() == "Half a sentence of evidence"
    assert page.locator("[data-kept]").is_visible()
    for field in page.locator("textarea").all():
        field.fill("This was in the example that was told.")
    for group in page.locator(f"{SHEET} fieldset").all():
        group.locator("input").nth(3).check()
    page.context.set_offline(True)
    with suppress(Error):
        page.locator(f"{SHEET} button").click(timeout=3000)
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(sheet)
    assert page.locator("textarea").last.input_value() == "This was in the example that was told."
    page.locator(f"{SHEET} button").click()
    page.wait_for_url("**/scoren/vraag/2")
    page.goto(overview)
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
