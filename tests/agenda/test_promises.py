"""Whoever promised something is reminded until everybody can read how it ended."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from coop.agenda import actions
from coop.agenda.models import CommitmentNote
from coop.agenda.policy import CommitmentState
from coop.kernel.errors import InvalidError, NotAllowedError, NotFoundError
from coop.members.actions import join_team
from coop.members.queries import team_of
from coop.notifications.models import OutboxMessage
from tests.agenda.conftest import Town
from tests.agenda.test_actions import promise
from tests.agenda.test_screens import english
from tests.support.make import NOON
from tests.support.site import Site


def in_team(town: Town) -> None:
    """The team member of the neighbourhood stands on the page of the team, as Fenna Postma."""
    join_team(
        town.db,
        town.place.id,
        name="Fenna Postma",
        specialism="money",
        home_organisation="Budgetsteun",
        minutes_week=60,
        account_id=town.team.account.id,
    )


def test_who_promised_is_reminded_before_the_day_after_it_and_every_week_until_it_is_told(town: Town) -> None:
    db, place = town.db, town.place.id
    in_team(town)
    made = promise(town, due_on=date(2027, 4, 15))
    assert made.team_member_id is not None
    nobody = promise(town, title="By nobody", who="Somebody else", due_on=date(2027, 12, 1))

    def mails(day: date) -> list[tuple[int, bool]]:
        before = db.scalar(select(func.max(OutboxMessage.id))) or 0
        actions.remind_keepers(db, at=datetime.combine(day, time(9), UTC))
        sent = db.scalars(select(OutboxMessage).where(OutboxMessage.id > before)).all()
        return [(one.to_account_id or 0, "passed" in one.subject) for one in sent]

    team, board = town.team.account.id, town.board.account.id
    assert mails(date(2027, 3, 31)) == []
    assert mails(date(2027, 4, 1)) == [(team, False)]
    assert mails(date(2027, 4, 2)) == []
    assert mails(date(2027, 4, 16)) == [(team, True)]
    assert mails(date(2027, 4, 22)) == []
    assert mails(date(2027, 4, 23)) == [(team, True)]
    tell = partial(actions.report_progress, db, town.team.actor, place, made.id)
    told_at = datetime(2027, 4, 24, 9, tzinfo=UTC)
    tell(state=CommitmentState.PARTLY, text="Half of it.", at=told_at)
    assert mails(date(2027, 4, 30)) == []
    assert mails(date(2027, 5, 1)) == [(team, True)]
    tell(state=CommitmentState.STOPPED, text="No money.", at=told_at + timedelta(days=9))
    assert mails(date(2027, 6, 1)) == []
    assert mails(date(2027, 11, 17)) == [(board, False)]
    assert nobody.remind_on == date(2027, 12, 2)


def test_what_somebody_of_the_team_must_tell_of_stands_on_their_own_page(site: Site, town: Town) -> None:
    in_team(town)
    promise(town, title="Soon", due_on=NOON.date() + timedelta(days=14))
    promise(town, title="Far off", due_on=NOON.date() + timedelta(days=15))
    promise(town, title="Of others", who="Ruud", due_on=NOON.date())
    page = english(site, town.team).open("/noorderkwartier/mijn-pagina")
    assert page.has("What you promised: tell how it goes")
    assert page.has("Soon")
    assert page.lacks("Far off")
    assert page.lacks("Of others")
    assert english(site, town.board).open("/noorderkwartier/mijn-pagina").lacks("What you promised")


def _changed(town: Town, number: int, **more: Any) -> CommitmentNote:
    said: dict[str, Any] = {
        "team_member_id": None,
        "due_on": date(2027, 6, 1),
        "reason": "The lamp is late.",
        "at": NOON,
    }
    return actions.change_commitment(town.db, town.team.actor, town.place.id, number, **(said | more))


def test_a_promise_gets_another_day_and_somebody_else_in_public(site: Site, town: Town) -> None:
    in_team(town)
    [fenna] = team_of(town.db, town.place.id)
    made = promise(town, who="Somebody who left", due_on=date(2027, 4, 15))
    page = english(site, town.team).open(f"/noorderkwartier/toezeggingen/{made.id}")
    page = page.follow("Another day, or somebody else")
    assert page.submit("Publish this change", expect=422, reason="None.").has("Nothing is different.")
    assert page.submit("Publish this change", expect=422, due_on="2020-01-01", reason="").has("Say why.")
    page = page.submit("Publish this change", who=str(fenna.id), due_on="2027-06-01", reason="The lamp is late.")
    anybody = english(site, None).open(f"/noorderkwartier/toezeggingen/{made.id}")
    for seen in (page, anybody):
        assert seen.has("Ready by 1 June 2027, and not by 15 April 2027.")
        assert seen.has("Fenna Postma answers for it, and not Somebody who left any more.")
        assert seen.has("The lamp is late.")
    assert made.state is CommitmentState.OPEN
    assert made.remind_on == date(2027, 5, 18)


def test_what_was_closed_by_mistake_is_taken_up_again(site: Site, town: Town) -> None:
    made = promise(town, due_on=date(2027, 4, 15))
    actions.report_progress(
        town.db, town.team.actor, town.place.id, made.id, state=CommitmentState.DONE, text="Done.", at=NOON
    )
    page = english(site, town.team).open(f"/noorderkwartier/toezeggingen/{made.id}").follow("Take this up again")
    page = page.submit("Take this up again", due_on="2027-06-01", reason="It broke the next day.")
    assert page.has("It broke the next day.")
    assert made.state is CommitmentState.OPEN
    assert made.remind_on is not None


def test_only_the_team_changes_a_promise_and_only_its_own(town: Town, other_town: Town) -> None:
    in_team(town)
    made = promise(town, due_on=date(2027, 4, 15))
    stranger = join_team(
        *(town.db, other_town.place.id),
        name="Ruud",
        specialism="money",
        home_organisation="Budgetsteun",
        minutes_week=60,
        account_id=other_town.team.account.id,
    )
    with pytest.raises(InvalidError, match="somebody of the team"):
        _changed(town, made.id, team_member_id=stranger.id)
    with pytest.raises(InvalidError, match="not passed"):
        _changed(town, made.id, due_on=date(2027, 3, 1))
    for person in (town.resident, town.member):
        with pytest.raises(NotAllowedError):
            actions.change_commitment(
                *(town.db, person.actor, town.place.id, made.id),
                team_member_id=None,
                due_on=date(2027, 6, 1),
                reason="Mine.",
                at=NOON,
            )
    with pytest.raises(NotFoundError):
        actions.change_commitment(
            *(town.db, other_town.team.actor, other_town.place.id, made.id),
            team_member_id=None,
            due_on=date(2027, 6, 1),
            reason="Theirs.",
            at=NOON,
        )
    assert _changed(town, made.id).due_before == date(2027, 4, 15)
