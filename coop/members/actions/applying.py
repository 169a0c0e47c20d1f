"""Applying for membership and showing residence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.districts.queries import hold_district, streets_of
from coop.identity.gateways import Residence
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotFoundError, raise_all
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.members.actions.deciding import admit_when_ready
from coop.members.models import MembershipApplication, ResidenceProof
from coop.members.policy import ApplicationState, Channel, Way, new_code, require_waiting, stored_code, typed_code
from coop.members.policy.residence import same_house, same_municipality, same_town
from coop.members.queries import (
    application_of,
    application_with_code,
    application_with_number,
    code_was_used,
    counted_ways,
    letters_to_print,
    membership_of,
    proofs_of,
    rules_on,
    vouches_since,
    waiting_of,
)

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody says when applying."""

    name: str
    street: str
    house_number: str
    postcode: str
    email: str
    stated_age: int
    accepts: bool

    def checked(self) -> "Applicant":
        """The same, tidied. Raises `InvalidError` with every field that is missing or too long."""
        tidy = Applicant(
            clean_line(self.name),
            clean_line(self.street),
            clean_line(self.house_number),
            clean_line(self.postcode).upper(),
            clean_line(self.email),
            self.stated_age,
            self.accepts,
        )
        asked = (
            ("name", tidy.name, 120, mark("Fill in a name.")),
            ("street", tidy.street, 80, mark("Fill in the street.")),
            ("house_number", tidy.house_number, 20, mark("Fill in the house number.")),
        )
        faults = [InvalidError(words, field=field) for field, text, _most, words in asked if not text]
        longest = (*asked, ("postcode", tidy.postcode, 10, ""), ("email", tidy.email, 254, ""))
        faults += [
            InvalidError(mark("Use at most %(most)s characters."), field=field, most=most)
            for field, text, most, _words in longest
            if len(text) > most
        ]
        if not 0 < tidy.stated_age <= 120:
            faults.append(InvalidError(mark("Fill in the age in whole years."), field="stated_age"))
        if not tidy.accepts:
            faults.append(InvalidError(mark("Tick that you agree with the statutes."), field="accepts"))
        raise_all(faults)
        return tidy


def apply_for_membership(
    db: Session, actor: Actor, district_id: int, applicant: Applicant, *, number: str, paper: bool, at: datetime
) -> MembershipApplication:
    """Take in an application. `number` (random) is told to the applicant. On `paper` somebody of the register typed it.

    Raises `InvalidError` per field; `ConflictError` when this account is a member or has applied already.
    """
    if paper:
        actor.require(Permission.KEEP_REGISTER)
    checked = applicant.checked()
    least = rules_on(db, district_id, local_day(at)).minimum_age
    if checked.stated_age < least:
        raise InvalidError(
            mark("The statutes ask for an age of at least %(least)s years."), field="stated_age", least=least
        )
    account_id = None if paper else actor.account_id
    if account_id is not None:
        _require_first(db, district_id, account_id, at)
    application = MembershipApplication(
        district_id=district_id,
        number=number,
        account_id=account_id,
        channel=Channel.PAPER if paper else Channel.SITE,
        state=ApplicationState.WAITING,
        name=checked.name,
        street=checked.street,
        house_number=checked.house_number,
        postcode=checked.postcode,
        email=checked.email,
        stated_age=checked.stated_age,
        accepted_at=at,
        applied_at=at,
    )
    db.add(application)
    db.flush()
    admit_when_ready(db, application, at=at)
    return application


def _require_first(db: Session, district_id: int, account_id: int, at: datetime) -> None:
    if membership_of(db, district_id, account_id, local_day(at)):
        raise ConflictError(mark("You already are a member of this neighbourhood."))
    waiting = select(MembershipApplication.id).where(
        MembershipApplication.district_id == district_id,
        MembershipApplication.account_id == account_id,
        MembershipApplication.state == ApplicationState.WAITING,
    )
    if db.scalar(waiting):
        raise ConflictError(mark("Your application is already in. You need not apply again."))


def print_letters(
    db: Session, actor: Actor, district_id: int, *, draw: Callable[[int], int], at: datetime
) -> list[tuple[MembershipApplication, str]]:
    """Make a code for every application that waits for a letter. Only the answer holds the codes: print it at once."""
    actor.require(Permission.KEEP_REGISTER)
    hold_district(db, district_id)  # two people who print at once must not make two codes for one letter
    letters = []
    for application in letters_to_print(db, district_id):
        code = new_code(draw)
        application.code, application.letter_at = stored_code(code), at
        letters.append((application, code))
    db.flush()
    return letters


def letter_again(db: Session, actor: Actor, district_id: int, application_id: int) -> MembershipApplication:
    """Put an application on the list of letters again; the code of the letter before counts no longer."""
    actor.require(Permission.KEEP_REGISTER)
    application = application_of(db, district_id, application_id, locked=True)
    require_waiting(application.state)
    application.code = application.letter_at = None
    db.flush()
    return application


