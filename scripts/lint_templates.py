"""House rules for templates: nothing inline, every text translatable, every page with title and one h1.

Run: python -m scripts.lint_templates
"""

import re
import sys
from pathlib import Path

from jinja2 import Environment

TEMPLATES = Path(__file__).parent.parent / "coop" / "templates"
STATIC = TEMPLATES.parent / "static"
RULES: tuple[tuple[str, str], ...] = (
    (r"<[^>{]*\sstyle=", "inline style (the content security policy blocks it)"),
    (r"<[^>{]*\son[a-z]+=", "inline script (the content security policy blocks it)"),
    (r"<script(?![^>]*\ssrc=)", "inline script (the content security policy blocks it)"),
    (r"""(?:src|href)=["']https?://""", "address of another site"),
    (r"\|\s*safe\b", "`|safe`: let the filter that makes HTML return Markup"),
    (r"autofocus", "autofocus moves people away from what they read"),
)
# A word of three or more letters between tags that is not inside {{ }} or {% %}.
BARE_TEXT = re.compile(r">([^<>{}%]*[A-Za-zÀ-ÿ]{3,}[^<>{}%]*)<")


def _without_jinja(text: str) -> str:
    return re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.S)


def problems_of(path: Path, environment: Environment) -> list[str]:
    """What is wrong in one template, each with its line."""
    text = path.read_text()
    environment.parse(text)
    found = []
    for pattern, words in RULES:
        for match in re.finditer(pattern, text):
            found.append(f"{_line(text, match.start())}: {words}")
    plain = _without_jinja(text)
    for match in BARE_TEXT.finditer(plain):
        # Names are no texts (translate="no"); `-hint` and the like are ends of ids that macros put together.
        around = plain[max(0, match.start() - 100) : match.start() + 1]
        if 'translate="no"' not in around and not match[1].strip().startswith("-"):
            found.append(f"{_line(text, match.start())}: text that is not translated: {match[1].strip()[:40]}")
    if 'extends "base.html"' in text:
        found += [f"1: no block {name}" for name in ("title", "content") if f"block {name}" not in text]
    return found


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def css_problems() -> list[str]:
    """Physical directions break right-to-left languages."""
    found = []
    for path in STATIC.glob("*.css"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"\b(?:margin|padding|border|inset)?-?(?:left|right)\s*:", line):
                found.append(f"{path.name}:{number}: use logical properties (inline-start, inline-end)")
    return found


def main() -> int:
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
    lines = css_problems()
    for path in sorted(TEMPLATES.rglob("*.html")):
        lines += [f"{path.relative_to(TEMPLATES)}:{line}" for line in problems_of(path, environment)]
    print("\n".join(lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
