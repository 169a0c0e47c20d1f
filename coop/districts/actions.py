"""Founding a neighbourhood on this site and settling its mandates."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coop.districts.models import District, DistrictMap, Mandate, Street, StreetCluster, TeamCharter
from coop.districts.policy import (
    AREA_LENGTH,
    CHARTER_LENGTH,
    LONGEST_ANSWER_DAYS,
    STREETS_LENGTH,
    USUAL_ANSWER_DAYS,
    CharterQuestion,
    Decider,
    IdealType,
    Level,
    Subject,
    is_valid_on,
    map_refused,
    require_known_parts,
    require_slug,
    streets_in,
)
from coop.districts.queries import (
    charter_draft,
    charter_versions,
    clusters_of,
    hold_district,
    street_of,
    streets_of,
)
from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, raise_all
from coop.kernel.text import clean_line, clean_text, require_filled, require_length
from coop.kernel.words import mark
from coop.rules.mapping import Drawing, MapError, draw, read_boundaries


def found_district(
    db: Session,
    *,
    slug: str,
    name: str,
    cooperative: str,
    municipality: str,
    inhabitants: int,
    team_minutes_week: int,
    about: str = "",
    languages: tuple[str, ...] = ("nl",),
    phone: str = "",
) -> District:
    """Add a neighbourhood. Raises `InvalidError` per field, `ConflictError` when the address is taken."""
    require_slug(slug)
    facts = Facts(name, cooperative, about, inhabitants, phone).checked()
    town = clean_line(municipality)
    if not 0 < len(town) <= LONGEST_MUNICIPALITY:
        words = mark("Fill this in with at most %(most)s characters.")
        raise InvalidError(words, field="municipality", most=LONGEST_MUNICIPALITY)
    if not 0 <= team_minutes_week <= MOST_TEAM_MINUTES:
        words = mark("Fill in a whole number from %(least)s to %(most)s.")
        raise InvalidError(words, field="team_hours", least=0, most=MOST_TEAM_MINUTES // 60)
    if db.scalar(select(District.id).where(District.slug == slug)):
        raise ConflictError(mark("There is already a neighbourhood at this address."), field="slug")
    district = District(
        slug=slug,
        municipality=town,
        team_minutes_week=team_minutes_week,
        languages=list(languages),
        **asdict(facts),
    )
    db.add(district)
    db.flush()
    return district


def add_streets(db: Session, district_id: int, clusters: Mapping[str, tuple[str, ...]]) -> None:
    """Add street clusters with their streets."""
    for cluster_name, streets in clusters.items():
        cluster = StreetCluster(district_id=district_id, name=clean_line(cluster_name))
        db.add(cluster)
        db.flush()
        db.add_all(Street(district_id=district_id, cluster_id=cluster.id, name=clean_line(name)) for name in streets)
    db.flush()


@dataclass(frozen=True, slots=True)
class Facts:
    """What everybody reads about a neighbourhood."""

    name: str
    cooperative: str
    about: str
    inhabitants: int
    phone: str

    def checked(self) -> "Facts":
        """The same, tidied. Raises `InvalidError` with every field that is missing or too long."""
        tidy = {name: clean_line(getattr(self, name)) for name in _LONGEST} | {"about": clean_text(self.about)}
        faults = [InvalidError(mark("Fill this in."), field=name) for name in ("name", "cooperative") if not tidy[name]]
        for name, most in (*_LONGEST.items(), ("about", ABOUT_LENGTH)):
            if len(tidy[name]) > most:
                faults.append(InvalidError(mark("Use at most %(most)s characters."), field=name, most=most))
        if not 1 <= self.inhabitants <= MOST_INHABITANTS:
            words = mark("Fill in a whole number from %(least)s to %(most)s.")
            faults.append(InvalidError(words, field="inhabitants", least=1, most=MOST_INHABITANTS))
        raise_all(faults)
        return Facts(inhabitants=self.inhabitants, **tidy)


_STREET_THERE = mark("“%(name)s” is there already.")
_LONGEST = {"name": 80, "cooperative": 120, "phone": 40}
ABOUT_LENGTH = 600
MOST_INHABITANTS = 1_000_000
LONGEST_MUNICIPALITY = 80
MOST_TEAM_MINUTES = 10_000 * 60


def describe_district(db: Session, actor: Actor, district_id: int, facts: Facts) -> District:
    """Say what the neighbourhood is called, who lives there and where one can call."""
    actor.require(Permission.MANAGE_DISTRICT)
    checked = facts.checked()
    district = db.get_one(District, district_id)
    for name, value in asdict(checked).items():
        setattr(district, name, value)
    db.flush()
    return district


def name_streets(db: Session, actor: Actor, district_id: int, text: str) -> int:
    """Add parts of the neighbourhood with their streets, or streets to a part that is there; returns how many streets.

    Raises `InvalidError` on `streets` when a line cannot be read, nothing is there, or a street is known already.
    """
    actor.require(Permission.MANAGE_DISTRICT)
    hold_district(db, district_id)
    wanted = streets_in(require_length(text, STREETS_LENGTH, "streets"))
    if not wanted:
        raise InvalidError(mark("Write at least one part with its streets."), field="streets")
    parts = {one.name.casefold(): one for one in clusters_of(db, district_id)}
    known = {one.name.casefold() for one in streets_of(db, district_id)}
    for name in [one for streets in wanted.values() for one in streets if one.casefold() in known]:
        raise InvalidError(_STREET_THERE, field="streets", name=name)
    add_streets(db, district_id, {part: streets for part, streets in wanted.items() if part.casefold() not in parts})
    for part, streets in wanted.items():
        if part.casefold() in parts:
            there = parts[part.casefold()].id
            db.add_all(Street(district_id=district_id, cluster_id=there, name=name) for name in streets)
    db.flush()
    return sum(len(streets) for streets in wanted.values())


def change_street(
    db: Session, actor: Actor, district_id: int, street_id: int, *, name: str, cluster_id: int | None
) -> Street:
    """Spell a street otherwise, or put it with another part.

    What members wrote as their address does not change. Raises `NotFoundError`, `InvalidError` on `name` or `cluster`.
    """
    actor.require(Permission.MANAGE_DISTRICT)
    hold_district(db, district_id)
    found = street_of(db, district_id, street_id)
    name = require_filled(clean_line(name), AREA_LENGTH, "name", mark("Fill in the street."))
    if cluster_id not in {one.id for one in clusters_of(db, district_id)}:
        raise InvalidError(mark("Choose one of the options."), field="cluster")
    others = {one.name.casefold() for one in streets_of(db, district_id) if one.id != found.id}
    if name.casefold() in others:
        raise InvalidError(_STREET_THERE, field="name", name=name)
    found.name, found.cluster_id = name, cluster_id
    db.flush()
    return found


def remove_street(db: Session, actor: Actor, district_id: int, street_id: int) -> Street:
    """A street does not belong to the neighbourhood: it is no street of its list any more. Members stay members."""
    actor.require(Permission.MANAGE_DISTRICT)
    hold_district(db, district_id)
    found = street_of(db, district_id, street_id)
    db.delete(found)
    db.flush()
    return found


def put_on_map(db: Session, actor: Actor, district_id: int, text: str) -> Drawing:
    """Take the boundaries of a GeoJSON file for the map, in the place of the map before.

    Raises `InvalidError` on `file` for what cannot be drawn, and for a part that the neighbourhood does not have.
    """
    actor.require(Permission.MANAGE_DISTRICT)
    try:
        found = read_boundaries(text)
        drawing = draw(found)
    except MapError as reason:
        raise map_refused(reason) from reason
    hold_district(db, district_id)
    require_known_parts(found.parts, [one.name for one in clusters_of(db, district_id)])
    row = db.scalar(select(DistrictMap).where(DistrictMap.district_id == district_id))
    row = row or DistrictMap(district_id=district_id)
    row.geojson, row.drawing = found.as_geojson(), drawing.as_json()
    db.add(row)
    db.flush()
    return drawing


def take_map_away(db: Session, actor: Actor, district_id: int) -> None:
    """Show no map any more; what was brought in keeps its part by name."""
    actor.require(Permission.MANAGE_DISTRICT)
    db.execute(delete(DistrictMap).where(DistrictMap.district_id == district_id))


def settle_mandate(
    db: Session,
    actor: Actor,
    district_id: int,
    *,
    subject: Subject,
    level: Level,
    basis: str,
    starts_on: date,
    ends_on: date | None = None,
    review_on: date | None = None,
    declined: bool = False,
    decider: Decider = Decider.BOARD,
    answer_days: int = USUAL_ANSWER_DAYS,
) -> Mandate:
    """Settle how far residents decide on `subject` from `starts_on`; the mandate before it ends the day before.

    Votes and procedures that already run keep their snapshot. Raises `InvalidError` for a period that ends before it
    starts or a missing basis, `ConflictError` when a mandate already starts on that day or later.
    """
    actor.require(Permission.MANAGE_DISTRICT)
    if ends_on is not None and ends_on < starts_on:
        raise InvalidError(mark("The last day lies before the first day."), field="ends_on")
    if review_on is not None and review_on < starts_on:
        raise InvalidError(mark("Choose the first day or a later one."), field="review_on")
    if not 1 <= answer_days <= LONGEST_ANSWER_DAYS:
        raise InvalidError(
            mark("Fill in a number of days between 1 and %(most)s."), field="answer_days", most=LONGEST_ANSWER_DAYS
        )
    if not clean_line(basis):
        raise InvalidError(mark("Name the decision or document that this mandate rests on."), field="basis")
    # Two who settle at the same moment must not leave two mandates that overlap.
    hold_district(db, district_id)
    for earlier in db.scalars(select(Mandate).where(Mandate.district_id == district_id, Mandate.subject == subject)):
        if earlier.starts_on >= starts_on:
            raise ConflictError(
                mark("There is already a mandate for this subject from that day or later."), field="starts_on"
            )
        if is_valid_on(earlier.starts_on, earlier.ends_on, starts_on):
            earlier.ends_on = starts_on - timedelta(days=1)
    mandate = Mandate(
        district_id=district_id,
        subject=subject,
        level=level,
        declined=declined,
        basis=clean_line(basis),
        starts_on=starts_on,
        ends_on=ends_on,
        review_on=review_on,
        decider=decider,
        answer_days=answer_days,
    )
    db.add(mandate)
    db.flush()
    return mandate


def write_charter(
    db: Session, actor: Actor, district_id: int, *, ideal: IdealType, why: str, answers: Mapping[str, str]
) -> TeamCharter:
    """Keep what the board wrote as the draft of the next version; nobody else sees it yet.

    Raises `InvalidError` on the field of a question without an answer.
    """
    actor.require(Permission.WRITE_CHARTER)
    missing = mark("Write an answer of one or more sentences.")
    kept = {
        one.value: require_filled(clean_text(answers.get(one.value)), CHARTER_LENGTH, one.value, missing)
        for one in CharterQuestion
    }
    reasons = require_filled(clean_text(why), CHARTER_LENGTH, "why", mark("Say why you choose this."))
    hold_district(db, district_id)
    draft = charter_draft(db, district_id)
    if draft is None:
        draft = TeamCharter(district_id=district_id, version=0)
        db.add(draft)
    draft.ideal, draft.why, draft.answers = ideal, reasons, kept
    db.flush()
    return draft


def publish_charter(db: Session, actor: Actor, district_id: int, *, on: date) -> TeamCharter:
    """Make the draft the newest version, for everybody to read. It never changes afterwards."""
    actor.require(Permission.WRITE_CHARTER)
    hold_district(db, district_id)
    draft = charter_draft(db, district_id)
    if draft is None:
        raise ConflictError(mark("There is nothing to publish. Write the charter first."))
    earlier = charter_versions(db, district_id)
    draft.version = earlier[0].version + 1 if earlier else 1
    draft.published_on = on
    db.flush()
    return draft
