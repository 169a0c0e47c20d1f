"""Pages that say what went wrong lead back to where one was."""

import pytest
from flask import session
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from coop.accountability.models import Report
from coop.accountability.policy import ReportState
from coop.agenda.models import Item
from coop.agenda.policy import ItemState
from coop.demo.cast import Cast, cast_of
from coop.identity.models import Account
from coop.kernel.errors import ConflictError
from coop.panels.models import Procedure
from coop.panels.policy import State
from coop.voting.models import Poll
from coop.voting.policy import PollState
from coop.web.words import _, in_language, ngettext, number, words_of
from tests.support import make
from tests.support.engines import Engines
from tests.support.site import Page, Site

HERE = "/noorderkwartier"


def _ways(page: Page) -> list[str]:
    return [str(link["href"]) for link in page.soup.select("main a")]


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engines: Engines) -> Engine:
    """A database with the demo in it; every test leaves it as it was."""
    return engines.with_demo(request.param)


@pytest.fixture
def cast(db: Session) -> Cast:
    """The people of the demo."""
    return cast_of(db, make.NOON.date())


def _ids(db: Session, cast: Cast) -> dict[str, int]:
    """Numbers of things of the demo, by what is so with them."""
    wanted = {
        "item": select(Item.id).where(Item.state == ItemState.ON_AGENDA),
        "draft": select(Report.id).where(Report.state == ReportState.DRAFT),
        "told": select(Poll.id).where(Poll.state == PollState.PUBLISHED),
        "running": select(Poll.id).where(Poll.state == PollState.OPEN),
        "coming": select(Poll.id).where(Poll.state == PollState.DRAFT),
        "vacancy": select(Procedure.id).where(Procedure.state == State.DRAFT),
    }
    found = {name: db.scalar(one.order_by("id").limit(1)) for name, one in wanted.items()}
    assert None not in found.values(), found
    return {name: number for name, number in found.items() if number is not None}


def _as(db: Session, cast: Cast, key: str) -> make.Person:
    actor = cast.actor(key)
    return make.Person(db.get_one(Account, actor.account_id), actor)


def test_a_step_that_is_not_possible_leads_back_to_the_thing(site: Site, db: Session, cast: Cast) -> None:
    known = _ids(db, cast)
    for who, path, back in (
        ("secretary", "stemmen/{told}/openen", "stemmen/{told}"),
        ("secretary", "stemmen/{told}/sluiten", "stemmen/{told}"),
        ("board", "agenda/{item}/plaatsen", "agenda/{item}"),
    ):
        visitor = site.visitor(language="en").sign_in(_as(db, cast, who))
        page = visitor.post(f"{HERE}/{path.format(**known)}", expect=409)
        assert f"{HERE}/{back.format(**known)}" in _ways(page)
        for way in _ways(page):
            visitor.open(way)


def test_no_way_back_leads_to_a_page_that_is_not_there(site: Site, db: Session, cast: Cast) -> None:
    known = _ids(db, cast)
    member = site.visitor(language="en").sign_in(_as(db, cast, "member"))
    for path in (
        "agenda/2000000000",
        "agenda/2000000000/hulp",
        "verslagen/{draft}",
        "verslagen/{draft}/oordeel",
        "stemmen/{coming}",
        "vacatures/{vacancy}",
    ):
        page = member.open(f"{HERE}/{path.format(**known)}", expect=404)
        for way in _ways(page):
            member.open(way)
    for path in ("verslagen/{draft}/vrijgeven", "verslagen/{draft}/invullen", "stemmen/{coming}/beheer"):
        page = member.open(f"{HERE}/{path.format(**known)}", expect=403)
        for way in _ways(page):
            member.open(way)


def test_loading_the_answer_to_a_form_again_opens_the_thing(site: Site, db: Session, cast: Cast) -> None:
    known = _ids(db, cast)
    for who, path, there in (
        ("member", "agenda/{item}/steunen", "agenda/{item}"),
        ("board", "stemmen/{running}/openen", "stemmen/{running}"),
        ("", "agenda/{item}/steunen", "agenda/{item}"),
        ("member", "agenda/2000000000/steunen", "agenda"),
    ):
        visitor = site.visitor(language="en")
        if who:
            visitor.sign_in(_as(db, cast, who))
        assert visitor.open(f"{HERE}/{path.format(**known)}").path == f"{HERE}/{there.format(**known)}"


def test_a_resident_who_cannot_vote_reads_how_to_become_a_member(site: Site, db: Session, cast: Cast) -> None:
    vote = f"{HERE}/stemmen/{_ids(db, cast)['running']}"
    page = site.visitor(language="en").sign_in(_as(db, cast, "resident")).open(f"{vote}/stem", expect=403)
    assert page.has("This is for: member of the co-operative.")
    assert page.has("Do you want to take part? Become a member of the co-operative")
    assert page.follow("Become a member").status == 200
    assert page.follow("Back to the vote").path == vote


@pytest.mark.parametrize(("language", "thousand", "half"), [("nl", "10.000", "3,5"), ("en", "10,000", "3.5")])
def test_numbers_in_texts_are_written_as_the_reader_writes_them(
    site: Site, language: str, thousand: str, half: str
) -> None:
    with site.app.test_request_context():
        session["language"] = language
        assert number(10_000) == thousand
        assert _("%(count)s of %(all)s", count=3.5, all=10_000).startswith(half)
        assert ngettext("%(num)s item", "%(num)s items", 10_000).startswith(thousand)
        refusal = ConflictError(
            "This text has %(count)s characters. Use at most %(longest)s.", count=10_000, longest=3.5
        )
        assert thousand in words_of(refusal)
        assert half in words_of(refusal)
        template = site.app.jinja_env.from_string(
            '{{ ngettext("%(num)s item", "%(num)s items", n) }} {{ _("<b> %(x)s", x=y) }}'
        )
        said = template.render(n=10_000, y="<i>")
        assert said.startswith(thousand)
    with site.app.app_context():
        assert thousand in in_language(language, "%(num)s items", num=10_000)


def test_what_is_filled_in_is_escaped(site: Site) -> None:
    with site.app.test_request_context():
        page = site.app.jinja_env.overlay(autoescape=True).from_string('{{ _("For: %(name)s", name=name) }}')
        assert page.render(name="<script>") == "For: &lt;script&gt;"
