"""Members of the demo: what the statutes ask, where members live, and who wants to become one."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.audit.actions import note, note_erasure
from coop.demo.cast import Cast
from coop.districts.queries import streets_of
from coop.identity.models import Passkey
from coop.kernel.access import Actor
from coop.kernel.clock import local_day
from coop.members.actions import (
    Applicant,
    MemberDetails,
    admit_member,
    apply_for_membership,
    ask_merge,
    end_with_reason,
    move_member,
    print_letters,
    refuse_applicant,
    see_at_desk,
    settle_statutes,
    vouch,
)
from coop.members.actions.register import IN_FUTURE, KNOWN
from coop.members.models import MemberImport, Membership, SecondStepOff
from coop.members.policy import Ending, ImportState, StatuteRules

BASIS = "Statuten van 12 januari 2025, artikelen 4 tot en met 7"
# name, house number, age, days ago
APPLICANTS = (
    ("Gerrit van Houten", "14", 71, 16),
    ("Selma Yıldız", "88 hs", 34, 9),
    ("Tomasz Wójcik", "3", 29, 6),
    ("Ans Brouwer-de Wit", "51", 66, 2),
    ("Kees Nieuwland", "7 B", 45, 20),
)
# Mostly older: that is what the page on reach shows.
AGES = (71, 66, 58, 47, 74, 69, 52, 63, 38, 77, 44, 61, 29)
# Who did what in office, as the log would have noted it: who, act, days ago.
NOTED = (
    ("administrator", "districts.settle_mandate", 390),
    ("secretary", "members.register", 21),
    ("board", "members.register", 15),
    ("secretary", "members.letters", 12),
    ("secretary", "members.letters", 4),
)


def fill_members(db: Session, cast: Cast, now: datetime) -> None:
    """Settle the statutes, give members an address, and let five people apply, each at another step."""
    streets = [street.name for street in streets_of(db, cast.busy.id)]
    for place, member in enumerate(db.scalars(select(Membership).where(Membership.district_id == cast.busy.id))):
        member.street, member.house_number = streets[place % len(streets)], str(3 + 7 * place % 120)
    founded = now - timedelta(days=400)
    rules = StatuteRules(BASIS, minimum_age=18, minimum_membership_days=14, advice_supporters=25)
    settle_statutes(db, cast.actor("board"), cast.busy.id, rules, starts_on=local_day(founded), at=founded)
    _note(db, cast, "board", "members.settle_statutes", founded)
    _let_apply(db, cast, now, streets)
    _fill_signing_in(db, cast, now)
    _fill_changes(db, cast, now)
    _fill_coming_and_going(db, cast, now)
    for who, act, days in NOTED:
        _note(db, cast, who, act, now - timedelta(days=days))


def _fill_changes(db: Session, cast: Cast, now: datetime) -> None:
    """Somebody who stands there twice, with one pair proposed; and two large files, one of which was refused."""
    place, street = cast.busy.id, "Lupinestraat"
    pairs = (("Annemieke de Vries-Bos", "A. de Vries", "41"), ("Şenay Özdemir", "Senay Ozdemir", "12 b"))
    made = []
    for first, second, number in pairs:
        for name, days in ((first, 380), (second, 40)):
            member = admit_member(db, place, name=name, on=local_day(now - timedelta(days=days)))
            member.street, member.house_number = street, number
            made.append(member)
    db.flush()
    why = "Gebeld: zij is met haar nieuwe naam nog eens ingeschreven"
    ask_merge(db, cast.actor("secretary"), place, made[0].id, made[1].id, reason=why, at=now - timedelta(days=2))
    wrong: list[list[Any]] = [[14, KNOWN], [380, IN_FUTURE]]
    files: tuple[tuple[int, ImportState, int, list[list[Any]]], ...] = (
        (699, ImportState.REFUSED, 614, wrong),
        (698, ImportState.DONE, 612, []),
    )
    for days, state, rows, refused in files:
        db.add(
            MemberImport(
                district_id=place,
                sent_by=cast.account("secretary").id,
                sent_at=now - timedelta(days=days),
                rows=rows,
                content="",
                state=state,
                share=100,
                refused=refused,
                touched_at=now - timedelta(days=days),
            )
        )


def _fill_coming_and_going(db: Session, cast: Cast, now: datetime) -> None:
    """Ages, a member with a new address that waits, one who died, and rows that the site erased by itself."""
    place, today = cast.busy.id, local_day(now)
    found = db.scalars(select(Membership).where(Membership.district_id == place).order_by(Membership.id)).all()
    for number, member in enumerate(found):
        member.stated_age = member.stated_age or AGES[number % len(AGES)]
    moved = admit_member(db, place, name="Riet van Dijk-Postma", on=today - timedelta(days=300))
    moved.street, moved.house_number, moved.stated_age = "Lupinestraat", "5", 68
    new = MemberDetails(moved.name, "Turfkade", "22", "1234 AC", "")
    move_member(db, cast.actor("secretary"), moved, new, number="4088-1207", at=now - timedelta(days=3))
    died = admit_member(db, place, name="Johannes Vermaat", on=today - timedelta(days=390))
    died.stated_age = 84
    end_with_reason(db, cast.actor("secretary"), place, died.id, Ending.DIED, on=today - timedelta(days=20), at=now)
    for number, days in ((1, 12), (2, 12), (3, 2)):
        note_erasure(db, "membership_applications", 90_000 + number, district_id=place, at=now - timedelta(days=days))


def _fill_signing_in(db: Session, cast: Cast, now: datetime) -> None:
    """A member with a passkey on a phone that got lost: one person asked to take it away, a second has to agree."""
    joke = cast.account("member")
    key = {"credential_id": "ZGVtbw", "public_key": "ZGVtbw", "sign_count": 0}
    db.add(Passkey(account_id=joke.id, name="Chrome, Android", made_at=now - timedelta(days=80), **key))
    db.flush()
    db.add(
        SecondStepOff(
            district_id=cast.busy.id,
            account_id=joke.id,
            reason="Kwam met paspoort aan de balie; telefoon in het water gevallen",
            asked_by=cast.account("administrator").id,
            asked_at=now - timedelta(days=1),
        )
    )


def _note(db: Session, cast: Cast, who: str, act: str, at: datetime) -> None:
    note(db, account_id=cast.account(who).id, district_id=cast.busy.id, act=act, things={}, at=at)


def _let_apply(db: Session, cast: Cast, now: datetime, streets: list[str]) -> None:
    nobody = Actor(account_id=None, name="", district_id=cast.busy.id)
    made = []
    for place, (name, house_number, age, days) in enumerate(APPLICANTS):
        at = now - timedelta(days=days)
        who = Applicant(name, streets[-1 - place], house_number, "1234 AB", "", age, accepts=True)
        number = f"40{place}1-77{place}3"
        made.append(apply_for_membership(db, nobody, cast.busy.id, who, number=number, paper=False, at=at))
    letters_at = now - timedelta(days=12)
    seen, vouched, fresh, refused = made[0], made[1], made[3], made[4]
    see_at_desk(db, cast.actor("secretary"), cast.busy.id, seen.id, at=letters_at)
    see_at_desk(db, cast.actor("board"), cast.busy.id, seen.id, at=letters_at + timedelta(days=1))
    vouch(db, cast.actor("member"), cast.busy.id, vouched.number, at=now - timedelta(days=3))
    print_letters(db, cast.actor("secretary"), cast.busy.id, draw=_not_by_chance, at=now - timedelta(days=4))
    fresh.letter_at = fresh.code = None
    refuse_applicant(
        db,
        cast.actor("board"),
        cast.busy.id,
        refused.id,
        "Dit adres ligt net buiten de wijk. De coöperatie van De Vaart helpt u graag.",
        at=now - timedelta(days=15),
    )


def _not_by_chance(below: int) -> int:
    """The demo is the same every time; its letters go nowhere."""
    return below // 3
