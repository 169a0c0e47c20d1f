"""Whether this reader may vote: in each vote that is open, and in what comes."""

from flask.typing import ResponseReturnValue

from coop.kernel.clock import local_day
from coop.members.policy import HINDRANCE_HELP, HINDRANCE_WORDS, votes_from
from coop.members.queries import membership_of, my_application, my_hindrances, rules_on, statute_versions
from coop.voting.policy import Hindrance
from coop.voting.queries.standing import open_votes_for
from coop.voting.views.blueprint import bp
from coop.web.address import district
from coop.web.guard import actor, public
from coop.web.pages import page
from coop.web.session import db, now


@bp.get("/mag-ik-stemmen")
@public
def may_i_vote() -> ResponseReturnValue:
    """Yes or no, why, what to do and by when."""
    who, today, here = actor(), local_day(now()), district().id
    mine = membership_of(db(), here, who.account_id, today) if who.account_id is not None else None
    rules = rules_on(db(), here, today)
    changes = [one.starts_on for one in statute_versions(db(), here) if one.starts_on > today]
    return page(
        "voting/may_i_vote.html",
        mine=mine,
        against=my_hindrances(db(), mine, today) if mine else [],
        votes_from=votes_from(rules, admitted_on=mine.admitted_on) if mine else None,
        why=HINDRANCE_WORDS,
        advice=HINDRANCE_HELP,
        late=Hindrance.NOT_ON_ROLL,
        votes=open_votes_for(db(), here, mine, now()),
        rules=rules,
        changes_on=min(changes, default=None),
        today=today,
        application=my_application(db(), here, who.account_id) if who.is_signed_in else None,
    )
