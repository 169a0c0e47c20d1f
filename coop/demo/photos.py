"""Photos of the demo, drawn here: of a dark path, of a playground, and one that the board took away."""

import io
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.actions import add_photo, take_photo_away
from coop.agenda.models import Item, Photo
from coop.demo.cast import Cast

_SIZE = (960, 640)


def fill_photos(db: Session, cast: Cast, now: datetime) -> None:
    """Add them to items that are there."""
    path, playground = _named(db, cast, "Donker pad"), _named(db, cast, "Speeltuinvereniging")
    _add(db, cast, path, _path_at_night(lamps_on=1), "Het Loodspad in het donker. Van de vier lampen brandt er één.")
    _add(db, cast, playground, _playground(), "De glijbaan en de schommel van de speeltuin, in de zon.")
    wrong = _add(db, cast, playground, _path_at_night(lamps_on=4), "Kinderen bij de poort van de speeltuin.")
    reason = "Op deze foto waren kinderen te herkennen. Een foto van de speeltuin zonder mensen is welkom."
    board, at = cast.actor("board"), now - timedelta(days=2)
    take_photo_away(db, board, cast.busy.id, playground.id, wrong.id, reason=reason, at=at)


def _named(db: Session, cast: Cast, words: str) -> Item:
    mine = Item.district_id == cast.busy.id, Item.title.contains(words)
    return db.scalars(select(Item).where(*mine).order_by(Item.id).limit(1)).one()


def _add(db: Session, cast: Cast, item: Item, sent: bytes, alt: str) -> Photo:
    at = item.created_at + timedelta(days=5)
    return add_photo(db, cast.actor("team"), cast.busy.id, item.id, sent=sent, alt=alt, at=at)


def _path_at_night(*, lamps_on: int) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", _SIZE, "#141c2e")
    draw = ImageDraw.Draw(picture)
    draw.polygon([(400, 260), (560, 260), (900, 640), (60, 640)], fill="#2b3038")
    for number, (x, height) in enumerate(((180, 420), (310, 300), (640, 300), (790, 420))):
        top = 560 - height
        if number < lamps_on:
            for radius, shade in ((150, "#2c3140"), (100, "#565039"), (55, "#9a8747")):
                draw.ellipse([x - radius, top - radius, x + radius, top + radius], fill=shade)
        draw.line([(x, top), (x, 600)], fill="#5a6272", width=10)
        draw.ellipse([x - 22, top - 22, x + 22, top + 22], fill="#fff3b8" if number < lamps_on else "#3a404d")
    return _file(picture)


def _playground() -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", _SIZE, "#a9d4f0")
    draw = ImageDraw.Draw(picture)
    draw.ellipse([780, 50, 880, 150], fill="#ffe27a")
    draw.rectangle([0, 430, 960, 640], fill="#7fb069")
    draw.ellipse([60, 470, 620, 620], fill="#e8cf9a")
    draw.polygon([(180, 250), (210, 250), (470, 560), (430, 560)], fill="#d1495b")
    for x in (120, 190):
        draw.line([(x, 250), (x, 570)], fill="#555555", width=10)
    for y in range(290, 570, 45):
        draw.line([(120, y), (190, y)], fill="#555555", width=8)
    draw.line([(640, 240), (900, 240)], fill="#7a4e2d", width=14)
    for foot, top in ((600, 640), (680, 640), (860, 900), (940, 900)):
        draw.line([(foot, 580), (top, 240)], fill="#7a4e2d", width=12)
    for x in (710, 830):
        draw.line([(x - 25, 240), (x - 25, 480)], fill="#333333", width=4)
        draw.line([(x + 25, 240), (x + 25, 480)], fill="#333333", width=4)
        draw.rectangle([x - 34, 478, x + 34, 492], fill="#2e4057")
    return _file(picture)


def _file(picture: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")  # type: ignore[attr-defined]
    return out.getvalue()
