"""The chain of the log: what a digest covers, and where a chain is broken."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from coop.audit.policy.acts import ACT_WORDS
from coop.kernel.access import Permission as P  # noqa: N817

__all__ = [
    "ACT_WORDS",
    "NOTED_ACTS",
    "NOTED_LOOKS",
    "NOTED_PLACES",
    "NOTED_VIEWS",
    "START",
    "Entry",
    "Verdict",
    "check_chain",
    "digest_of",
]

START = "0" * 64
# How the act of a command begins.
ON_SERVER = "coop "

# Acts in office. Casting, scoring and what residents write are not here: the log is no list of who takes part.
NOTED_ACTS = frozenset(
    {
        *(
            P.CURATE_AGENDA,
            P.PUBLISH_EDITION,
            P.KEEP_COMMITMENT,
            P.KEEP_CALENDAR,
            P.SORT_NOTES,
            P.PROPOSE_WORK,
            P.WRITE_BALLOT,
            P.MANAGE_POLL,
        ),
        *(P.SETTLE_POLL, P.MANAGE_PROCEDURE, P.APPROVE_PROCEDURE, P.RATIFY_DECISION, P.WRITE_REPORT),
        *(P.RELEASE_REPORT, P.ANSWER_RESIDENTS, P.MANAGE_DISTRICT, P.KEEP_REGISTER, P.ADMIT_MEMBER),
        *(P.ANSWER_OUTCOME, P.ASK_BOARD, P.WRITE_CHARTER, P.SUM_UP_TALK),
        *(P.SETTLE_STATUTES, P.VOUCH_FOR_NEIGHBOUR, P.GIVE_ROLE, P.CONFIRM_ROLE, P.RESCUE_ACCOUNT),
        # That somebody helped a member vote, never what was voted.
        *(P.GRANT_HELP, P.HELP_VOTERS, P.KEEP_ROLL),
        *(P.ASK_ADVICE, P.GIVE_ADVICE, P.ANSWER_VISIT, P.BRING_IN_FOR_OTHERS),
    }
)
# Acts that one may do in one's own matter too, so that no permission of an office guards them.
NOTED_PLACES = frozenset({"members.end_role", "panels.take_step", "panels.suspend", "panels.ask_committee"})
# Looking is noted too where pages show people who did not choose to be seen.
NOTED_LOOKS = frozenset({P.KEEP_REGISTER, P.MANAGE_PROCEDURE})
NOTED_VIEWS = frozenset({"panels.manage", "voting.help_start", "voting.all_proxies", "voting.statements"})

# Commands on the server that do what is an act in office on the site.
NOTED_COMMANDS = frozenset(
    {
        *("account new", "account sign-out", "account second-step-off", "role give", "member admit", "member import"),
        *("district new", "import-vote", "erasures replay", "erasures run"),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `things`: the numbers in the address of the act, by name."""

    number: int
    at: datetime
    account_id: int | None
    district_id: int | None
    act: str
    things: Mapping[str, int]
    previous: str
    digest: str


def digest_of(entry: Entry) -> str:
    """SHA-256 over everything else in the entry, the digest before it included."""
    said = [
        entry.previous,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.account_id,
        entry.district_id,
        entry.act,
        dict(entry.things),
    ]
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a whole log found. `fault` says in a sentence what is wrong, None when nothing is."""

    entries: int
    head: str
    fault: str | None = None


def check_chain(entries: Iterable[Entry], known_head: str = "") -> Verdict:
    """Check numbers, links and digests in order; `known_head`: a digest written down earlier must be among them."""
    number, head = 0, START
    seen_known = not known_head or known_head == START
    for entry in entries:
        if entry.number != number + 1:
            return Verdict(number, head, f"After entry {number} comes entry {entry.number}: something was taken out.")
        if entry.previous != head:
            return Verdict(number, head, f"Entry {entry.number} does not follow on entry {number}.")
        if entry.digest != digest_of(entry):
            return Verdict(number, head, f"Entry {entry.number} was changed after it was written.")
        number, head = entry.number, entry.digest
        seen_known = seen_known or head == known_head
    if not seen_known:
        return Verdict(number, head, "The fingerprint that was written down earlier is not in the log any more.")
    return Verdict(number, head)
