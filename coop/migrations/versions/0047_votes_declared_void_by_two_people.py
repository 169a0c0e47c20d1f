"""votes declared void by two people

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None

_LOT_THROWN = (
    "EXISTS (SELECT 1 FROM sealed_polls JOIN boxes ON boxes.id = sealed_polls.box_id "
    "WHERE sealed_polls.poll_id = OLD.id AND boxes.state IN ('lot', 'opened'))"
)
_TWO_SIGNED = (
    "EXISTS (SELECT 1 FROM poll_voidings WHERE poll_voidings.poll_id = OLD.id AND poll_voidings.signed_at IS NOT NULL)"
)
# Name of the trigger: (table, act, when it refuses).
BEFORE = {"paper_mistakes_kept": ("paper_mistakes", "DELETE", "OLD.signed_at IS NOT NULL")}
AFTER = {
    "paper_mistakes_kept": (
        "paper_mistakes",
        "DELETE",
        "EXISTS (SELECT 1 FROM poll_roll WHERE poll_roll.poll_id = OLD.poll_id)",
    ),
    "polls_voided": (
        "polls",
        "UPDATE OF state",
        "NEW.state = 'void' AND OLD.state <> 'void' "
        f"AND (OLD.state = 'counted' OR {_LOT_THROWN}) AND NOT {_TWO_SIGNED}",
    ),
    "poll_voidings_fixed": (
        "poll_voidings",
        "UPDATE OF poll_id, ground, reason, known_at, asked_by, asked_at",
        "OLD.poll_id <> NEW.poll_id OR OLD.ground <> NEW.ground OR OLD.reason <> NEW.reason "
        "OR OLD.known_at <> NEW.known_at OR OLD.asked_by <> NEW.asked_by OR OLD.asked_at <> NEW.asked_at",
    ),
    "poll_voidings_ended": ("poll_voidings", "UPDATE", "OLD.signed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL"),
    "poll_voidings_kept": ("poll_voidings", "DELETE", "1 = 1"),
}
WORDS = "the roll of this vote stands still"


def _make(guards):
    for name, (table, act, when) in guards.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
            continue
        answer = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
            f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {answer}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop(guards):
    for name, (table, _act, _when) in guards.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def upgrade() -> None:
    op.create_table('poll_voidings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('ground', sa.Enum('roll', 'count', 'interest', 'law', name='ground', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('known_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_by', sa.Integer(), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped_by', sa.Integer(), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(signed_by IS NULL) = (signed_at IS NULL)', name=op.f('ck_poll_voidings_signed')),
    sa.CheckConstraint('signed_at IS NULL OR dropped_at IS NULL', name=op.f('ck_poll_voidings_one_end')),
    sa.CheckConstraint('signed_by IS NULL OR signed_by <> asked_by', name=op.f('ck_poll_voidings_four_eyes')),
    sa.ForeignKeyConstraint(['asked_by'], ['accounts.id'], name=op.f('fk_poll_voidings_asked_by_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_poll_voidings_district_id_districts')),
    sa.ForeignKeyConstraint(['dropped_by'], ['accounts.id'], name=op.f('fk_poll_voidings_dropped_by_accounts')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_poll_voidings_poll_id_polls')),
    sa.ForeignKeyConstraint(['signed_by'], ['accounts.id'], name=op.f('fk_poll_voidings_signed_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_poll_voidings'))
    )
    with op.batch_alter_table('poll_voidings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_voidings_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_poll_voidings_poll_id'), ['poll_id'], unique=False)
        batch_op.create_index('uq_poll_voidings_waiting', ['poll_id'], unique=True, sqlite_where=sa.text('dropped_at IS NULL'), postgresql_where=sa.text('dropped_at IS NULL'))

    # In place: rebuilding a table would lose its triggers.
    op.execute("ALTER TABLE paper_mistakes ADD COLUMN left_by INTEGER "
               "CONSTRAINT fk_paper_mistakes_left_by_accounts REFERENCES accounts (id)")
    op.add_column('paper_mistakes', sa.Column('left_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('polls', sa.Column('void_at', sa.DateTime(timezone=True), nullable=True))
    _drop(BEFORE)
    _make(AFTER)


def downgrade() -> None:
    _drop(AFTER)
    _make(BEFORE)
    op.drop_column('polls', 'void_at')
    op.drop_column('paper_mistakes', 'left_at')
    op.drop_column('paper_mistakes', 'left_by')

    with op.batch_alter_table('poll_voidings', schema=None) as batch_op:
        batch_op.drop_index('uq_poll_voidings_waiting', sqlite_where=sa.text('dropped_at IS NULL'), postgresql_where=sa.text('dropped_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_poll_voidings_poll_id'))
        batch_op.drop_index(batch_op.f('ix_poll_voidings_district_id'))

    op.drop_table('poll_voidings')
