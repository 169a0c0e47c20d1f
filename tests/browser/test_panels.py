"""A score sheet at the kitchen table: nothing typed is lost when the page or the line goes away."""

import pytest
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
    window.go('main a[href$="/scoren"]')
    overview = page.url
    window.go("main h2 a")
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
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        window.go(f"{SHEET} button")
    page.wait_for_url("chrome-error:**")
    page.context.set_offline(False)
    page.goto(sheet)
    assert page.locator("textarea").last.input_value() == "This was in the example that was told."
    window.go(f"{SHEET} button")
    assert page.url.endswith("/scoren/vraag/2")
    page.goto(overview)
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
