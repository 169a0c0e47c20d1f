"""A whole election from a seed: keys, voters, envelopes, opening, folder and receipts. To practise with, and to test.

A quarter more people may vote than do. One in twelve votes with a helper, one in twelve on paper, one in ten changes
the vote once; the box holds only the newest envelope of each.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from coop.rules.sealing.ballots import Opened, ballot_text, envelope_hash, new_tracker, size_for
from coop.rules.sealing.chance import Chance, SeededChance, below, shuffled
from coop.rules.sealing.encoding import canonical
from coop.rules.sealing.folder import (
    Channels,
    Files,
    counted_entry,
    entries_of,
    open_box,
    opened_folder,
    seal_folder,
    statement_folder,
)
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.keys import SEED, OpeningKeys, Signer
from coop.rules.sealing.log import Hands, log_file
from coop.rules.sealing.merkle import Tree, leaf_hash
from coop.rules.sealing.poll import FORMAT, SUITE, Poll
from coop.rules.sealing.receipts import Receipt, signed_receipt
from coop.rules.sealing.shares import parted, share_code
from coop.rules.sealing.vault import SealedBox

OPENS, CLOSES = "2026-11-02T08:00:00Z", "2026-11-16T19:00:00Z"
SEALED, THROWN, COUNTED = "2026-11-16T19:00:04Z", "2026-11-16T19:30:00Z", "2026-11-16T20:05:00Z"
UNIX = (1_793_606_400, 1_794_855_610, 1_794_857_410, 1_794_859_510)
"""When the witness cosigned, in Unix seconds, each a few seconds after the moment of the entry."""

WORK = (
    ("spreekuur", "Elke week een spreekuur in de school", 240),
    ("huiswerk", "Huiswerkklas op dinsdag", 180),
    ("schulden", "Schuldhulp aan huis", 420),
    ("wandelen", "Wandelgroep voor ouderen", 90),
    ("taal", "Taalcafé met kinderopvang", 210),
    ("jongeren", "Twee avonden jongerenwerk extra", 480),
    ("mantelzorg", "Rustpunt voor mantelzorgers", 150),
    ("tuin", "Samen tuinieren achter de flat", 120),
    ("eenzaam", "Huisbezoek bij wie alleen is", 300),
    ("werk", "Hulp bij het zoeken van werk", 270),
    ("buren", "Bemiddeling tussen buren", 140),
    ("zomer", "Zomerweek voor kinderen", 330),
)
PERSONS = (
    "Amal Bakker",
    "Bas de Wit",
    "Chantal Lo",
    "Derk Postma",
    "Esra Yilmaz",
    "Floor Smit",
    "Gerda Mulder",
    "Hans Pot",
)
NAMES = (("brug", "De Brug"), ("haven", "De Haven"), ("kade", "De Turfkade"), ("spil", "De Spil"), ("wij", "Wij"))
CHOICES = {"choice": "approval", "order": "schulze", "order-pairs": "ranked-pairs"}
"""Choices between options: approve, or put in order."""
KINDS = ("priorities", "motion", "election", *CHOICES)
ANSWERS = (("yes", "Voor"), ("no", "Tegen"), ("blank", "Blanco"))
Chooser = Callable[[Chance, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The folder as published, what voters and outsiders kept, and the box and codes as tellers got them."""

    poll: Poll
    files: Files
    receipts: tuple[Receipt, ...]
    checkpoint: str
    box: SealedBox
    codes: tuple[str, ...]

    @property
    def paper(self) -> tuple[Opened, ...]:
        """Ballots that were typed."""
        return tuple(ballot for ballot in self.box.paper if ballot)


def rehearse(kind: str, voters: int, seed: str, min_ballots: int = 10) -> Rehearsal:
    """The same election, byte by byte, for the same arguments. `voters`: people who vote."""
    chance = SeededChance(f"{seed}|{kind}|{voters}|{min_ballots}")
    secret = chance(SEED)
    keys, site, witness = OpeningKeys.of(secret), Signer(chance(32)), Signer(chance(32))
    hands = Hands("coop.example/noorderkwartier", site, [("bibliotheek.example", witness)])
    poll = _announced(kind, (voters, min_ballots), chance, keys, hands)
    channels, envelopes, paper, receipts = _cast(poll, voters, chance, site)
    files = seal_folder(poll, [envelope_hash(one) for one in envelopes], channels, SEALED, site)
    thrown = "dobbelstenen " + " ".join(str(below(chance, 6) + 1) for _ in range(6))
    box = SealedBox(dict(files), sorted(envelopes, key=envelope_hash), tuple(paper), thrown)
    opening = open_box(poll, keys, shuffled(chance, envelopes), paper)
    files |= opened_folder(poll, files, opening, thrown, keys.signer)
    files |= statement_folder(files, poll, thrown, COUNTED, site)
    entries = [
        *entries_of(poll, files["sealed.json"], SEALED, thrown, THROWN),
        counted_entry(poll, files["statement.json"], COUNTED),
    ]
    leaves = [chance(32) for _ in range(5)]
    notes, mine = [], {}
    for entry, seconds in zip(entries, UNIX, strict=True):
        mine[len(leaves)] = entry
        leaves.append(leaf_hash(canonical(entry)))
        notes.append(hands.note(len(leaves), Tree(leaves).root(), seconds))
        leaves += [chance(32) for _ in range(2)] if entry["kind"] == "opened" else []
    files["log.json"] = log_file(leaves, mine, notes)
    codes = tuple(share_code(number, share) for number, share in parted(secret, 2, 3, chance).items())
    return Rehearsal(poll, files, tuple(receipts), notes[0], box, codes)


