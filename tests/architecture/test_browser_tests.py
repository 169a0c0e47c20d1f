"""In tests with a browser every act waits for what it brings: nothing is left to the speed of the machine."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BROWSER = Path(__file__).parents[1] / "browser"
# The hands and tests/support/browser.py are where acts wait; everywhere else `go`, `enter`, `stay` and `download` do.
FILES = sorted(path for path in BROWSER.glob("*.py") if path.name != "hands.py")
ACTS = {"click", "dblclick", "tap", "dispatch_event", "expect_navigation", "expect_download", "expect_popup"}
# A pause is too long on a quiet machine and too short on a busy one.
PAUSES = {"sleep", "wait_for_timeout", "wait_for_load_state"}


def left_to_chance(code: str) -> Iterator[str]:
    """The calls in `code` that act or pause without waiting for what comes of it."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        said = ast.unparse(node)
        if node.func.attr in ACTS | PAUSES or (node.func.attr == "press" and "Enter" in said):
            yield f"line {node.lineno}: {said}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_acts_in_a_browser_wait_for_what_they_bring(path: Path) -> None:
    assert not list(left_to_chance(path.read_text()))


@pytest.mark.parametrize(
    "code",
    [
        *('page.click(".card a")', 'page.get_by_role("button").click()', 'page.keyboard.press("Enter")'),
        *("window.page.wait_for_timeout(500)", "time.sleep(1)", "button.first.dispatch_event('click')"),
    ],
)
def test_what_is_left_to_chance_is_seen(code: str) -> None:
    assert len(list(left_to_chance(code))) == 1
    assert not list(left_to_chance("go(page.locator('a')); hands.press('a'); enter(page)"))
