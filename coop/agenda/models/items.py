"""Tables of the agenda and of the commitments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from coop.agenda import policy
from coop.agenda.policy import Domain, ItemState, Kind, Origin
from coop.agenda.policy.talk import CommentKind, Shown, TalkState
from coop.districts.policy import AREA_LENGTH
from coop.kernel.access import Role
from coop.kernel.db import Base, UtcDateTime, enum_column


class Item(Base):
    """A problem, strength, wish or residents' initiative.

    `merged_into_id`: the item it was merged into. `head_id`: the item at the end of the merges, where its supporters
    are counted. Both empty unless merged. `owner_id`: the board member who sees to it that an answer comes; empty while
    there was no board. `answer_due_on`: the last day for the answer, and `remind_on` the day of the next reminder; both
    empty unless new. `heard`: how often at doors. `talk`: where the conversation below it stands.
    `reworded_at`: when it last got other words. `checked_at`: when a second person said the typed words are right.
    `area`: the part of the neighbourhood or the place on its map, by name; empty for all of it.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
        CheckConstraint("(merged_into_id IS NULL) = (head_id IS NULL)", name="head_with_merge"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_state"),
        CheckConstraint("(state = 'new') = (answer_due_on IS NOT NULL)", name="answer_while_new"),
        Index("ix_agenda_items_district_id_state", "district_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    domain: Mapped[Domain] = mapped_column(enum_column(Domain))
    state: Mapped[ItemState] = mapped_column(enum_column(ItemState), default=ItemState.NEW)
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    in_short: Mapped[str] = mapped_column(String(policy.SHORT_LENGTH))
    details: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(policy.PLACE_LENGTH), default="")
    area: Mapped[str] = mapped_column(String(AREA_LENGTH), default="", server_default="")
    origin: Mapped[Origin] = mapped_column(enum_column(Origin))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    head_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    answer_due_on: Mapped[date | None]
    remind_on: Mapped[date | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heard: Mapped[int] = mapped_column(default=0, server_default="0")
    talk: Mapped[TalkState] = mapped_column(
        enum_column(TalkState), default=TalkState.OPEN, server_default=TalkState.OPEN.value
    )
    reworded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class ItemWording(Base):
    """The words of an item until `until_at`, and why the board changed them.

    `is_erased`: they told something about a person, so they and all older words are gone.
    """

    __tablename__ = "agenda_item_wordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    in_short: Mapped[str] = mapped_column(String(policy.SHORT_LENGTH))
    details: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(policy.PLACE_LENGTH))
    reason: Mapped[str] = mapped_column(String(policy.REASON_LENGTH))
    is_erased: Mapped[bool]
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ItemSource(Base):
    """Where an item was copied from: another co-operative, the number of the thing there, its page, and that day."""

    __tablename__ = "agenda_item_sources"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    cooperative: Mapped[str] = mapped_column(String(policy.COOPERATIVE_LENGTH))
    number: Mapped[str] = mapped_column(String(policy.SOURCE_NUMBER_LENGTH))
    url: Mapped[str] = mapped_column(String(policy.URL_LENGTH))
    dated_on: Mapped[date]


class ItemWord(Base):
    """A stem that stands in the title or the short text of an item: an index to find items about the same."""

    __tablename__ = "agenda_words"
    __table_args__ = (Index("ix_agenda_words_district_id_stem", "district_id", "stem"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    stem: Mapped[str] = mapped_column(String(policy.STEM_LENGTH), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"))


class Act:
    """Something that one person did in a neighbourhood, at a moment."""

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OnceEach(Act):
    """What one person does with one item, once."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[UniqueConstraint]:  # noqa: N805 (of the class, as SQLAlchemy asks)
        """Once."""
        return (UniqueConstraint("item_id", "account_id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))


class Support(OnceEach, Base):
    """One person says: this is mine too."""

    __tablename__ = "agenda_supports"


class Offer(OnceEach, Base):
    """What somebody offers to do; one per person and item, and it can be rewritten."""

    __tablename__ = "agenda_offers"

    text: Mapped[str] = mapped_column(String(policy.OFFER_LENGTH))


class Photo(Base):
    """A photo with an item, as `kernel.pictures` drew it anew; `alt`: what is on it, for who cannot see it.

    Without `content` the board took it away: when, why, and the sha256 of what it was, so that it does not come back.
    """

    __tablename__ = "agenda_photos"
    __table_args__ = (CheckConstraint("(content IS NULL) = (withdrawn_at IS NOT NULL)", name="withdrawn"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    alt: Mapped[str] = mapped_column(String(policy.ALT_LENGTH))
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    gone_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(policy.REASON_LENGTH), default="")


class Comment(Act, Base):
    """What somebody says about an item, and in which role; with `parent_id`, in answer to another comment.

    `changed_at`: when its wording last changed after others could have read it. `is_watched`: somebody reported it, so
    every wording from then on stays readable.
    """

    __tablename__ = "agenda_comments"
    __table_args__ = (CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_to_itself"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    kind: Mapped[CommentKind] = mapped_column(
        enum_column(CommentKind), default=CommentKind.REMARK, server_default=CommentKind.REMARK.value
    )
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_comments.id"), index=True)
    text: Mapped[str] = mapped_column(String(policy.COMMENT_LENGTH))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shown: Mapped[Shown] = mapped_column(enum_column(Shown), default=Shown.SHOWN, server_default=Shown.SHOWN.value)
    is_watched: Mapped[bool] = mapped_column(default=False, server_default=false())


class CommentWording(Base):
    """How a comment was worded until `until_at`. Rows are only added."""

    __tablename__ = "agenda_comment_wordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("agenda_comments.id"), index=True)
    text: Mapped[str] = mapped_column(String(policy.COMMENT_LENGTH))
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TalkStep(Act, Base):
    """A conversation was summed up and closed, or opened again: by whom, in which words. Rows are only added."""

    __tablename__ = "agenda_talk_steps"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    state: Mapped[TalkState] = mapped_column(enum_column(TalkState))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    text: Mapped[str] = mapped_column(String(policy.NOTE_LENGTH))


class Follow(OnceEach, Base):
    """Somebody hears in their news what happens with an item."""

    __tablename__ = "agenda_follows"


class Mention(Act, Base):
    """A comment names somebody who takes part in the conversation, and they hear so in their news."""

    __tablename__ = "agenda_mentions"
    __table_args__ = (UniqueConstraint("comment_id", "account_id"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("agenda_comments.id"))


class HelpfulMark(Act, Base):
    """One person says that a comment helps to make up one's mind."""

    __tablename__ = "agenda_helpful_marks"
    __table_args__ = (UniqueConstraint("comment_id", "account_id"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("agenda_comments.id"))


class HistoryRow(Act, Base):
    """One change of state of an item: who in what role, when and why; `passed_to` names who was asked. Only added."""

    __tablename__ = "agenda_history"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    state: Mapped[ItemState] = mapped_column(enum_column(ItemState))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    other_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    passed_to: Mapped[str] = mapped_column(String(policy.PASSED_TO_LENGTH), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(policy.REASON_LENGTH), default="")


class Edition(Base):
    """A dated issue of the agenda; numbered from 1 in each district."""

    __tablename__ = "agenda_editions"
    __table_args__ = (UniqueConstraint("district_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    number: Mapped[int]
    foreword: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EditionItem(Base):
    """An item as it was when the edition came out; `is_reworded`: but for words that told something about a person."""

    __tablename__ = "agenda_edition_items"
    __table_args__ = (UniqueConstraint("edition_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("agenda_editions.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    position: Mapped[int]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    domain: Mapped[Domain] = mapped_column(enum_column(Domain))
    origin: Mapped[Origin] = mapped_column(enum_column(Origin))
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    in_short: Mapped[str] = mapped_column(String(policy.SHORT_LENGTH))
    details: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(policy.PLACE_LENGTH))
    supporters: Mapped[int]
    is_reworded: Mapped[bool] = mapped_column(default=False, server_default=false())
