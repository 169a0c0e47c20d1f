"""Texts that everybody reads: the writer is warned of what may tell who somebody is, and nothing is refused."""

import subprocess
import sys

import pytest
from sqlalchemy.orm import Session

from coop.agenda.models import Comment, Item
from tests.support import make
from tests.support.site import Site

WARNING = "Look once more: everybody can read"
START = """
import sys
from coop.app import create_app
print(sorted(name for name in sys.modules if name.startswith("coop.rules.redaction.") and "names" in name))
"""


@pytest.mark.parametrize(
    "text, word",
    [
        ("Bel Fatima Yilmaz eens, zij weet er alles van.", "“Fatima Yilmaz”"),
        ("Mail mij op jan@voorbeeld.nl als het kan.", "“jan@voorbeeld.nl”"),
        ("De lamp op het plein is stuk.", ""),
        ("Er kwamen 14 mensen in oktober.", ""),
    ],
)
def test_a_comment_is_kept_and_its_writer_warned(site: Site, db: Session, text: str, word: str) -> None:
    place = make.district(db)
    make.mandates(db, place)
    person = make.member(db, place)
    visitor = site.visitor(language="en").sign_in(person)
    fields = {"kind": "problem", "domain": "money", "title": "Donker plein", "in_short": "Het is er donker."}
    fields["details"] = text
    page = visitor.post("/noorderkwartier/agenda/nieuw", fields)
    assert db.query(Item).one().details == text
    assert page.has(WARNING) == bool(word)
    assert page.has(word)
    item = db.query(Item).one()
    page = visitor.post(f"/noorderkwartier/agenda/{item.id}/reageren", {"comment": text})
    assert db.query(Comment).count() == 1
    assert page.has(WARNING) == bool(word)


def test_starting_the_site_pays_nothing_for_it() -> None:
    answer = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
