"""The rubric: eighteen competences of a generalist, in our own words. A panel picks six to eight.

Source: derived from the generalist profile in the source documents (domain notes 2.5).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coop.kernel.errors import InvalidError
from coop.kernel.words import mark

LEAST, MOST = 6, 8
# These two invite to choose whom one likes; at most one of them is used.
_TASTE = frozenset({"R17", "R18"})


@dataclass(frozen=True, slots=True)
class Item:
    """One competence: what it is, the question, and what a 1, a 3 and a 5 look like (msgids)."""

    code: str
    name: str
    question: str
    one: str
    three: str
    five: str


ITEMS: tuple[Item, ...] = (
    Item(
        "R1",
        mark("Knows herself or himself"),
        mark("Tell about criticism that touched you. What did you do differently afterwards?"),
        mark("sees only the faults of others"),
        mark("names an own share in it"),
        mark("shows what changed, and that it lasted"),
    ),
    Item(
        "R2",
        mark("Listens and makes real contact"),
        mark("How did you win the trust of somebody who let nobody in?"),
        mark("talks about the person, not with the person"),
        mark("fits words and pace to the other"),
        mark("let the other set the pace, and the other came back"),
    ),
    Item(
        "R3",
        mark("Does not judge"),
        mark("When did you catch yourself judging somebody?"),
        mark("says this never happens"),
        mark("recognises it"),
        mark("recognises it, corrected it and tells what that brought"),
    ),
    Item(
        "R4",
        mark("Leaves the resident in charge"),
        mark("When did you help by doing nothing?"),
        mark("takes over"),
        mark("waits on purpose"),
        mark("the resident solved it, and you can say why waiting worked"),
    ),
    Item(
        "R5",
        mark("Acts when it is needed"),
        mark("When did you step in although somebody did not want it?"),
        mark("avoids it"),
        mark("stepped in"),
        mark("stepped in on time and mended the contact afterwards"),
    ),
    Item(
        "R6",
        mark("Builds on people's own strength"),
        mark("Which people around somebody could help, and how did you get that going?"),
        mark("offers a service at once"),
        mark("asks who is around"),
        mark("those people now manage without you"),
    ),
    Item(
        "R7",
        mark("Asks something in return"),
        mark("What did you ask back from somebody you helped?"),
        mark("nothing"),
        mark("can name something"),
        mark("asked something that made the other stronger"),
    ),
    Item(
        "R8",
        mark("Helps neighbours to help each other"),
        mark("What in a neighbourhood stayed after you had left?"),
        mark("has no example"),
        mark("joined in with something that was there"),
        mark("it is still there without you"),
    ),
    Item(
        "R9",
        mark("Brings different worlds together"),
        mark("Which people or organisations that did not know each other did you bring together?"),
        mark("stays inside the own organisation"),
        mark("brought two parties together"),
        mark("they still work together, with residents among them"),
    ),
    Item(
        "R10",
        mark("Sees how things hang together"),
        mark("A household has debts, small children and just lost a job. Where do you begin, and why?"),
        mark("lists separate problems"),
        mark("sees how they are connected"),
        mark("picks the one that moves the others, and checks it with the household"),
    ),
    Item(
        "R11",
        mark("Dares to depart from a rule, with reasons"),
        mark("When did you depart from a rule, and how did you explain that?"),
        mark("never, or without a reason"),
        mark("with a reason"),
        mark("with a reason, written down and told to who should know"),
    ),
    Item(
        "R12",
        mark("Knows much of one thing and shares it"),
        mark("What did a colleague learn from you, and what did you learn from a colleague?"),
        mark("sends people on"),
        mark("asks for help"),
        mark("the whole team got better by it"),
    ),
    Item(
        "R13",
        mark("Prevents that things get out of hand"),
        mark("When did you bring in a specialist, and what did you keep doing yourself?"),
        mark("too early or too late"),
        mark("on time"),
        mark("on time, and stayed the one to turn to"),
    ),
    Item(
        "R14",
        mark("Works for a result and knows what it costs"),
        mark("What did your solution cost, and what would another have cost?"),
        mark("does not know"),
        mark("knows roughly"),
        mark("weighed both and can explain the choice"),
    ),
    Item(
        "R15",
        mark("Stays upright under pressure"),
        mark("What did you do in your hardest week?"),
        mark("was swept away"),
        mark("kept going"),
        mark("kept going and helped others to"),
    ),
    Item(
        "R16",
        mark("Is curious and keeps learning"),
        mark("What did you learn this year outside your own field?"),
        mark("nothing"),
        mark("something"),
        mark("uses it in the work"),
    ),
    Item(
        "R17",
        mark("Has humour and keeps things in proportion"),
        mark("When did you get a stuck conversation going again?"),
        mark("has no example"),
        mark("it worked"),
        mark("it worked, and nobody felt small"),
    ),
    Item(
        "R18",
        mark("Is committed without clinging"),
        mark("How do you stay involved and still let go?"),
        mark("keeps a distance, or clings"),
        mark("finds a balance"),
        mark("finds a balance and can tell of a time of letting go"),
    ),
)
# Scored like an item, at half its weight, when a vacancy asks for it.
PLUS = Item(
    "P1",
    mark("Knows the neighbourhood"),
    mark("What do you know of this neighbourhood, and how did you get to know it?"),
    mark("knows nothing of it"),
    mark("knows places and people by name"),
    mark("knows what is going on there and with whom to begin"),
)
_BY_CODE = {item.code: item for item in (*ITEMS, PLUS)}


def item_of(code: str) -> Item:
    """The item with this code; `KeyError` for another code."""
    return _BY_CODE[code]


def weight_of(code: str, most_important: str | None) -> Fraction:
    """How heavily an item counts: 1, the most important one 2, the plus one half."""
    if code == PLUS.code:
        return Fraction(1, 2)
    return Fraction(2 if code == most_important else 1)


def require_most_important(code: str, codes: Sequence[str]) -> None:
    """Raise `InvalidError` unless `code` is one of the chosen items and no matter of taste."""
    if code not in codes or code in _TASTE or code == PLUS.code:
        raise InvalidError(mark("Choose one of the chosen items, not humour or commitment."), field="most_important")


def fingerprint_of(codes: Sequence[str], most_important: str | None) -> str:
    """sha256 of the rubric as it is published: items, questions, anchors and weights."""
    lines = [
        "|".join(
            (item.code, str(weight_of(code, most_important)), item.name, item.question, item.one, item.three, item.five)
        )
        for code in codes
        for item in (_BY_CODE[code],)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def require_items(codes: Sequence[str]) -> None:
    """Raise `InvalidError` unless `codes` are six to eight different items with at most one matter of taste.

    The plus may come on top of them.
    """
    codes = [code for code in codes if code != PLUS.code]
    if len(set(codes)) != len(codes) or any(code not in _BY_CODE for code in codes):
        raise InvalidError(mark("Choose items from the list, each once."), field="items")
    if not LEAST <= len(codes) <= MOST:
        raise InvalidError(mark("Choose %(least)s to %(most)s items."), field="items", least=LEAST, most=MOST)
    if len(_TASTE & set(codes)) > 1:
        raise InvalidError(
            mark("Humour and commitment invite to choose whom one likes. Choose at most one of the two."), field="items"
        )
