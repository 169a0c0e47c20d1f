"""Photos with an item: who adds them, what is shown, and how they are taken away."""

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from coop.agenda import actions
from coop.agenda.models import Item, Photo
from coop.agenda.policy import MOST_PHOTOS, ItemState, Origin
from coop.kernel.access import Actor
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.privacy.actions import forget_account, replay_ledger
from coop.privacy.queries import my_data
from tests.agenda.conftest import Town
from tests.agenda.test_actions import rows
from tests.agenda.test_screens import AGENDA, english, fill_in
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Page, Site

GPS = b"52.370216,4.895168"


def jpeg(colour: str = "red", size: tuple[int, int] = (60, 40)) -> bytes:
    """A photo with the place where it was made."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", comment=GPS)
    return out.getvalue()


def add(town: Town, item: Item, by: Actor | None = None, sent: bytes | None = None, alt: str = "A lamp") -> Photo:
    """A photo of the resident with an item, unless said otherwise."""
    who = by or town.resident.actor
    return actions.add_photo(town.db, who, town.place.id, item.id, sent=sent or jpeg(), alt=alt, at=NOON)


def take_away(town: Town, photo: Photo, by: Actor, reason: str = "") -> None:
    actions.take_photo_away(town.db, by, town.place.id, photo.item_id, photo.id, reason=reason, at=NOON)


def upload(page: Page, content: bytes, alt: str = "A lamp", *, expect: int = 200) -> Page:
    """Send a file with the form of the page, as a browser does."""
    token = page.soup.select_one("input[name=csrf_token]")
    assert token is not None
    fields: dict[str, Any] = {"csrf_token": token["value"], "alt": alt}
    return page.visitor._page("POST", page.path, {**fields, "photo": (io.BytesIO(content), "x.html")}, expect)


def test_who_brought_it_in_and_who_brings_in_for_others_add_photos(town: Town) -> None:
    item = town.item()
    add(town, item)
    add(town, item, town.team.actor, jpeg("blue"))
    with pytest.raises(NotAllowedError):
        add(town, item, town.member.actor)
    with pytest.raises(NotAllowedError):
        add(town, item, make.outsider(town.db, town.place).actor)
    assert rows(town.db, Photo) == 2


def test_a_second_click_adds_nothing_and_three_are_enough(town: Town) -> None:
    item = town.item()
    first = add(town, item)
    assert add(town, item) is first
    for colour in ("blue", "green"):
        add(town, item, sent=jpeg(colour))
    with pytest.raises(ConflictError):
        add(town, item, sent=jpeg("white"))
    assert rows(town.db, Photo) == MOST_PHOTOS
    take_away(town, first, town.board.actor, "A face")
    add(town, item, sent=jpeg("white"))


def test_nothing_is_added_to_what_is_closed(town: Town) -> None:
    item = town.item()
    actions.refuse(town.db, town.board.actor, town.place.id, item.id, "No", at=NOON)
    assert item.state is ItemState.REFUSED
    with pytest.raises(ConflictError):
        add(town, item)


@pytest.mark.parametrize(
    ("sent", "alt", "field"),
    [(b"<html>", "A lamp", "photo"), (jpeg(), " ", "alt"), (jpeg(), "x" * 201, "alt")],
)
def test_what_does_not_fit_is_refused_beside_its_field(town: Town, sent: bytes, alt: str, field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        add(town, town.item(), sent=sent, alt=alt)
    assert refused.value.field == field


def test_ones_own_photo_goes_without_a_trace_and_the_board_gives_a_reason(town: Town) -> None:
    item = town.item()
    mine, other = add(town, item), add(town, item, sent=jpeg("blue"))
    with pytest.raises(NotAllowedError):
        take_away(town, mine, town.team.actor, "A face")
    take_away(town, mine, town.resident.actor)
    with pytest.raises(InvalidError):
        take_away(town, other, town.board.actor, " ")
    take_away(town, other, town.board.actor, "A face")
    take_away(town, other, town.board.actor, "Second click")
    town.db.refresh(other)
    assert (other.content, other.alt, other.reason, other.withdrawn_at) == (None, "", "A face", NOON)
    assert rows(town.db, Photo) == 1
    with pytest.raises(NotFoundError):
        actions.take_photo_away(town.db, town.board.actor, town.place.id, item.id, 99, reason="x", at=NOON)


def test_what_was_taken_away_does_not_come_back_with_a_back_up(town: Town) -> None:
    photo = add(town, town.item())
    assert replay_ledger(town.db, [("agenda_photos", photo.id)], at=NOON) == 1
    assert photo.content is None
    assert replay_ledger(town.db, [("agenda_photos", photo.id)], at=NOON) == 0


def test_a_photo_is_in_my_data_and_goes_with_the_account(town: Town) -> None:
    item = town.item()
    add(town, item)
    shown = [part for held in my_data(town.db, town.resident.account.id) for part in held.parts]
    assert [[item.title, "A lamp", NOON]] == [
        list(row) for part in shown if part.holding.table == "agenda_photos" for row in part.rows
    ]
    forget_account(town.db, town.resident.account, at=NOON)
    assert rows(town.db, Photo) == 0


def test_a_photo_is_added_after_the_words_and_everybody_sees_it(site: Site, town: Town) -> None:
    me = english(site, town.resident)
    page = me.open(f"{AGENDA}/nieuw")
    page = page.submit("Bring it in, and add a photo", **fill_in(page))
    assert page.has("Thank you. Your item can be read by everybody from now on.")
    assert page.soup.select_one("form[enctype='multipart/form-data'] input[type=file][accept]")
    page = upload(page, jpeg(size=(3000, 2000)), '<script>alert(1)</script>"onerror=x')
    assert page.has("Your photo stands with the item now.")
    shown = english(site).open(page.path).soup.select_one("main img")
    assert shown is not None
    assert shown["alt"] == '<script>alert(1)</script>"onerror=x'
    assert (shown["width"], shown["height"], shown["loading"]) == ("1280", "853", "lazy")
    answer = english(site).get(str(shown["src"]))
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.data.startswith(b"\xff\xd8")
    assert GPS not in answer.data
    again = english(site).client.get(str(shown["src"]), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_refused_photo_keeps_the_words(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    # The client of the tests leaves the file open that it makes of a large body.
    monkeypatch.setattr("coop.kernel.pictures.MOST_BYTES", 9_000)
    item = town.item()
    page = english(site, town.resident).open(f"{AGENDA}/{item.id}/fotos/nieuw")
    for content, words in (
        (b"MZ\x90", "We cannot read this photo."),
        (jpeg() + b"\0" * 9_000, "This photo is too large"),
    ):
        refused = upload(page, content, "Three broken lamps", expect=422)
        assert refused.has(words)
        assert 'value="Three broken lamps"' in refused.html
    assert page.submit("Add this photo", alt="Lamps", expect=422).has("Choose a file.")
    assert upload(page, jpeg(), "", expect=422).has("Say in a few words what is on it.")
    assert rows(town.db, Photo) == 0


def test_only_the_sender_and_the_board_see_how_to_take_it_away(site: Site, town: Town) -> None:
    item = town.item()
    photo = add(town, item)
    away, path = "Take this photo away", f"{AGENDA}/{item.id}"
    assert english(site, town.member).open(path).lacks(away)
    english(site, town.member).open(f"{path}/fotos/{photo.id}/weghalen", expect=403)
    board = english(site, town.board).open(path).follow(away)
    refused = board.submit(away, reason="", expect=422)
    assert refused.has("Say why.")
    gone = refused.submit(away, reason="A face <b>stands</b> on it")
    assert gone.has("In its place everybody reads your reason.")
    visitor = english(site)
    assert visitor.open(path).has("A face <b>stands</b> on it")
    assert visitor.get(f"{path}/fotos/{photo.id}.jpg").status_code == 404
    mine = add(town, item, sent=jpeg("blue"))
    page = english(site, town.resident).open(f"{path}/fotos/{mine.id}/weghalen").submit(away)
    assert page.has("Nobody sees it any more.")
    assert not page.soup.select("main img")


def test_a_photo_of_another_item_or_town_is_not_there(site: Site, town: Town, other_town: Town) -> None:
    item, photo = town.item("Other"), add(town, town.item())
    visitor = english(site)
    for path in (f"{AGENDA}/{item.id}", f"/de-vaart/agenda/{photo.item_id}"):
        assert visitor.get(f"{path}/fotos/{photo.id}.jpg").status_code == 404
    board = english(site, other_town.board)
    board.open(f"/de-vaart/agenda/{photo.item_id}/fotos/{photo.id}/weghalen", expect=404)
    board.open(f"/de-vaart/agenda/{photo.item_id}/fotos/nieuw", expect=404)


def test_words_that_were_spoken_are_shown_as_such(site: Site, town: Town) -> None:
    page = english(site, town.team).open(f"{AGENDA}/nieuw")
    page = page.submit("Bring in this item", **fill_in(page, origin=Origin.SPOKEN.value))
    assert page.has("A resident, in their own voice; somebody typed it")


def test_a_board_member_with_an_interest_takes_no_photo_away(town: Town) -> None:
    item = town.item()
    photo, own = add(town, item), add(town, item, town.team.actor, jpeg("blue"))
    own.account_id = town.board.account.id
    actions.declare_tie(town.db, town.board.actor, town.place.id, item.id, town.board.account.id, at=NOON)
    with pytest.raises(ConflictError):
        take_away(town, photo, town.board.actor, "A face.")
    assert photo.content is not None
    take_away(town, own, town.board.actor)
    assert rows(town.db, Photo) == 1


def test_the_reason_of_the_board_stays_whatever_the_sender_does(town: Town) -> None:
    photo = add(town, town.item())
    take_away(town, photo, town.board.actor, "A face.")
    take_away(town, photo, town.resident.actor)
    [left] = town.db.scalars(select(Photo))
    assert (left.content, left.reason) == (None, "A face.")


def test_a_photo_that_the_board_took_away_does_not_come_back(town: Town) -> None:
    item = town.on_agenda()
    take_away(town, add(town, item), town.board.actor, "A face")
    for by in (town.resident.actor, town.team.actor):
        with pytest.raises(InvalidError) as refused:
            add(town, item, by)
        assert refused.value.field == "photo"
    own = add(town, item, sent=jpeg("blue"))
    take_away(town, own, town.resident.actor)
    assert add(town, item, sent=jpeg("blue")).content is not None
