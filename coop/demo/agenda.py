"""The agenda of the demo: brought in, supported, talked about and decided on through the real actions."""

from datetime import datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from coop.agenda import actions
from coop.agenda.models import Item
from coop.agenda.policy.checking import ONLY_HEARD
from coop.demo.agenda_items import (
    BUSY,
    FOLLOWED,
    FOREWORD,
    NEW,
    SECOND_FOREWORD,
    SUMMED_UP,
    TALK,
    Said,
    Told,
)
from coop.demo.cast import MEMBERS, Cast
from coop.demo.maps import area_of
from coop.districts.models import District

# New until now, or merged before the board put them on the agenda.
_UNDECIDED = {"speed", "cooking", "repair", "music", "lamps", "hanging"}
_REFUSED = {
    "house": "Dit gaat over één huishouden. Dat bespreken wij niet waar iedereen meeleest. Het wijkteam heeft u gebeld "
    "om te helpen.",
    "garden": "De gemeente wil op dit veldje bouwen. Een moestuin kan daar dan niet blijven.",
}
# Later than the fourteen days, so that the demo tells of an answer that came too late as well.
_PASSED_DAYS = 17
# All that was refused is younger than the first edition.
_EDITION_DAYS_AGO, _SECOND_EDITION_DAYS_AGO = 168, 60


def fill_agenda(db: Session, cast: Cast, now: datetime) -> None:
    """Fill both neighbourhoods; the busy one with everything that can happen to an item, and two editions."""
    made = {told.key: _tell(db, cast, cast.busy, told, now) for told in BUSY}
    for told in NEW:
        _tell(db, cast, cast.new, told, now)
    _decide(db, cast, made, now)
    for key, name in FOLLOWED:
        item = made[name]
        actions.follow(db, cast.actor(key), cast.busy.id, item.id, at=item.created_at + timedelta(days=2))
    for name, (days, key, text) in SUMMED_UP.items():
        item = made[name]
        at = item.created_at + timedelta(days=days)
        actions.sum_up(db, cast.actor(key), cast.busy.id, item.id, text, at=at)
    db.flush()


def _ago(now: datetime, days: float) -> datetime:
    return now - timedelta(days=days)


def _tell(db: Session, cast: Cast, district: District, told: Told, now: datetime) -> Item:
    """Bring in one item, with its supporters, offers and comments in the days after."""
    at = _ago(now, told.days_ago)
    item = actions.bring_in(
        db,
        cast.actor(told.by, district),
        district.id,
        kind=told.kind,
        domain=told.domain,
        title=told.title,
        in_short=told.in_short,
        details=told.details,
        place=told.place,
        area=area_of(told.place),
        origin=told.origin,
        at=at,
    )
    if told.origin in ONLY_HEARD and told.key not in _UNDECIDED:
        actions.check_words(db, cast.actor("board"), district.id, item.id, at=at + timedelta(days=1))
    later = count(1)
    for number in range(told.supporters):
        # Every item has its own circle of supporters, with overlap: as in a real neighbourhood.
        key = MEMBERS[(number * 7 + told.days_ago) % len(MEMBERS)][0]
        moment = at + timedelta(hours=next(later) * min(9, told.days_ago))
        actions.support(db, cast.actor(key), district.id, item.id, at=min(moment, now))
    for key, days, text in told.offers:
        actions.offer_help(db, cast.actor(key), district.id, item.id, text, at=at + timedelta(days=days, hours=3))
    for key, days, text in told.comments:
        actions.comment(db, cast.actor(key), district.id, item.id, text, at=at + timedelta(days=days, hours=5))
    for number, said in enumerate(TALK.get(told.key, ())):
        _talk(db, cast, item, said, at + timedelta(days=1, hours=number))
    return item


def _talk(db: Session, cast: Cast, item: Item, said: Said, at: datetime) -> None:
    """One comment of the conversation, with who it helps, its answers, and other words an hour later."""
    place = item.district_id
    voice = actions.comment(db, cast.actor(said.by), place, item.id, said.text, kind=said.kind, at=at)
    for number in range(said.helps):
        key = MEMBERS[(number * 5 + 3) % len(MEMBERS)][0]
        if key != said.by:
            actions.mark_helpful(db, cast.actor(key), place, item.id, voice.id, at=at)
    for key, text in said.answers:
        actions.answer(db, cast.actor(key), place, item.id, voice.id, text=text, at=at + timedelta(minutes=40))
    if said.later:
        actions.change_comment(
            db, cast.actor(said.by), place, item.id, voice.id, text=said.later, at=at + timedelta(hours=1)
        )


