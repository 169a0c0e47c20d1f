"""Every text of a report, and what residents write about it, shows its marks before it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.accountability import actions, queries
from coop.accountability.models import Erratum, Judgement, Question, Report
from coop.districts.models import District
from tests.accountability import making
from tests.accountability.making import AFTER, ENDS
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Page, Site

NAMED = "Wij deden veel. Fatima belde 0612345678."
PLAIN = "Er kwamen 14 mensen op 3 plekken."


@dataclass(frozen=True)
class Form:
    """A page with a form, who fills it in, and what is kept of it."""

    who: str
    path: str
    button: str
    field: str
    kept: Callable[[Session, Report, Report], str]
    more: tuple[tuple[str, str], ...] = ()


def sentence(db: Session, draft: Report, _released: Report) -> str:
    return queries.commitments_to_answer(db, draft, NOON)[0].sentence


def asked(db: Session, _draft: Report, released: Report) -> str:
    return "|".join(one.text for one in db.query(Question).filter_by(report_id=released.id))


def answered(db: Session, _draft: Report, released: Report) -> str:
    return "|".join(one.answer or "" for one in db.query(Question).filter_by(report_id=released.id))


def judged(db: Session, _draft: Report, released: Report) -> str:
    return "|".join(one.reason for one in db.query(Judgement).filter_by(report_id=released.id))


def corrected(db: Session, _draft: Report, released: Report) -> str:
    return "|".join(one.text for one in db.query(Erratum).filter_by(report_id=released.id))


def titles(db: Session, _draft: Report, _released: Report) -> str:
    return "|".join(one.title for one in db.query(Report))


DRAFT, DONE, SAVE = "{draft}/invullen/", "{released}/", "Save this part"
DAYS = (("starts_on", "2027-02-20"), ("ends_on", "2027-02-25"))
FORMS = [
    Form("team", "nieuw", "Begin the report", "title", titles, DAYS),
    Form("team", DRAFT + "kort", SAVE, "in_short", lambda _db, draft, _done: draft.in_short),
    Form("team", DRAFT + "toezeggingen/{commitment}", "Save this answer", "sentence", sentence, (("kept", "partly"),)),
    Form("team", DRAFT + "verhalen", "Save this reason", "reason", lambda _db, draft, _done: draft.no_failure_reason),
    Form("team", DRAFT + "geleerd", SAVE, "went_wrong", lambda _db, draft, _done: draft.went_wrong),
    Form("team", DRAFT + "geleerd", SAVE, "learned", lambda _db, draft, _done: draft.learned),
    Form("team", DRAFT + "vragen", SAVE, "question_2", lambda _db, draft, _done: "|".join(draft.questions)),
    Form("team", DONE + "verbetering", "Publish the correction", "text", corrected),
    Form("board", DONE + "vragen/{question}", "Publish the answer", "answer", answered),
    Form("member", DONE + "vragen", "Ask this question", "text", asked),
    Form("member", DONE + "oordeel", "Give your judgement", "reason", judged, (("score", "4"),)),
]
NAMES = [f"{one.path}-{one.field}" for one in FORMS]


@dataclass(frozen=True)
class Stage:
    """A released report with a question, and the draft after it that tells no failure yet."""

    released: Report
    draft: Report
    people: dict[str, Person]
    known: dict[str, int]


@pytest.fixture
def stage(db: Session, place: District, writer: Person, chair: Person) -> Stage:
    making.commitment(db, place)
    released = making.released(db, place, writer, chair)
    member = make.member(db, place)
    question = actions.ask_question(db, member.actor, place.id, released.id, text="Why?", at=NOON)
    draft = actions.begin_report(
        db,
        writer.actor,
        place.id,
        title="Next",
        starts_on=ENDS.replace(year=2027, month=1, day=1),
        ends_on=ENDS.replace(year=2027, month=2, day=15),
        at=NOON,
    )
    row = queries.commitments_to_answer(db, draft, NOON)[0].commitment
    known = {"released": released.id, "draft": draft.id, "commitment": row.id, "question": question.id}
    return Stage(released, draft, {"team": writer, "board": chair, "member": member}, known)


def opened(site: Site, stage: Stage, form: Form) -> Page:
    path = f"/noorderkwartier/verslagen/{form.path.format(**stage.known)}"
    return site.visitor(language="en").sign_in(stage.people[form.who]).open(path)


def filled(form: Form, text: str) -> dict[str, Any]:
    return {**dict(form.more), form.field: text}


def seen(page: Page) -> str:
    found = page.soup.select_one("input[type=checkbox][name=checked]")
    assert found is not None
    assert not found.has_attr("checked")
    return str(found["value"])


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_a_name_and_a_number_are_marked_and_kept_only_when_checked(
    site: Site, db: Session, stage: Stage, form: Form
) -> None:
    page = opened(site, stage, form).submit(form.button, expect=422, **filled(form, NAMED))
    assert page.has("Nothing was kept yet. Something in this text may tell who it is about.")
    assert [mark.get_text() for mark in page.soup.select("mark")] == ["Fatima1", "06123456782"]
    control = page.soup.select_one(f"[name={form.field}]")
    assert control is not None
    assert NAMED in (control.get_text().strip(), control.get("value"))
    assert NAMED not in form.kept(db, stage.draft, stage.released)
    other = NAMED.replace("Fatima", "Hatice")
    page.submit(form.button, expect=422, checked=seen(page), **filled(form, other))
    assert other not in form.kept(db, stage.draft, stage.released)
    page.submit(form.button, checked=seen(page), **filled(form, NAMED))
    db.expire_all()
    assert NAMED in form.kept(db, stage.draft, stage.released)


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_counts_alone_are_not_asked_about(site: Site, db: Session, stage: Stage, form: Form) -> None:
    page = opened(site, stage, form).submit(form.button, **filled(form, PLAIN))
    assert page.soup.select("mark") == []
    db.expire_all()
    assert PLAIN in form.kept(db, stage.draft, stage.released)


def test_the_answer_to_the_judgement_is_marked_too(site: Site, db: Session, stage: Stage) -> None:
    site.at(AFTER)
    form = Form("team", DONE + "antwoord", "Publish the answer", "reply", lambda _db, _draft, done: done.reply)
    page = opened(site, stage, form).submit(form.button, expect=422, reply=NAMED)
    db.expire_all()
    assert stage.released.reply == ""
    page.submit(form.button, checked=seen(page), reply=NAMED)
    db.expire_all()
    assert stage.released.reply == NAMED


def test_hidden_signs_do_not_lead_past_the_marks(site: Site, stage: Stage) -> None:
    form = FORMS[1]
    page = opened(site, stage, form).submit(
        form.button, expect=422, in_short="Mail fat\u200bima@voorbeeld.nl" + " " * 2000
    )
    assert [mark.get_text() for mark in page.soup.select("mark")] == ["fatima@voorbeeld.nl1"]


def test_a_resident_does_not_learn_who_is_a_member(site: Site, db: Session, place: District, stage: Stage) -> None:
    make.member(db, place, "Xandroula Kwestro")
    text = "gisteren kwam kwestro langs."
    form = next(one for one in FORMS if one.field == "in_short")
    opened(site, stage, form).submit(form.button, expect=422, in_short=text)
    form = next(one for one in FORMS if one.path.endswith("oordeel"))
    opened(site, stage, form).submit(form.button, **filled(form, text))
    assert text in judged(db, stage.draft, stage.released)
