"""Whoever promised something is reminded until everybody can read how it ended."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from sqlalchemy import func, select

from coop.agenda import actions
from coop.agenda.policy import CommitmentState
from coop.members.actions import join_team
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
