"""The draw as a job, what gives way when no panel is possible, optional features, and volunteers on paper."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from coop.drawing import draw_panels
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.members.queries import membership_of
from coop.panels import actions
from coop.panels.models import Volunteer
from coop.panels.policy import Draw, SeatState, State, quotas_for
from coop.panels.queries import history_of, lottery_of, running_draw, seats_of, volunteers_of
from coop.rules.sortition import Volunteer as Person
from tests.panels.making import Hiring
from tests.support.make import NOON
from tests.support.site import Site

Sessions = sessionmaker[Session]


def _draw(job: Hiring) -> Draw:
    return job.procedure.draw


def _freeze(job: Hiring) -> None:
    job.do(actions.freeze_pool, NOON, salt="salt")


def test_the_list_is_computed_by_a_job_and_not_by_the_page(db: Session, sessions: Sessions, job: Hiring) -> None:
    job.pool()
    _freeze(job)
    assert job.procedure.draw is Draw.POOL_FROZEN
    assert not lottery_of(db, job.place.id, job.id)
    with pytest.raises(ConflictError):
        job.volunteer(job.volunteers[-1])
    with pytest.raises(ConflictError):
        job.throw()
    assert draw_panels(sessions, NOON) == "1 drawn, 0 stopped"
    db.expire_all()
    assert _draw(job) is Draw.LIST_PUBLISHED
    assert len(lottery_of(db, job.place.id, job.id)) == 1000
    assert draw_panels(sessions, NOON) == ""


def test_a_draw_whose_process_died_is_begun_again_after_ten_minutes(db: Session, job: Hiring) -> None:
    job.pool()
    _freeze(job)
    assert actions.take_draw(db, at=NOON) == job.id
    assert actions.take_draw(db, at=NOON + timedelta(minutes=9)) is None
    actions.tell_draw(db, job.id, 0.42, at=NOON + timedelta(minutes=9))
    db.expire_all()
    running = running_draw(db, job.id)
    assert running is not None
    assert running.share == 42
    assert actions.take_draw(db, at=NOON + timedelta(minutes=18)) is None
    assert actions.take_draw(db, at=NOON + timedelta(minutes=19)) == job.id


def test_a_draw_waits_while_the_procedure_is_suspended(db: Session, sessions: Sessions, job: Hiring) -> None:
    job.pool()
    _freeze(job)
    job.do(actions.suspend, NOON, reason="x")
    assert draw_panels(sessions, NOON) == ""
    job.do(actions.resume, NOON, reason="x")
    assert draw_panels(sessions, NOON) == "1 drawn, 0 stopped"


def test_a_list_that_is_ready_while_suspended_is_kept_for_later(db: Session, sessions: Sessions, job: Hiring) -> None:
    job.pool()
    _freeze(job)
    assert actions.take_draw(db, at=NOON) == job.id
    work = actions.read_draw(db, job.id)
    job.do(actions.suspend, NOON, reason="x")
    assert not actions.keep_draw(db, work, work.lottery(), at=NOON)
    assert job.is_in(State.SUSPENDED)
    job.do(actions.resume, NOON, reason="x")
    assert draw_panels(sessions, NOON) == "1 drawn, 0 stopped"


def _impossible(job: Hiring, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody lives in the north, and at most three of them may be on the panel."""
    job.pool()
    for row in volunteers_of(job.db, job.id):
        row.cluster = "Noord"
    job.db.flush()
    from coop.panels.actions import lottery
    from coop.rules.sortition import Quota

    real = quotas_for

    def strict(pool: Any, size: int, features: Any, given_way: Any) -> Any:
        made = real(pool, size, features, given_way)
        most = max([3, *(change["after"] for change in given_way)])
        return [Quota(one.feature, one.value, 0, most) if one.feature == "cluster" else one for one in made]

    monkeypatch.setattr(lottery, "quotas_for", strict)