def _announced(kind: str, sizes: tuple[int, int], chance: Chance, keys: OpeningKeys, hands: Hands) -> Poll:
    """What was announced. `sizes`: how many vote, and from how many on their ballots are published."""
    (voters, min_ballots), (options, method, title, question) = sizes, _matter(kind)
    random = bytearray(chance(16))
    random[6], random[8] = random[6] & 0x0F | 0x40, random[8] & 0x3F | 0x80
    ranks = method.get("ranks", len(options)) if kind != "motion" else 1
    return Poll.of(
        {
            "format": FORMAT,
            "id": str(UUID(bytes=bytes(random))),
            "organisation": "Bewonerscoöperatie Noorderkwartier",
            "log": hands.origin,
            "title": title,
            "question": question,
            "kind": "choice" if kind in CHOICES else kind,
            "effect": "early_vote" if kind in ("motion", "election") else "consultation",
            "options": options,
            "method": method,
            "tie": "lot",
            "opens_at": OPENS,
            "closes_at": CLOSES,
            "electors": voters + -(-voters // 4),
            "min_ballots": min_ballots,
            "custody": {"kind": "tellers", "need": 2, "shares": 3},
            "suite": SUITE,
            "size": size_for([option["id"] for option in options], ranks),
            "keys": {
                "opening": keys.public.hex(),
                "opener": keys.signer.public.hex(),
                "site": hands.site.public.hex(),
                "witnesses": [{"name": name, "key": signer.public.hex()} for name, signer in hands.witnesses],
            },
        }
    )


def _matter(kind: str) -> tuple[list[dict[str, Any]], dict[str, Any], str, str]:
    if kind == "priorities":
        method: dict[str, Any] = {"rule": "equal-shares", "satisfaction": "cost", "completion": "add-one"}
        method |= {"step": "1/1000", "budget": 1_200, "unit": "minutes"}
        options = [{"id": key, "title": title, "cost": cost} for key, title, cost in WORK]
        return (
            options,
            method,
            "Waar gaan de vrije uren heen?",
            "Wat moet het team het komende jaar doen? Kies alles wat u wilt.",
        )
    if kind == "motion":
        method = {"rule": "motion", "quorum": [1, 4], "majority": [1, 2], "at_least": False}
        method |= {"base": "expressed", "invalid_for_quorum": False}
        options = [{"id": key, "title": title} for key, title in ANSWERS]
        return (
            options,
            method,
            "Het spreekuur naar de avond",
            "Vindt u dat het spreekuur van het team ’s avonds moet zijn?",
        )
    if kind in CHOICES:
        rule = CHOICES[kind]
        method = {"rule": rule, "seats": 1, **({} if rule == "approval" else {"ranks": 3})}
        options = [{"id": key, "title": title} for key, title in NAMES]
        return options, method, "Een naam voor het buurthuis", "Hoe moet het nieuwe buurthuis heten?"
    if kind != "election":
        raise ValueError(kind)
    method = {"rule": "scottish-stv", "seats": 3, "ranks": 6}
    options = [{"id": name.split()[0].lower(), "title": name} for name in PERSONS]
    return options, method, "Drie leden van het bestuur", "Wie moeten er in het bestuur? Zet uw beste kandidaat op 1."


def _chooser(poll: Poll) -> Chooser:
    """Voters as they could be: some options are wanted by more people, and neighbours want alike."""
    options = poll.options

    def priorities(chance: Chance, voter: int) -> tuple[str, ...]:
        dice = chance(len(options))
        near = voter % 3
        return tuple(
            option
            for place, option in enumerate(options)
            if dice[place] < (150 if place % 3 == near else 40) + (place * 7) % 30
        )

    def motion(chance: Chance, _voter: int) -> tuple[str, ...]:
        die = below(chance, 100)
        return ("yes",) if die < 56 else ("no",) if die < 94 else ("blank",)

    def election(chance: Chance, voter: int) -> tuple[str, ...]:
        dice = chance(len(options) + 1)
        liked = sorted(range(len(options)), key=lambda place: (dice[place] + 20 * ((place + voter) % 4), place))
        return tuple(options[place] for place in liked[: dice[-1] % (poll.most_choices + 1)])

    if poll.kind == "motion":
        return motion
    return election if poll.is_order else priorities


def _cast(
    poll: Poll, voters: int, chance: Chance, site: Signer
) -> tuple[Channels, list[bytes], list[Opened], list[Receipt]]:
    """Everybody votes; one in ten changes it. Envelopes in the order of the roll, receipts of the newest ones."""
    sealer, choose, size = Sealer(poll.key("opening"), poll.purpose), _chooser(poll), poll.facts["size"]
    channels, envelopes, paper, receipts = Channels(0, 0, 0), list[bytes](), list[Opened](), list[Receipt]()
    for voter in range(voters):
        tracker = new_tracker(chance, "Z9" if voter % 9 == 4 else "")
        choices = choose(chance, voter)
        if voter % 12 == 11:
            paper.append(Opened(tracker, choices))
            channels = replace(channels, paper=channels.paper + 1)
            continue
        envelopes.append(sealer.seal(ballot_text(choices, tracker, size), chance(32)))
        revision = 2 if voter % 10 == 3 else 1
        receipts.append(signed_receipt(site, poll.id, envelope_hash(envelopes[-1]), revision, tracker))
        helper = voter % 12 == 5
        channels = replace(channels, online=channels.online + (not helper), helper=channels.helper + helper)
    return channels, envelopes, paper, receipts
