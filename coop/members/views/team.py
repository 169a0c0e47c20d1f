"""The team as residents see it."""

from flask.typing import ResponseReturnValue

from coop.members import queries
from coop.members.views.blueprint import bp
from coop.web.address import district
from coop.web.guard import public
from coop.web.pages import page
from coop.web.session import db


@bp.get("/team")
@public
def team() -> ResponseReturnValue:
    """Who is in the team, when one can walk in, and how to call them."""
    people = queries.team_of(db(), district().id)
    return page("members/team.html", people=people, minutes=sum(one.minutes_week for one in people))
