"""one roll for web paper phone and door

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

# One column each with what guards it: SQLite adds them without making the table anew.
BALLOTS = (
    "ALTER TABLE ballots ADD COLUMN channel VARCHAR(40) DEFAULT 'online' NOT NULL CONSTRAINT ck_ballots_channel "
    "CHECK (channel IN ('none', 'online', 'letter', 'helper', 'proxy', 'paper'))",
    "ALTER TABLE ballots ADD COLUMN helper_id INTEGER CONSTRAINT fk_ballots_helper_id_memberships "
    "REFERENCES memberships (id) CONSTRAINT ck_ballots_helper "
    "CHECK (channel IN ('helper', 'proxy') OR helper_id IS NULL) CONSTRAINT ck_ballots_not_oneself "
    "CHECK (helper_id IS NULL OR helper_id <> membership_id)",
)
_OLD_WAYS, _NEW_WAYS = ('none', 'online', 'helper', 'paper'), ('none', 'online', 'letter', 'helper', 'proxy', 'paper')
OLD = {"helper": "channel = 'helper' OR helper_id IS NULL"}
NEW = {
    "helper": "channel IN ('helper', 'proxy') OR helper_id IS NULL",
    "not_oneself": "helper_id IS NULL OR helper_id <> membership_id",
}
PAPER_STAYS = {
    "sqlite": (
        "CREATE TRIGGER box_electors_paper BEFORE UPDATE OF channel ON box_electors "
        "WHEN OLD.channel = 'paper' AND NEW.channel <> 'paper' "
        "BEGIN SELECT RAISE(ABORT, 'a vote on paper stays on paper'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION box_electors_paper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a vote on paper stays on paper' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER box_electors_paper BEFORE UPDATE OF channel ON box_electors FOR EACH ROW "
        "WHEN (OLD.channel = 'paper' AND NEW.channel <> 'paper') EXECUTE FUNCTION box_electors_paper()",
    ),
}
_SETTLED = "EXISTS (SELECT 1 FROM paper_counts WHERE paper_counts.poll_id = {row}.poll_id)"
REFUSALS = {
    "ballots_paper_stays": ("ballots", "UPDATE OF channel", "OLD.channel = 'paper' AND NEW.channel <> 'paper'"),
    "paper_entries_added": ("paper_entries", "INSERT", _SETTLED.format(row="NEW")),
    "paper_entries_changed": ("paper_entries", "UPDATE", _SETTLED.format(row="OLD")),
    "paper_entries_removed": ("paper_entries", "DELETE", _SETTLED.format(row="OLD")),
    "helper_grants_fixed": (
        "helper_grants",
        "UPDATE OF poll_id, helper_id, task, place, starts_on, ends_on, given_by",
        "OLD.poll_id <> NEW.poll_id OR OLD.helper_id <> NEW.helper_id OR OLD.task <> NEW.task "
        "OR OLD.place <> NEW.place OR OLD.starts_on <> NEW.starts_on OR OLD.ends_on <> NEW.ends_on "
        "OR OLD.given_by <> NEW.given_by",
    ),
    "helper_grants_ended": (
        "helper_grants", "UPDATE OF withdrawn_at", "OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL"
    ),
    "proxies_fixed": (
        "proxies",
        "UPDATE OF poll_id, giver_id, holder_id, place",
        "OLD.poll_id <> NEW.poll_id OR OLD.giver_id <> NEW.giver_id OR OLD.holder_id <> NEW.holder_id "
        "OR OLD.place <> NEW.place",
    ),
    "proxies_ended": ("proxies", "UPDATE OF revoked_at", "OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL"),
}
WORDS = "the roll of this vote stands still"


def guards(dialect):
    made = []
    for name, (table, act, when) in REFUSALS.items():
        if dialect == "sqlite":
            made.append(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
            continue
        answer = "OLD" if act == "DELETE" else "NEW"
        made += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
            f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {answer}; END $$",
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return made


def _ways(checks):
    return _OLD_WAYS if checks is OLD else _NEW_WAYS


def _roll(checks):
    """The roll of ballot boxes with these checks. SQLite cannot change a check: the table is made anew."""
    before = NEW if checks is OLD else OLD
    if op.get_bind().dialect.name == "postgresql":
        for name in ("channel", *before):
            op.execute(f"ALTER TABLE box_electors DROP CONSTRAINT ck_box_electors_{name}")
        listed = ", ".join(f"'{way}'" for way in _ways(checks))
        op.execute(f"ALTER TABLE box_electors ADD CONSTRAINT ck_box_electors_channel CHECK (channel IN ({listed}))")
        for name, rule in checks.items():
            op.execute(f"ALTER TABLE box_electors ADD CONSTRAINT ck_box_electors_{name} CHECK ({rule})")
        return
    op.execute("ALTER TABLE box_electors RENAME TO box_electors_before")
    op.create_table(
        'box_electors',
        sa.Column('box_id', sa.Integer(), nullable=False),
        sa.Column('membership_id', sa.Integer(), nullable=False),
        sa.Column('district_id', sa.Integer(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('channel', sa.Enum(*_ways(checks), name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('helper_id', sa.Integer(), nullable=True),
        sa.Column('envelope', sa.LargeBinary(), nullable=True),
        sa.Column('envelope_hash', sa.LargeBinary(length=32), nullable=True),
        sa.Column('request', sa.String(length=36), nullable=True),
        sa.CheckConstraint("(revision = 0) = (channel = 'none')", name=op.f('ck_box_electors_revision')),
        sa.CheckConstraint("channel <> 'paper' OR envelope IS NULL", name=op.f('ck_box_electors_paper')),
        sa.CheckConstraint('(envelope IS NULL) = (envelope_hash IS NULL)', name=op.f('ck_box_electors_envelope')),
        *(sa.CheckConstraint(rule, name=op.f(f'ck_box_electors_{name}')) for name, rule in checks.items()),
        sa.ForeignKeyConstraint(['box_id'], ['boxes.id'], name=op.f('fk_box_electors_box_id_boxes')),
        sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_box_electors_district_id_districts')),
        sa.ForeignKeyConstraint(['helper_id'], ['memberships.id'], name=op.f('fk_box_electors_helper_id_memberships')),
        sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_box_electors_membership_id_memberships')),
        sa.PrimaryKeyConstraint('box_id', 'membership_id', name=op.f('pk_box_electors')),
        sa.UniqueConstraint('box_id', 'envelope_hash', name=op.f('uq_box_electors_box_id_envelope_hash')),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO box_electors SELECT box_id, membership_id, district_id, revision, channel, helper_id, envelope, "
        "envelope_hash, request FROM box_electors_before"
    )
    op.execute("DROP TABLE box_electors_before")


def upgrade() -> None:
    op.create_table('letter_batches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('letters', sa.Integer(), nullable=False),
    sa.Column('printed_by', sa.Integer(), nullable=False),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('letters > 0', name=op.f('ck_letter_batches_letters')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_letter_batches_district_id_districts')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_letter_batches_poll_id_polls')),
    sa.ForeignKeyConstraint(['printed_by'], ['accounts.id'], name=op.f('fk_letter_batches_printed_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_batches'))
    )
    with op.batch_alter_table('letter_batches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_batches_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_batches_poll_id'), ['poll_id'], unique=False)

    op.create_table('paper_counts',
    sa.Column('poll_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('ballots', sa.Integer(), nullable=False),
    sa.Column('web_fingerprint', sa.String(length=64), nullable=False),
    sa.Column('settled_by', sa.Integer(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_paper_counts_district_id_districts')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_paper_counts_poll_id_polls')),
    sa.ForeignKeyConstraint(['settled_by'], ['accounts.id'], name=op.f('fk_paper_counts_settled_by_accounts')),
    sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_paper_counts'))
    )
    with op.batch_alter_table('paper_counts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_counts_district_id'), ['district_id'], unique=False)

    op.create_table('paper_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('teller_id', sa.Integer(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('code', sa.String(length=14), nullable=False),
    sa.Column('unreadable', sa.Boolean(), nullable=False),
    sa.CheckConstraint('number >= 1', name=op.f('ck_paper_entries_number')),
    sa.CheckConstraint('turn IN (1, 2)', name=op.f('ck_paper_entries_turn')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_paper_entries_district_id_districts')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_paper_entries_poll_id_polls')),
    sa.ForeignKeyConstraint(['teller_id'], ['accounts.id'], name=op.f('fk_paper_entries_teller_id_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_entries')),
    sa.UniqueConstraint('poll_id', 'number', 'teller_id', name=op.f('uq_paper_entries_poll_id_number_teller_id')),
    sa.UniqueConstraint('poll_id', 'turn', 'number', name=op.f('uq_paper_entries_poll_id_turn_number'))
    )
    with op.batch_alter_table('paper_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_entries_district_id'), ['district_id'], unique=False)

    op.create_table('poll_reminders',
    sa.Column('poll_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_poll_reminders_district_id_districts')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_poll_reminders_poll_id_polls')),
    sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_poll_reminders'))
    )
    with op.batch_alter_table('poll_reminders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_reminders_district_id'), ['district_id'], unique=False)

    op.create_table('ballot_letters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['letter_batches.id'], name=op.f('fk_ballot_letters_batch_id_letter_batches')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_ballot_letters_district_id_districts')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_ballot_letters_membership_id_memberships')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_ballot_letters_poll_id_polls')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ballot_letters')),
    sa.UniqueConstraint('code', name=op.f('uq_ballot_letters_code')),
    sa.UniqueConstraint('poll_id', 'membership_id', name=op.f('uq_ballot_letters_poll_id_membership_id'))
    )
    with op.batch_alter_table('ballot_letters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ballot_letters_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ballot_letters_district_id'), ['district_id'], unique=False)

    op.create_table('helper_grants',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('task', sa.Enum('desk', 'phone', 'door', 'count', name='task', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(confirmed_by IS NULL) = (confirmed_at IS NULL)', name=op.f('ck_helper_grants_confirmed')),
    sa.CheckConstraint('confirmed_by IS NULL OR confirmed_by <> given_by', name=op.f('ck_helper_grants_four_eyes')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_helper_grants_period')),
    sa.ForeignKeyConstraint(['confirmed_by'], ['accounts.id'], name=op.f('fk_helper_grants_confirmed_by_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_helper_grants_district_id_districts')),
    sa.ForeignKeyConstraint(['given_by'], ['accounts.id'], name=op.f('fk_helper_grants_given_by_accounts')),
    sa.ForeignKeyConstraint(['helper_id'], ['memberships.id'], name=op.f('fk_helper_grants_helper_id_memberships')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_helper_grants_poll_id_polls')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['accounts.id'], name=op.f('fk_helper_grants_withdrawn_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_helper_grants'))
    )
    with op.batch_alter_table('helper_grants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_helper_grants_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_helper_grants_helper_id'), ['helper_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_helper_grants_poll_id'), ['poll_id'], unique=False)

    op.create_table('proxies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('giver_id', sa.Integer(), nullable=False),
    sa.Column('holder_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('on_paper', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_by', sa.Integer(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('holder_id <> giver_id', name=op.f('ck_proxies_not_to_oneself')),
    sa.CheckConstraint('place BETWEEN 1 AND 5', name=op.f('ck_proxies_place')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_proxies_district_id_districts')),
    sa.ForeignKeyConstraint(['given_by'], ['accounts.id'], name=op.f('fk_proxies_given_by_accounts')),
    sa.ForeignKeyConstraint(['giver_id'], ['memberships.id'], name=op.f('fk_proxies_giver_id_memberships')),
    sa.ForeignKeyConstraint(['holder_id'], ['memberships.id'], name=op.f('fk_proxies_holder_id_memberships')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_proxies_poll_id_polls')),
    sa.ForeignKeyConstraint(['revoked_by'], ['accounts.id'], name=op.f('fk_proxies_revoked_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proxies'))
    )
    with op.batch_alter_table('proxies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proxies_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proxies_giver_id'), ['giver_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proxies_holder_id'), ['holder_id'], unique=False)
        batch_op.create_index('uq_proxies_giver', ['poll_id', 'giver_id'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
        batch_op.create_index('uq_proxies_holder', ['poll_id', 'holder_id', 'place'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    for statement in BALLOTS:
        op.execute(statement)
    _roll(NEW)
    dialect = op.get_bind().dialect.name
    for statement in (*PAPER_STAYS[dialect], *guards(dialect)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for name, (table, _act, _when) in REFUSALS.items():
        if dialect == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    if dialect == "sqlite":
        op.execute("DROP TRIGGER box_electors_paper")
    else:
        op.execute("DROP TRIGGER box_electors_paper ON box_electors")
        op.execute("DROP FUNCTION box_electors_paper()")
    # The older version knows no letters and proxies, and of an ordinary vote no paper.
    op.execute("UPDATE box_electors SET channel = 'online' WHERE channel = 'letter'")
    op.execute("UPDATE box_electors SET channel = 'helper' WHERE channel = 'proxy'")
    op.execute("DELETE FROM ballots WHERE channel = 'paper' AND membership_id IS NOT NULL")
    _roll(OLD)
    op.execute("ALTER TABLE ballots DROP COLUMN helper_id")
    op.execute("ALTER TABLE ballots DROP COLUMN channel")
    with op.batch_alter_table('proxies', schema=None) as batch_op:
        batch_op.drop_index('uq_proxies_holder', sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
        batch_op.drop_index('uq_proxies_giver', sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_proxies_holder_id'))
        batch_op.drop_index(batch_op.f('ix_proxies_giver_id'))
        batch_op.drop_index(batch_op.f('ix_proxies_district_id'))

    op.drop_table('proxies')
    with op.batch_alter_table('helper_grants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_helper_grants_poll_id'))
        batch_op.drop_index(batch_op.f('ix_helper_grants_helper_id'))
        batch_op.drop_index(batch_op.f('ix_helper_grants_district_id'))

    op.drop_table('helper_grants')
    with op.batch_alter_table('ballot_letters', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ballot_letters_district_id'))
        batch_op.drop_index(batch_op.f('ix_ballot_letters_batch_id'))

    op.drop_table('ballot_letters')
    with op.batch_alter_table('poll_reminders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_poll_reminders_district_id'))

    op.drop_table('poll_reminders')
    with op.batch_alter_table('paper_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_entries_district_id'))

    op.drop_table('paper_entries')
    with op.batch_alter_table('paper_counts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_counts_district_id'))

    op.drop_table('paper_counts')
    with op.batch_alter_table('letter_batches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_batches_poll_id'))
        batch_op.drop_index(batch_op.f('ix_letter_batches_district_id'))

    op.drop_table('letter_batches')
