"""Triggers about the ways to vote: paper stays paper, what was settled or signed stands still, whoever asks.

Also: no vote becomes void on one signature once its outcome could be known.
"""

from sqlalchemy import DDL, event

from coop.ballotbox.models import BoxElector
from coop.voting.models.roll import HelperGrant, PaperEntry, PaperMistake, Proxy
from coop.voting.models.tables import Poll, StoredBallot
from coop.voting.models.voidings import Voiding

_SETTLED = "EXISTS (SELECT 1 FROM paper_counts WHERE paper_counts.poll_id = {row}.poll_id)"
# Two people signed that this very note of paper was a mistake.
_TAKEN_BACK = (
    "NEW.channel = 'none' AND EXISTS (SELECT 1 FROM paper_mistakes WHERE paper_mistakes.signed_at IS NOT NULL "
    "AND paper_mistakes.membership_id = OLD.membership_id AND paper_mistakes.revision = OLD.{number} "
    "AND paper_mistakes.poll_id = {poll})"
)
_POLL_OF_BOX = "(SELECT sealed_polls.poll_id FROM sealed_polls WHERE sealed_polls.box_id = OLD.box_id)"
# As long as somebody can contest the vote; with its list of voters these notes go too.
_CONTESTABLE = "EXISTS (SELECT 1 FROM poll_roll WHERE poll_roll.poll_id = OLD.poll_id)"
# Who holds the key can open the box from the lot on.
_LOT_THROWN = (
    "EXISTS (SELECT 1 FROM sealed_polls JOIN boxes ON boxes.id = sealed_polls.box_id "
    "WHERE sealed_polls.poll_id = OLD.id AND boxes.state IN ('lot', 'opened'))"
)
_TWO_SIGNED = (
    "EXISTS (SELECT 1 FROM poll_voidings WHERE poll_voidings.poll_id = OLD.id AND poll_voidings.signed_at IS NOT NULL)"
)
# name of the trigger: (table, act, when it refuses)
REFUSALS: dict[str, tuple[str, str, str]] = {
    "ballots_paper_stays": (
        "ballots",
        "UPDATE OF channel",
        "OLD.channel = 'paper' AND NEW.channel <> 'paper' AND NOT ("
        + _TAKEN_BACK.format(number="version", poll="OLD.poll_id")
        + ")",
    ),
    "box_electors_paper_stays": (
        "box_electors",
        "UPDATE OF channel",
        "OLD.channel = 'paper' AND NEW.channel = 'none' AND NOT ("
        + _TAKEN_BACK.format(number="revision", poll=_POLL_OF_BOX)
        + ")",
    ),
    "paper_mistakes_signed": ("paper_mistakes", "UPDATE", "OLD.signed_at IS NOT NULL"),
    "paper_mistakes_kept": ("paper_mistakes", "DELETE", _CONTESTABLE),
    "paper_mistakes_fixed": (
        "paper_mistakes",
        "UPDATE OF poll_id, membership_id, revision, said_by",
        (
            "OLD.poll_id <> NEW.poll_id OR OLD.membership_id <> NEW.membership_id OR OLD.revision <> NEW.revision "
            "OR OLD.said_by <> NEW.said_by"
        ),
    ),
    "paper_entries_added": ("paper_entries", "INSERT", _SETTLED.format(row="NEW")),
    "paper_entries_changed": ("paper_entries", "UPDATE", _SETTLED.format(row="OLD")),
    "paper_entries_removed": ("paper_entries", "DELETE", _SETTLED.format(row="OLD")),
    "helper_grants_fixed": (
        "helper_grants",
        "UPDATE OF poll_id, helper_id, task, place, starts_on, ends_on, given_by",
        (
            "OLD.poll_id <> NEW.poll_id OR OLD.helper_id <> NEW.helper_id OR OLD.task <> NEW.task "
            "OR OLD.place <> NEW.place OR OLD.starts_on <> NEW.starts_on OR OLD.ends_on <> NEW.ends_on "
            "OR OLD.given_by <> NEW.given_by"
        ),
    ),
    "helper_grants_ended": (
        "helper_grants",
        "UPDATE OF withdrawn_at",
        "OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL",
    ),
    "proxies_fixed": (
        "proxies",
        "UPDATE OF poll_id, giver_id, holder_id, place",
        (
            "OLD.poll_id <> NEW.poll_id OR OLD.giver_id <> NEW.giver_id OR OLD.holder_id <> NEW.holder_id "
            "OR OLD.place <> NEW.place"
        ),
    ),
    "polls_voided": (
        "polls",
        "UPDATE OF state",
        (
            "NEW.state = 'void' AND OLD.state <> 'void' "
            f"AND (OLD.state = 'counted' OR {_LOT_THROWN}) AND NOT {_TWO_SIGNED}"
        ),
    ),
    "poll_voidings_fixed": (
        "poll_voidings",
        "UPDATE OF poll_id, ground, reason, known_at, asked_by, asked_at",
        (
            "OLD.poll_id <> NEW.poll_id OR OLD.ground <> NEW.ground OR OLD.reason <> NEW.reason "
            "OR OLD.known_at <> NEW.known_at OR OLD.asked_by <> NEW.asked_by OR OLD.asked_at <> NEW.asked_at"
        ),
    ),
    "poll_voidings_ended": ("poll_voidings", "UPDATE", "OLD.signed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL"),
    "poll_voidings_kept": ("poll_voidings", "DELETE", "1 = 1"),
    "proxies_ended": ("proxies", "UPDATE OF revoked_at", "OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL"),
}
GUARDED = (StoredBallot, BoxElector, PaperEntry, PaperMistake, HelperGrant, Proxy, Poll, Voiding)
WORDS = "the roll of this vote stands still"


def statements(dialect: str) -> list[tuple[str, str]]:
    """(table, statement) that make the triggers."""
    made = []
    for name, (table, act, when) in REFUSALS.items():
        if dialect == "sqlite":
            body = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            made.append((table, f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} {body}"))
            continue
        answer = "OLD" if act == "DELETE" else "NEW"
        made += [
            (
                table,
                (
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
                    f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                    f"RETURN {answer}; END $$"
                ),
            ),
            (table, f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"),
        ]
    return made


def install() -> None:
    """Make the triggers together with their tables."""
    tables = {one.__tablename__: one.__table__ for one in GUARDED}
    for dialect in ("sqlite", "postgresql"):
        for table, statement in statements(dialect):
            made = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(tables[table], "after_create", made)
