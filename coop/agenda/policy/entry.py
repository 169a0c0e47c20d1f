"""What is asked of a text before it is kept, and how often somebody may write: against spam, not against opinions."""

from collections.abc import Collection
from datetime import datetime, timedelta

from coop.agenda.policy import NAMED_TO_ALL
from coop.agenda.policy.spam import disguised_word, links_in
from coop.kernel.access import Role
from coop.kernel.errors import InvalidError, TooOftenError
from coop.kernel.words import mark

NEW_FOR = timedelta(days=7)
MOST_LINKS = 2
MOST_IN_AN_HOUR = 20
MOST_A_DAY_WHEN_NEW = 3


def is_new(roles: Collection[Role], created_at: datetime, at: datetime) -> bool:
    """Whether nobody knows this account yet: younger than a week, and of no member or office."""
    return at < created_at + NEW_FOR and not {Role.MEMBER, *NAMED_TO_ALL} & set(roles)


def require_own_letters(text: str, field: str) -> None:
    """Raise `InvalidError` for a word in letters that only look like ours: it is there to pass by a reader."""
    word = disguised_word(text)
    if word is not None:
        raise InvalidError(
            mark("The word “%(word)s” has letters of another alphabet that look like ours. Type it again."),
            field=field,
            word=word[:40],
        )


def require_few_links(text: str, field: str, *, new: bool) -> None:
    """Raise `InvalidError` for more than two links, and for any link of a new account."""
    links = links_in(text)
    if new and links:
        raise InvalidError(
            mark("In your first week you cannot place links. Say in words where people can find it."), field=field
        )
    if links > MOST_LINKS:
        raise InvalidError(mark("Use at most %(most)s links."), field=field, most=MOST_LINKS)


def require_pace(in_an_hour: int, in_a_day: int, *, new: bool) -> None:
    """Raise `TooOftenError` when somebody wrote more than a conversation needs."""
    if new and in_a_day >= MOST_A_DAY_WHEN_NEW:
        raise TooOftenError(
            mark("In your first week you can write %(most)s times a day. Go on tomorrow."), most=MOST_A_DAY_WHEN_NEW
        )
    if in_an_hour >= MOST_IN_AN_HOUR:
        raise TooOftenError(
            mark("You wrote %(most)s times in an hour. Others want to say something too. Go on in an hour."),
            most=MOST_IN_AN_HOUR,
        )
