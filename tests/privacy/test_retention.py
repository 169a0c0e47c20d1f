"""The table of retention names everything, and says what the code does."""

from datetime import timedelta

from coop.identity.policy import SIGNED_IN_FOR
from coop.kernel.db import Base
from coop.members.models import Membership
from coop.migrations.tables import load_tables
from coop.panels.actions import erasure as panels
from coop.panels.policy.deadlines import KEPT_AFTER_LETTER
from coop.privacy.policy import COLUMN_WORDS, KINDS, NO_PERSONS, OFFICE
from coop.privacy.policy.shapes import TITLES

load_tables()
TABLES = Base.metadata.tables
HOLDINGS = {one.table: one for kind in KINDS for one in kind.tables}
PEOPLE = {"accounts", "memberships"}


def test_every_table_stands_in_the_table_of_retention_or_holds_no_persons() -> None:
    assert set(HOLDINGS) | NO_PERSONS == set(TABLES), set(TABLES) ^ (set(HOLDINGS) | NO_PERSONS)
    assert not set(HOLDINGS) & NO_PERSONS
    assert sum(len(kind.tables) for kind in KINDS) == len(HOLDINGS), "a table stands in two kinds"


def test_what_points_at_a_person_is_about_that_person_or_an_act_in_office() -> None:
    for table in TABLES.values():
        for column in table.columns:
            if not {key.column.table.name for key in column.foreign_keys} & PEOPLE:
                continue
            assert table.name in HOLDINGS, f"{table.name} points at a person"
            holding = HOLDINGS[table.name]
            # The other side of a row about two people: who helped, which application made this membership.
            second = {
                ("ballots", "helper_id"),
                ("box_electors", "helper_id"),
                ("membership_applications", "membership_id"),
            }
            known = column.name in (*holding.about, *OFFICE) or (table.name, column.name) in second
            assert known, f"{table.name}.{column.name} is neither about somebody nor an act in office"


def test_what_is_shown_of_a_table_exists_and_has_words() -> None:
    for holding in HOLDINGS.values():
        columns = set(TABLES[holding.table].c.keys())
        assert {*holding.about, *holding.shows} <= columns, holding.table
        assert not holding.through or holding.through in columns
        assert set(holding.shows) <= set(COLUMN_WORDS), set(holding.shows) - set(COLUMN_WORDS)
        assert holding.words or not (holding.about or holding.through)
    assert set(TITLES.values()) <= set(TABLES)


def test_secrets_are_shown_to_nobody() -> None:
    secrets = ("hash", "token", "secret", "key", "envelope", "credential", "code", "digest")
    for holding in HOLDINGS.values():
        for name in holding.shows:
            assert not any(part in name.replace("postcode", "") for part in secrets), f"{holding.table}.{name}"


def test_the_terms_are_those_of_the_code() -> None:
    terms = {kind.code: kind.term.length for kind in KINDS}
    assert terms["signing_in"] == SIGNED_IN_FOR
    assert terms["panels"] == panels.TOLD_KEPT
    # The page says “a year” of names and of what members wrote afterwards, and 28 days of what candidates sent.
    assert timedelta(days=365) == panels.NAMES_KEPT
    assert terms["hiring"] == KEPT_AFTER_LETTER
    assert terms["membership"] is not None
    assert terms["membership"].days == 7 * 365
    for kind in KINDS:
        assert ("%(days)s" in kind.term.words or "%(years)s" in kind.term.words) == (kind.term.length is not None)


def test_a_membership_has_nothing_that_is_never_erased_but_its_days() -> None:
    kept = {"id", "district_id", "lives_here", "admitted_on", "ended_on", "ended_because", "own_notice"}
    erased = {"account_id", "cluster_id", "name", "street", "house_number", "postcode", "email", "stated_age"}
    assert kept | erased == set(Membership.__table__.c.keys())