def show_by_letter(db: Session, district_id: int, typed: str, *, at: datetime) -> MembershipApplication:
    """Take a code from a letter; it works once. Raises `InvalidError` for a code that is not known (any more)."""
    code = typed_code(typed)
    if code and code_was_used(db, district_id, code):
        raise InvalidError(
            mark("This code has been used already. Your address is shown; you need not do anything more."), field="code"
        )
    found = application_with_code(db, district_id, code) if code else None
    if found is None:
        raise InvalidError(
            mark("We do not know this code. Look at the letter again: four signs, three times."), field="code"
        )
    _shown(db, found, Way.LETTER, by=None, at=at)
    admit_when_ready(db, found, at=at)
    return found


def show_by_provider(
    db: Session, account_id: int, district_id: int, slug: str, residence: Residence | None, *, at: datetime
) -> MembershipApplication:
    """Compare what a provider says with the application of this account; of the address nothing is kept.

    Raises `ConflictError` when nothing waits, or the two differ. Where the provider only names the municipality, the
    street must be one of this neighbourhood.
    """
    found = waiting_of(db, district_id, account_id)
    if found is None:
        raise ConflictError(mark("There is no application of yours that waits. Apply first."))
    place = db.get_one(District, district_id)
    known = {street.name.casefold() for street in streets_of(db, district_id)}
    if residence is None or not _fits(residence, found, place.municipality, known):
        raise ConflictError(
            mark("What is known there is not the address of your application. Use the letter, the desk or a neighbour.")
        )
    if Way.PROVIDER not in counted_ways(proofs_of(db, [found.id])[found.id]):
        _shown(db, found, Way.PROVIDER, by=None, at=at, provider=slug)
    admit_when_ready(db, found, at=at)
    return found


def _fits(said: Residence, found: MembershipApplication, municipality: str, streets: set[str]) -> bool:
    if said.house:
        town = same_town(said.postcode, said.municipality, own_postcode=found.postcode, own_municipality=municipality)
        return town and same_house(said.house, found.street, found.house_number)
    return same_municipality(said.municipality, municipality) and found.street.casefold() in streets


def see_at_desk(
    db: Session, actor: Actor, district_id: int, application_id: int, *, at: datetime
) -> MembershipApplication:
    """Note that this person showed to live here; it counts when a second person noted it too."""
    actor.require(Permission.KEEP_REGISTER)
    application = application_of(db, district_id, application_id, locked=True)
    require_waiting(application.state)
    if actor.account_id is not None and actor.account_id == application.account_id:
        raise ConflictError(mark("This is about yourself: two others have to look."))
    before = [one for one in proofs_of(db, [application.id])[application.id] if one.way is Way.DESK]
    if not before:
        _shown(db, application, Way.DESK, by=actor.account_id, at=at)
    elif before[0].given_by == actor.account_id:
        raise ConflictError(mark("You noted this already. Now somebody else has to look too."))
    elif before[0].confirmed_by is not None:
        raise ConflictError(mark("Two people have noted this already."))
    else:
        before[0].confirmed_by, before[0].confirmed_at = actor.account_id, at
        db.flush()
    admit_when_ready(db, application, at=at)
    return application


def vouch(db: Session, actor: Actor, district_id: int, number: str, *, at: datetime) -> MembershipApplication:
    """Say as a member that this neighbour lives here. Raises `ConflictError` above the yearly limit."""
    actor.require(Permission.VOUCH_FOR_NEIGHBOUR)
    hold_district(db, district_id)  # for the yearly limit
    found = application_with_number(db, district_id, clean_line(number).upper())
    if found is None:
        raise NotFoundError(mark("There is no application with this number that waits. Ask your neighbour to look."))
    if found.account_id is not None and found.account_id == actor.account_id:
        raise ConflictError(mark("You cannot vouch for yourself."))
    most = rules_on(db, district_id, local_day(at)).vouches_per_year
    if vouches_since(db, district_id, actor.account_id or 0, at - YEAR) >= most:
        raise ConflictError(
            mark("You vouched %(most)s times in a year. That is the most the statutes allow."), most=most
        )
    if any(one.way is Way.NEIGHBOUR for one in proofs_of(db, [found.id])[found.id]):
        raise ConflictError(mark("Another neighbour vouched already. That is enough."))
    _shown(db, found, Way.NEIGHBOUR, by=actor.account_id, at=at)
    admit_when_ready(db, found, at=at)
    return found


def _shown(
    db: Session, application: MembershipApplication, way: Way, *, by: int | None, at: datetime, provider: str = ""
) -> None:
    db.add(
        ResidenceProof(
            district_id=application.district_id,
            application_id=application.id,
            way=way,
            provider=provider,
            given_by=by,
            given_at=at,
        )
    )
    db.flush()
