"""Other words for an item, by the board or who brought it in: with a reason, and the old words stay readable."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from coop.agenda import policy
from coop.agenda.actions.entry import require_words
from coop.agenda.actions.items import words_of
from coop.agenda.actions.steps import in_hand, move, path_of, taken, tell_involved
from coop.agenda.models import EditionItem, Item, ItemWord, ItemWording, Support
from coop.agenda.policy import own
from coop.agenda.policy.comparing import FIELDS
from coop.answers.actions import rename_point
from coop.answers.policy import Source
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import InvalidError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.notifications.actions import replace_words

_BY_BOARD = mark(
    "You brought in the item “%(before)s”, support it, or said something about it. The board gave it other "
    "words, for this reason:\n\n%(reason)s\n\nRead what changed, word for word:\n%(site)s%(path)s/woorden\n\n"
    "Do you not agree with it any more? You can take your support back there."
)
_BY_AUTHOR = mark(
    "You said something about the item “%(before)s”. Who brought it in gave it other words, for this reason:\n\n"
    "%(reason)s\n\nRead what changed, word for word:\n%(site)s%(path)s/woorden"
)
_TAKEN_BACK = mark(
    "You said something about the item “%(title)s”. Who brought it in took it back, for this reason:"
    "\n\n%(reason)s\n\nIs it yours too? Bring it in yourself:\n%(site)s%(path)s"
)


def _in_hand_or_mine(db: Session, actor: Actor, district_id: int, item_id: int) -> tuple[Item, bool]:
    """The item, locked, and whether the board acts on it. Raises as `own.require_mine_alone` does for somebody else."""
    if actor.may(Permission.CURATE_AGENDA):
        return in_hand(db, actor, district_id, item_id)[item_id], True
    return _mine(db, actor, district_id, item_id), False


def _mine(db: Session, actor: Actor, district_id: int, item_id: int) -> Item:
    actor.require(Permission.SEE_MY_PAGE)
    item = taken(db, district_id, item_id)[item_id]
    others = select(func.count()).where(Support.item_id == item.id, Support.account_id != actor.account_id)
    own.require_mine_alone(item.state, item.account_id, actor.account_id, others=db.scalar(others) or 0)
    return item


def take_item_back(db: Session, actor: Actor, district_id: int, item_id: int, reason: str, *, at: datetime) -> Item:
    """Who brought in a new item does not want it any more: it stays readable as not on the agenda, with the reason."""
    item = _mine(db, actor, district_id, item_id)
    said = policy.require_filled(
        clean_text(reason), policy.REASON_LENGTH, "reason", mark("Say why. Everybody can read the reason.")
    )
    require_words(db, actor, said, "reason", at=at)
    move(db, actor, item, policy.ItemState.REFUSED, reason=said, at=at)
    path = path_of(db, item)
    tell_involved(
        *(db, actor, item),
        subject=mark("Taken back by who brought it in: “%(title)s”"),
        body=_TAKEN_BACK,
        params={"reason": said, "path": path},
        at=at,
    )
    return item


def reword(
    db: Session,
    actor: Actor,
    district_id: int,
    item_id: int,
    *,
    title: str,
    in_short: str,
    details: str,
    place: str,
    reason: str,
    erases_old: bool = False,
    at: datetime,
) -> Item:
    """Give an open item other words and tell everybody who takes part; `erases_old`: they told about a person.

    Raises `ConflictError` when the item is no longer open, `InvalidError` when no word is different, also when sent
    twice.
    """
    item, by_board = _in_hand_or_mine(db, actor, district_id, item_id)
    policy.require_open(item.state)
    words = {
        "title": policy.require_filled(clean_line(title), policy.TITLE_LENGTH, "title", mark("Give it a short title.")),
        "in_short": policy.require_short(clean_text(in_short)),
        "details": policy.require_length(clean_text(details), policy.DETAILS_LENGTH, "details"),
        "place": policy.require_length(clean_line(place), policy.PLACE_LENGTH, "place"),
    }
    before = {name: getattr(item, name) for name in FIELDS}
    if words == before:
        raise InvalidError(mark("These are the words that stand there now. Change at least one."), field="title")
    reason = policy.require_filled(
        clean_text(reason), policy.REASON_LENGTH, "reason", mark("Say why. Everybody can read the reason.")
    )
    if not by_board:
        require_words(db, actor, "\n".join(words.values()), "details", at=at)
    titles = {before["title"], *db.scalars(select(ItemWording.title).where(ItemWording.item_id == item.id))}
    old = _put_away(db, item, reason, erases_old=erases_old, at=at)
    for name, text in words.items():
        setattr(item, name, text)
    item.reworded_at = at
    if erases_old:
        _replace_in_editions(db, item)
        for erased in sorted(titles - {"", item.title}):
            replace_words(db, district_id, erased, item.title)
    if item.account_id == actor.account_id and item.state is policy.ItemState.NEW:
        # Words that only who typed them has seen: somebody else looks again.
        item.checked_at = item.checked_by = None
    db.execute(delete(ItemWord).where(ItemWord.item_id == item.id))
    db.add_all(words_of(item))
    db.flush()
    tell_involved(
        db,
        actor,
        item,
        subject=mark("Other words for “%(title)s”"),
        body=_BY_BOARD if by_board else _BY_AUTHOR,
        params={"before": old["title"] or item.title, "reason": reason, "path": path_of(db, item)},
        at=at,
    )
    return item


def _replace_in_editions(db: Session, item: Item) -> None:
    """What was erased must not be read in an edition, or in the answer that is owed for one, either."""
    words = {name: getattr(item, name) for name in FIELDS}
    theirs = update(EditionItem).where(EditionItem.item_id == item.id).values(**words, is_reworded=True)
    db.execute(theirs.execution_options(synchronize_session=False))
    editions = db.scalars(select(EditionItem.edition_id).where(EditionItem.item_id == item.id))
    rename_point(db, item.district_id, Source.EDITION, editions.all(), key=str(item.id), title=item.title)


def _put_away(db: Session, item: Item, reason: str, *, erases_old: bool, at: datetime) -> dict[str, str]:
    """Keep the words that stand there now, or erase them; returns what is kept."""
    old = {name: "" if erases_old else getattr(item, name) for name in FIELDS}
    if erases_old:
        # What was erased must not be read back from the words before it.
        older = update(ItemWording).where(ItemWording.item_id == item.id).values(**old, is_erased=True)
        db.execute(older.execution_options(synchronize_session=False))
    db.add(
        ItemWording(
            district_id=item.district_id, item_id=item.id, **old, reason=reason, is_erased=erases_old, until_at=at
        )
    )
    return old
