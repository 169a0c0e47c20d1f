"""Questions about neighbourhoods."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from coop.districts.models import District, DistrictMap, Mandate, Street, StreetCluster, TeamCharter
from coop.districts.policy import MandateSnapshot, Subject
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import mark
from coop.rules.mapping import Drawing


class DistrictOnPage(NamedTuple):
    """A neighbourhood as pages read it."""

    id: int
    slug: str
    name: str
    cooperative: str
    municipality: str
    about: str
    inhabitants: int
    team_minutes_week: int
    languages: list[Any]
    phone: str


# Asked on every page: built once, and on the bare table, which costs half.
ON_PAGE = tuple(District.__table__.c[name] for name in DistrictOnPage._fields)
_BY_SLUG = select(*ON_PAGE).where(District.__table__.c.slug == bindparam("slug"))


def district_on_page(db: Session, slug: str) -> DistrictOnPage | None:
    """The neighbourhood at `/slug/`, to read only; None when there is none."""
    row = db.connection().execute(_BY_SLUG, {"slug": slug}).one_or_none()
    return DistrictOnPage(*row) if row else None


def district_of(db: Session, slug: str) -> District:
    """The neighbourhood at `/slug/`. Raises `NotFoundError`."""
    found = db.scalar(select(District).where(District.slug == slug))
    if found is None:
        raise NotFoundError(mark("We do not know this neighbourhood."))
    return found


def hold_district(db: Session, district_id: int) -> None:
    """Let nobody else pass here for this neighbourhood until the end of the transaction.

    For a rule over several rows that no constraint can say, such as periods that may not overlap. It keeps nobody from
    adding rows that point at the neighbourhood. SQLite has one writer at a time anyway.
    """
    db.execute(select(District.id).where(District.id == district_id).with_for_update(key_share=True))


def all_districts(db: Session) -> Sequence[District]:
    """Every neighbourhood, by name."""
    return db.scalars(select(District).order_by(District.name)).all()


def clusters_of(db: Session, district_id: int) -> Sequence[StreetCluster]:
    """Street clusters, by name."""
    return db.scalars(
        select(StreetCluster).where(StreetCluster.district_id == district_id).order_by(StreetCluster.name)
    ).all()


def streets_of(db: Session, district_id: int) -> Sequence[Street]:
    """Streets, by name."""
    return db.scalars(select(Street).where(Street.district_id == district_id).order_by(Street.name)).all()


def street_of(db: Session, district_id: int, street_id: int) -> Street:
    """One street. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = db.scalar(select(Street).where(Street.id == street_id, Street.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("This street is not in the list (any more)."))
    return found


def map_of(db: Session, district_id: int) -> Drawing | None:
    """The map as it is drawn; None when there is none."""
    found = db.scalar(select(DistrictMap.drawing).where(DistrictMap.district_id == district_id))
    return Drawing.from_json(found) if found else None


def geojson_of(db: Session, district_id: int) -> dict[str, Any]:
    """The boundaries on the map, as GeoJSON. Raises `NotFoundError` when there is no map."""
    found: dict[str, Any] | None = db.scalar(select(DistrictMap.geojson).where(DistrictMap.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("This neighbourhood has no map yet."))
    return found


def area_names(db: Session, district_id: int) -> list[str]:
    """The parts of the neighbourhood, and after them the places on its map: how precisely something is placed."""
    parts = [one.name for one in clusters_of(db, district_id)]
    drawn = map_of(db, district_id)
    return parts + [one.name for one in (drawn.spots if drawn else ()) if one.name not in parts]


def mandates_on(db: Session, district_id: int, on: date) -> dict[Subject, Mandate]:
    """The mandates valid on a day, per subject; a subject without one is absent."""
    rows = db.scalars(
        select(Mandate)
        .where(Mandate.district_id == district_id, Mandate.starts_on <= on)
        .where(or_(Mandate.ends_on.is_(None), Mandate.ends_on >= on))
        .order_by(Mandate.starts_on)
    )
    return {row.subject: row for row in rows}


def mandates_to_review(db: Session, district_id: int, on: date) -> list[Mandate]:
    """Mandates that count on a day and whose day to look back on them has passed."""
    found = mandates_on(db, district_id, on).values()
    return [one for one in found if one.review_on is not None and one.review_on < on]


def mandate_history(db: Session, district_id: int) -> Sequence[Mandate]:
    """Every mandate ever given, newest first per subject."""
    return db.scalars(
        select(Mandate).where(Mandate.district_id == district_id).order_by(Mandate.subject, Mandate.starts_on.desc())
    ).all()


def snapshot_of(mandate: Mandate) -> MandateSnapshot:
    """The mandate as plain, frozen values."""
    return MandateSnapshot(
        subject=mandate.subject,
        level=mandate.level,
        declined=mandate.declined,
        basis=mandate.basis,
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
        decider=mandate.decider,
        answer_days=mandate.answer_days,
    )


def mandate_snapshot(db: Session, district_id: int, subject: Subject, on: date) -> MandateSnapshot:
    """The mandate valid on a day. Raises `ConflictError` when none is: silence is never taken for advisory."""
    found = mandates_on(db, district_id, on).get(subject)
    if found is None:
        raise ConflictError(
            mark("This neighbourhood has not settled yet how far residents decide on this. Settle the mandate first.")
        )
    return snapshot_of(found)


def charter_versions(db: Session, district_id: int) -> Sequence[TeamCharter]:
    """Published versions of the team charter, the newest first."""
    return db.scalars(
        select(TeamCharter)
        .where(TeamCharter.district_id == district_id, TeamCharter.version > 0)
        .order_by(TeamCharter.version.desc())
    ).all()


def charter_draft(db: Session, district_id: int) -> TeamCharter | None:
    """The version that the board works on."""
    return db.scalar(select(TeamCharter).where(TeamCharter.district_id == district_id, TeamCharter.version == 0))


def charter_of(db: Session, district_id: int, version: int | None = None) -> TeamCharter:
    """A published version, the newest when no number is given. Raises `NotFoundError`."""
    for one in charter_versions(db, district_id):
        if version in (None, one.version):
            return one
    raise NotFoundError(mark("There is no such version of the team charter in this neighbourhood."))


def newest_charters(db: Session) -> dict[int, TeamCharter]:
    """The newest published charter of every neighbourhood on the site, by its number."""
    rows = db.scalars(select(TeamCharter).where(TeamCharter.version > 0).order_by(TeamCharter.version))
    return {row.district_id: row for row in rows}


def districts_in(db: Session, municipality: str) -> Sequence[District]:
    """The neighbourhoods of one municipality, by name."""
    return db.scalars(select(District).where(District.municipality == municipality).order_by(District.name)).all()