def test_when_no_panel_is_possible_the_smallest_change_is_proposed_and_never_made_by_itself(
    db: Session, sessions: Sessions, site: Site, job: Hiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    _impossible(job, monkeypatch)
    _freeze(job)
    assert draw_panels(sessions, NOON) == "0 drawn, 1 stopped"
    db.expire_all()
    assert job.procedure.draw is Draw.POOL_OPEN
    assert {row.pseudonym for row in volunteers_of(db, job.id)} == {None}
    running = running_draw(db, job.id)
    assert running is not None
    assert running.relaxation == [{"feature": "cluster", "value": "Noord", "bound": "maximum", "before": 3, "after": 6}]
    site.at(NOON)
    office = site.visitor(language="en").sign_in(job.secretary)
    base = f"/noorderkwartier/vacatures/{job.id}"
    page = office.open(f"{base}/loting/voortgang")
    assert page.has("part of the neighbourhood: Noord: at most 6 on the panel instead of 3")
    assert page.has("The site changes nothing by itself.")
    form = page.follow("Let this change count")
    form.submit("Let this change count", reason="", expect=422)
    form.submit("Let this change count", reason="Nobody from elsewhere volunteered.")
    assert "Nobody from elsewhere volunteered." in [one.reason for one in history_of(db, job.place.id, job.id)]
    _freeze(job)
    assert draw_panels(sessions, NOON) == "1 drawn, 0 stopped"
    public = site.visitor(language="en").open(f"{base}/loting")
    assert public.has("part of the neighbourhood: Noord: at most 6 on the panel instead of 3")
    with pytest.raises(ConflictError):
        job.do(actions.let_quotas_give_way, NOON, reason="again")


def test_a_fault_of_the_program_opens_the_list_again(
    db: Session, sessions: Sessions, job: Hiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coop.panels.actions import lottery

    job.pool()
    _freeze(job)

    def fails(*_args: Any) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(lottery, "compute_lottery", fails)
    assert draw_panels(sessions, NOON) == "0 drawn, 1 stopped"
    db.expire_all()
    running = running_draw(db, job.id)
    assert running is not None
    assert running.fault.startswith("Something went wrong")
    assert job.procedure.draw is Draw.POOL_OPEN


def test_the_page_says_how_far_the_draw_is_and_looks_by_itself_only_when_asked(
    db: Session, site: Site, job: Hiring
) -> None:
    job.pool()
    site.at(NOON)
    office = site.visitor(language="en").sign_in(job.secretary)
    base = f"/noorderkwartier/vacatures/{job.id}"
    page = office.open(f"{base}/beheer").submit("Close the list and compute the draw")
    assert page.has("The draw waits for its turn")
    assert "Refresh" not in office.get(f"{base}/loting/voortgang").headers
    assert office.get(f"{base}/loting/voortgang?vanzelf=1").headers["Refresh"] == "5"
    actions.take_draw(db, at=NOON)
    actions.tell_draw(db, job.id, 0.42, at=NOON)
    db.commit()
    page = office.open(f"{base}/loting/voortgang")
    assert page.has("42 % is done")
    bar = page.soup.find("progress")
    assert bar is not None
    assert bar["value"] == "42"
    site.visitor(language="en").sign_in(job.board).open(f"{base}/loting/voortgang", expect=403)


def test_gender_and_language_are_asked_only_when_said_beforehand(site: Site, job: Hiring) -> None:
    job.approved()
    site.at(NOON)
    office = site.visitor(language="en").sign_in(job.secretary)
    base = f"/noorderkwartier/vacatures/{job.id}"
    office.open(f"{base}/vrijwilligers").submit("Open the list of volunteers", home_language="y")
    resident = site.visitor(language="en").sign_in(job.volunteers[0])
    page = resident.open(f"{base}/panel")
    assert page.has("Which language do you speak at home?")
    assert page.lacks("What is your gender?")
    assert page.html.count("I would rather not say") == 4
    page.submit("Put me on the list", cluster="Noord", age_band="", experience="", home_language="other")
    (row,) = volunteers_of(job.db, job.id)
    assert (row.home_language, row.gender, row.age_band) == ("other", "", "")
    job.by(
        *(job.volunteers[0], actions.volunteer, NOON),
        cluster="",
        age_band="",
        experience="",
        gender="woman",
    )
    assert row.gender == "", "what is not asked is not kept"


def test_every_feature_that_is_asked_spreads_the_panel_and_is_shown_in_counts(
    db: Session, site: Site, job: Hiring
) -> None:
    job.approved()
    job.do(actions.open_pool, NOON, features=["gender", "home_language"])
    for place, person in enumerate(job.volunteers):
        told = {"cluster": "Noord", "age_band": "", "experience": "yes"}
        gender, language = ("woman", "man")[place % 2], ("dutch", "other", "")[place % 3]
        job.by(person, actions.volunteer, NOON, gender=gender, home_language=language, **told)
    job.listed()
    quotas = {(one["feature"], one["value"]): (one["min"], one["max"]) for one in job.procedure.quotas or []}
    assert quotas["gender", "woman"] == (2, 5)
    genders = {row.pseudonym or "": row.gender for row in volunteers_of(db, job.id)}
    for panel in lottery_of(db, job.place.id, job.id):
        assert 2 <= sum(1 for name in panel if genders[name] == "woman") <= 5
    job.throw()
    page = site.at(NOON).visitor(language="en").open(f"/noorderkwartier/vacatures/{job.id}")
    for words in ("woman", "man", "mostly Dutch"):
        assert page.has(words)


def test_people_of_one_address_are_never_drawn_together(db: Session, job: Hiring) -> None:
    job.pool()
    couple = job.volunteers[:2]
    for person, number in zip(couple, ("12 a", "12A"), strict=True):
        row = membership_of(db, job.place.id, person.account.id, NOON.date())
        assert row is not None
        row.street, row.house_number = "Kade", number.replace(" ", "")
    db.flush()
    job.listed()
    names = {row.pseudonym for row in volunteers_of(db, job.id) if row.household}
    assert len(names) == 2
    assert not [panel for panel in lottery_of(db, job.place.id, job.id) if names <= set(panel)]


def test_somebody_without_e_mail_is_put_on_the_list_drawn_and_says_yes_on_paper(db: Session, job: Hiring) -> None:
    job.pool(8)
    told = {"cluster": "Zuid", "age_band": "67+", "experience": "no", "gender": "woman"}
    put = {"name": "Cor Dekker", "contact": "Kade 3", "told": told}
    row = job.do(actions.volunteer_on_paper, NOON, **put)
    assert (row.name, row.age_band, row.gender) == ("Cor Dekker", "67+", "")
    with pytest.raises(InvalidError):
        job.do(actions.volunteer_on_paper, NOON, **{**put, "name": "cor dekker"})
    with pytest.raises(NotAllowedError):
        job.by(job.volunteers[0], actions.volunteer_on_paper, NOON, **put)
    job.listed()
    cor = db.get_one(Volunteer, row.id)
    panels = lottery_of(db, job.place.id, job.id)
    number = next(place for place, panel in enumerate(panels) if cor.pseudonym in panel)
    job.throw(f"{number:03d}")
    seat = next(one for one in seats_of(db, job.id) if one.volunteer_id == cor.id)
    assert seat.answer is SeatState.WAITING
    job.do(actions.answer_seat, NOON, accepts=True, seat_id=seat.id)
    assert [one.answer for one in seats_of(db, job.id) if one.id == seat.id] == [SeatState.ACCEPTED]


@pytest.mark.parametrize("count", [9, 30])
def test_quotas_follow_the_pool_and_force_nobody_in(count: int) -> None:
    pool = [
        Person(str(n), {"cluster": "West" if n < 2 else "Oost", "age_band": "", "experience": ""}) for n in range(count)
    ]
    quotas = {(one.feature, one.value): one for one in quotas_for(pool, 6)}
    assert quotas["cluster", "West"].minimum == 0
    assert quotas["age_band", ""].minimum == 0
    assert quotas["cluster", "Oost"].minimum > 0
