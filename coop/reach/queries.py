"""Questions about who lives here and who takes part, in groups only."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.agenda.models import Comment, Item
from coop.districts.models import Street, StreetCluster
from coop.members.models import Membership
from coop.members.queries import running
from coop.reach.models import NeighbourhoodFigure
from coop.reach.policy import Feature, band_of
from coop.voting.models import Poll, StoredBallot
from coop.voting.policy import PollState

YEAR = timedelta(days=365)
Figures = Sequence[NeighbourhoodFigure]


def figures_of(db: Session, district_id: int) -> Sequence[NeighbourhoodFigure]:
    """What the statistics office counted here, in the order of the file."""
    return db.scalars(
        select(NeighbourhoodFigure)
        .where(NeighbourhoodFigure.district_id == district_id)
        .order_by(NeighbourhoodFigure.feature, NeighbourhoodFigure.id)
    ).all()


def clusters_of(db: Session, district_id: int) -> list[str]:
    """The parts of a neighbourhood, by name."""
    rows = select(StreetCluster.name).where(StreetCluster.district_id == district_id).order_by(StreetCluster.name)
    return list(db.scalars(rows))


def members_by(db: Session, district_id: int, feature: Feature, on: date) -> dict[str, int]:
    """How many members of each group there are."""
    return _grouped(db, district_id, feature, _members(db, district_id, on))


def voters_by(db: Session, district_id: int, feature: Feature, at: datetime) -> dict[str, int]:
    """How many members of each group voted in a vote whose result was published this last year, secret votes aside."""
    voted = (
        select(StoredBallot.membership_id)
        .join(Poll, Poll.id == StoredBallot.poll_id)
        .where(Poll.district_id == district_id, Poll.state == PollState.PUBLISHED, Poll.published_at > at - YEAR)
        .where(StoredBallot.membership_id.is_not(None))
    )
    return _grouped(db, district_id, feature, {one for one in db.scalars(voted) if one is not None})


def writers_by(db: Session, district_id: int, feature: Feature, at: datetime) -> dict[str, int]:
    """How many members of each group brought something in or spoke about a point this last year."""
    accounts = {
        *db.scalars(select(Item.account_id).where(Item.district_id == district_id, Item.created_at > at - YEAR)),
        *db.scalars(select(Comment.account_id).where(Comment.district_id == district_id, Comment.at > at - YEAR)),
    }
    mine = select(Membership.id).where(Membership.district_id == district_id, Membership.account_id.in_(accounts))
    return _grouped(db, district_id, feature, set(db.scalars(mine)))


def _members(db: Session, district_id: int, on: date) -> set[int]:
    return set(db.scalars(select(Membership.id).where(running(district_id, on))))


def _grouped(db: Session, district_id: int, feature: Feature, members: Iterable[int]) -> dict[str, int]:
    of_whom = set(members)
    column = Membership.stated_age if feature is Feature.AGE else func.lower(Membership.street)
    rows = db.execute(select(Membership.id, column).where(Membership.district_id == district_id))
    group = _band if feature is Feature.AGE else _cluster_of(db, district_id)
    counted = Counter(group(value) for number, value in rows if number in of_whom and value)
    return {name: count for name, count in counted.items() if name}


def _band(age: int) -> str:
    return band_of(age)


def _cluster_of(db: Session, district_id: int) -> Callable[[str], str]:
    rows = db.execute(
        select(func.lower(Street.name), StreetCluster.name)
        .join(StreetCluster, StreetCluster.id == Street.cluster_id)
        .where(Street.district_id == district_id)
    ).all()
    known = {row[0]: row[1] for row in rows}
    return lambda street: known.get(street, "")
