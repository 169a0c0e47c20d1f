"""Collects the texts to translate and keeps the catalogs up to date.

Run: python -m scripts.messages            collect and update
     python -m scripts.messages --check    fail when a catalog is stale, incomplete, fuzzy, has other places or quotes
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ROOT / "coop" / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
# Dutch must be complete; English shows the msgids themselves.
COMPLETE = ("nl",)
KEYWORDS = {"_": None, "gettext": None, "mark": None, "lazy": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
_PLACE = re.compile(r"%\((\w+)\)[sd]")
# Words are quoted “so”, in every language; ’ and ' stand inside a word only.
_OTHER_QUOTES = re.compile('["‘„‟«»]|’(?!\\w)|(?<=[^\\w ])’')


def collect() -> Catalog:
    """Every text that code and templates mark, in the order of files."""
    catalog = Catalog(project="coop", copyright_holder="", msgid_bugs_address="", charset="utf-8")
    options = {"**.html": {"silent": "false", "trimmed": "true"}}
    for name, _line, text, comments, _context in extract_from_dir(
        ROOT / "coop", METHODS, options, KEYWORDS, comment_tags=("TRANSLATORS:",)
    ):
        catalog.add(text, None, [(name, 0)], auto_comments=comments)
    return catalog


def _same_texts(one: Catalog, other: Catalog) -> bool:
    return {message.id for message in one} == {message.id for message in other}


def _texts(text: object) -> tuple[str, ...]:
    return tuple(str(one or "") for one in text) if isinstance(text, (list, tuple)) else (str(text or ""),)


def _places(text: object) -> set[str]:
    return {name for one in _texts(text) for name in _PLACE.findall(one)}


def problems_of(language: str, catalog: Catalog) -> list[str]:
    """What is missing or wrong in the catalog of a language that must be complete."""
    found = []
    for message in catalog:
        if not message.id:
            continue
        if message.fuzzy:
            found.append(f"{language}: fuzzy: {message.id}")
        if not _is_translated(message):
            found.append(f"{language}: missing: {message.id}")
        elif _places(message.id) - {"num"} != _places(message.string) - {"num"}:
            found.append(f"{language}: other placeholders: {message.id}")
        if _OTHER_QUOTES.search(" ".join((*_texts(message.id), *_texts(message.string)))):
            found.append(f"{language}: quote with “ and ”: {message.id}")
    return found


def _is_translated(message: Message) -> bool:
    return all(_texts(message.string))


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_po(out, catalog, width=0, no_location=False, include_lineno=False, sort_output=True, ignore_obsolete=True)
    kept = [line for line in out.getvalue().decode().splitlines() if not re.match(r'"(POT-Creation|PO-Revision)', line)]
    path.write_text("\n".join(kept).rstrip() + "\n")


def read(language: str) -> Catalog:
    """The catalog of a language; empty when there is none yet."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language)


def update(fresh: Catalog) -> None:
    """Write the template and bring each catalog up to date, without guessing."""
    _write(TEMPLATE, fresh)
    for language in COMPLETE:
        catalog = read(language)
        catalog.update(fresh, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _write(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po", catalog)


def main() -> int:
    fresh = collect()
    if "--check" not in sys.argv:
        update(fresh)
        missing = [line for language in COMPLETE for line in problems_of(language, read(language))]
        print("\n".join(missing) or "every text is translated")
        return 0
    lines = []
    for language in COMPLETE:
        catalog = read(language)
        if not _same_texts(fresh, catalog):
            lines.append(f"{language}: the catalog is stale; run `make messages`")
        lines += problems_of(language, catalog)
    print("\n".join(lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
