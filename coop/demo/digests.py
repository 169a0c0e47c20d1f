"""How people of the demo hear news, and one print run that was brought round."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.demo.cast import Cast
from coop.digests.actions import choose_pace, enrol_newcomers, make_print_run
from coop.digests.policy import USUAL_REST, Pace
from coop.digests.queries import addressees
from coop.newsletters import news_between

PRINTED_AGO = timedelta(days=12)


def fill_digests(db: Session, cast: Cast, now: datetime) -> None:
    """Most hear it every week, one every day and one on paper; the letters went out twelve days ago."""
    here = cast.busy.id
    choose_pace(db, here, cast.account("member").id, Pace.DAILY, rest=USUAL_REST, at=now)
    choose_pace(db, here, cast.account("member2").id, Pace.POST, rest=(20, 9), at=now)
    enrol_newcomers(db, at=now)
    people = addressees(db, here, now)
    make_print_run(db, here, news_between, len(people), at=now - PRINTED_AGO)
