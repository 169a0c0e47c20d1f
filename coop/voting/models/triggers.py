"""Triggers: what was published at the opening of a vote stands still, also for who goes around the code.

A poll keeps its question, kind, rules, closing moment and terms from the opening on, and everything from publication
on. What is on an opened ballot keeps its words and amounts; nothing comes on it or goes off.
"""

from sqlalchemy import DDL, event

from coop.voting.models.tables import Poll, Proposal

# Columns of `polls` that stand still from the opening on; JSON is compared as text.
POLL = (
    *("district_id", "title", "question", "vote_kind", "ballot_kind", "unit", "budget", "subject", "closes_at"),
    *("opened_at", "entitled", "inhabitants", "fingerprint_key"),
)
POLL_JSON = ("settings", "terms", "mandate")
# And from publication on.
RESULT = ("state", "closed_at", "counted_at", "published_at", "fingerprint", "seed")
RESULT_JSON = ("record",)
PROPOSAL = (*("poll_id", "key", "position", "title", "what", "amount", "expected", "how_noticed", "pro", "contra"),)
OPENED = "EXISTS (SELECT 1 FROM polls WHERE polls.id = {row}.poll_id AND polls.opened_at IS NOT NULL)"

_REFUSE = "SELECT RAISE(ABORT, 'the vote has opened')"


def _differs(columns: tuple[str, ...], json: tuple[str, ...], unlike: str, text: str) -> str:
    plain = [f"OLD.{name} {unlike} NEW.{name}" for name in columns]
    return " OR ".join(plain + [f"OLD.{name}{text} {unlike} NEW.{name}{text}" for name in json])


def _conditions(unlike: str, text: str) -> dict[str, tuple[str, str, str]]:
    """Name of the trigger: (table, moment, when it refuses)."""
    of_poll = ", ".join((*POLL, *POLL_JSON))
    of_result = ", ".join((*RESULT, *RESULT_JSON))
    return {
        "polls_opened": (
            "polls",
            f"UPDATE OF {of_poll}",
            f"OLD.opened_at IS NOT NULL AND ({_differs(POLL, POLL_JSON, unlike, text)})",
        ),
        "polls_published": (
            "polls",
            f"UPDATE OF {of_result}",
            f"OLD.state = 'published' AND ({_differs(RESULT, RESULT_JSON, unlike, text)})",
        ),
        "proposals_changed": (
            "proposals",
            f"UPDATE OF {', '.join(PROPOSAL)}",
            f"({_differs(PROPOSAL, (), unlike, text)}) AND {OPENED.format(row='OLD')}",
        ),
        "proposals_added": ("proposals", "INSERT", OPENED.format(row="NEW")),
        "proposals_removed": ("proposals", "DELETE", OPENED.format(row="OLD")),
    }


def sqlite_statements() -> list[tuple[str, str]]:
    """(table, statement) for SQLite."""
    return [
        (
            table,
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} BEGIN {_REFUSE}; END",
        )
        for name, (table, act, when) in _conditions("IS NOT", "").items()
    ]


def postgresql_statements() -> list[tuple[str, str]]:
    """(table, statement) for PostgreSQL, whose triggers cannot ask other tables in WHEN: their function does."""
    statements = []
    for name, (table, act, when) in _conditions("IS DISTINCT FROM", "::text").items():
        answer = "OLD" if act == "DELETE" else "NEW"
        function = (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION 'the vote has opened' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {answer}; END $$"
        )
        statements += [
            (table, function),
            (table, f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"),
        ]
    return statements


def install() -> None:
    """Make the triggers together with their tables."""
    tables = {"polls": Poll.__table__, "proposals": Proposal.__table__}
    for dialect, statements in (("sqlite", sqlite_statements()), ("postgresql", postgresql_statements())):
        for table, statement in statements:
            made = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(tables[table], "after_create", made)