def _decide(db: Session, cast: Cast, made: dict[str, Item], now: datetime) -> None:
    """What the board did, in the order of time."""
    board, board2, place = cast.actor("board"), cast.actor("board2"), cast.busy.id
    decided = {told.key: told.days_ago - min(10, told.days_ago / 2) for told in BUSY if told.key not in _UNDECIDED}
    before = [key for key in made if decided.get(key, 0) > _EDITION_DAYS_AGO]
    after = [key for key in made if 0 < decided.get(key, 0) <= _EDITION_DAYS_AGO and key != "parking"]
    for key in before:
        actions.put_on_agenda(db, board, place, made[key].id, at=_ago(now, decided[key]))
    actions.publish_edition(db, board, place, FOREWORD, at=_ago(now, _EDITION_DAYS_AGO))
    for key in after:
        if decided[key] > _SECOND_EDITION_DAYS_AGO:
            _settle(db, cast, made[key], key, _ago(now, decided[key]))
    _between(db, cast, made, now)
    actions.publish_edition(db, board, place, SECOND_FOREWORD, at=_ago(now, _SECOND_EDITION_DAYS_AGO))
    for key in after:
        if decided[key] <= _SECOND_EDITION_DAYS_AGO:
            _settle(db, cast, made[key], key, _ago(now, decided[key]))
    asked = made["parking"]
    actions.pass_on(
        db,
        board,
        place,
        asked.id,
        to_whom="gemeente Waterstad, griffie van de gemeenteraad",
        reason="Hierover beslist de gemeenteraad, niet ons wijkteam. Wij vroegen of het in de volgende vergadering kan. "
        "Het antwoord zetten wij hier neer.",
        at=asked.created_at + timedelta(days=_PASSED_DAYS),
    )
    actions.reopen(
        db,
        board2,
        place,
        made["garden"].id,
        "De bouw gaat niet door. De gemeente wil er nu wel over praten.",
        at=_ago(now, 20),
    )
    # She lives along the path: the others of the board decide about it.
    actions.declare_tie(db, board2, place, made["path"].id, board2.account_id or 0, at=_ago(now, 110))


def _settle(db: Session, cast: Cast, item: Item, key: str, at: datetime) -> None:
    if key in _REFUSED:
        actions.refuse(db, cast.actor("board2"), item.district_id, item.id, _REFUSED[key], at=at)
    else:
        actions.put_on_agenda(db, cast.actor("board"), item.district_id, item.id, at=at)


def _between(db: Session, cast: Cast, made: dict[str, Item], now: datetime) -> None:
    """What happened between the two editions, so that the second tells of a difference of each kind."""
    board, board2, place = cast.actor("board"), cast.actor("board2"), cast.busy.id
    path = made["path"]
    actions.reword(
        db,
        board,
        place,
        path.id,
        title=path.title,
        in_short="Op het Loodspad is het 's avonds donker. Vrouwen, ouderen en meisjes die trainen fietsen om.",
        details=path.details,
        place="Loodspad",
        reason="Niet alleen vrouwen en ouderen fietsen om. En de tekst kon korter.",
        at=_ago(now, 75),
    )
    actions.merge(
        db,
        board,
        place,
        made["lamps"].id,
        made["path"].id,
        reason="Beide gaan over licht en zicht op het Loodspad.",
        at=_ago(now, 141),
    )
    actions.merge(
        db,
        board2,
        place,
        made["hanging"].id,
        made["teens"].id,
        reason="De jongeren vragen zelf om een plek. Dat is hetzelfde onderwerp, van twee kanten bekeken.",
        at=_ago(now, 112),
    )
    actions.close(
        db,
        board,
        place,
        made["walkin"].id,
        "Sinds maart is er elke werkdag een inloopuur. In de eerste vier weken kwamen er 61 mensen. Wat nog niet lukt: "
        "een inloop in de avond.",
        at=_ago(now, 165),
    )
