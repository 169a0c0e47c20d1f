"""mistaken notes of paper

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


OLD, NEW = "(revision = 0) = (channel = 'none')", "revision > 0 OR channel = 'none'"
_BACK = (
    "NEW.channel = 'none' AND EXISTS (SELECT 1 FROM paper_mistakes WHERE paper_mistakes.signed_at IS NOT NULL "
    "AND paper_mistakes.membership_id = OLD.membership_id AND paper_mistakes.revision = OLD.{number} "
    "AND paper_mistakes.poll_id = {poll})"
)
_POLL_OF_BOX = "(SELECT sealed_polls.poll_id FROM sealed_polls WHERE sealed_polls.box_id = OLD.box_id)"
# What refuses is made by 0027, and made anew here or there: name of the trigger: (table, act, when it refuses).
BEFORE = {
    "ballots_paper_stays": ("ballots", "UPDATE OF channel", "OLD.channel = 'paper' AND NEW.channel <> 'paper'"),
    "box_electors_paper": ("box_electors", "UPDATE OF channel", "OLD.channel = 'paper' AND NEW.channel <> 'paper'"),
}
AFTER = {
    "ballots_paper_stays": (
        "ballots",
        "UPDATE OF channel",
        "OLD.channel = 'paper' AND NEW.channel <> 'paper' AND NOT ("
        + _BACK.format(number="version", poll="OLD.poll_id")
        + ")",
    ),
    "box_electors_paper": (
        "box_electors",
        "UPDATE OF channel",
        "OLD.channel = 'paper' AND NEW.channel NOT IN ('paper', 'none')",
    ),
    "box_electors_paper_stays": (
        "box_electors",
        "UPDATE OF channel",
        "OLD.channel = 'paper' AND NEW.channel = 'none' AND NOT ("
        + _BACK.format(number="revision", poll=_POLL_OF_BOX)
        + ")",
    ),
    "paper_mistakes_signed": ("paper_mistakes", "UPDATE", "OLD.signed_at IS NOT NULL"),
    "paper_mistakes_kept": ("paper_mistakes", "DELETE", "OLD.signed_at IS NOT NULL"),
    "paper_mistakes_fixed": (
        "paper_mistakes",
        "UPDATE OF poll_id, membership_id, revision, said_by",
        "OLD.poll_id <> NEW.poll_id OR OLD.membership_id <> NEW.membership_id OR OLD.revision <> NEW.revision "
        "OR OLD.said_by <> NEW.said_by",
    ),
}
WORDS = {"box_electors_paper": "a vote on paper stays on paper"}


def _make(guards):
    for name, (table, act, when) in guards.items():
        words = WORDS.get(name, "the roll of this vote stands still")
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
            continue
        answer = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {answer}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop(guards):
    for name, (table, _act, _when) in guards.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")


def _roll(rule):
    """The check on the number of a vote. SQLite cannot change a check: the table is made anew, without its guards."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE box_electors DROP CONSTRAINT ck_box_electors_revision")
        op.execute(f"ALTER TABLE box_electors ADD CONSTRAINT ck_box_electors_revision CHECK ({rule})")
        return
    made = op.get_bind().exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'box_electors'").scalar_one()
    before = OLD if rule is NEW else NEW
    if made.count(before) != 1:
        raise RuntimeError("the table box_electors does not look as this migration expects")
    op.execute("ALTER TABLE box_electors RENAME TO box_electors_before")
    op.execute(made.replace(before, rule))
    op.execute("INSERT INTO box_electors SELECT * FROM box_electors_before")
    op.execute("DROP TABLE box_electors_before")


def upgrade() -> None:
    op.create_table('paper_mistakes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('said_by', sa.Integer(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_by', sa.Integer(), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(signed_by IS NULL) = (signed_at IS NULL)', name=op.f('ck_paper_mistakes_signed')),
    sa.CheckConstraint('signed_by IS NULL OR signed_by <> said_by', name=op.f('ck_paper_mistakes_four_eyes')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_paper_mistakes_district_id_districts')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_paper_mistakes_membership_id_memberships')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_paper_mistakes_poll_id_polls')),
    sa.ForeignKeyConstraint(['said_by'], ['accounts.id'], name=op.f('fk_paper_mistakes_said_by_accounts')),
    sa.ForeignKeyConstraint(['signed_by'], ['accounts.id'], name=op.f('fk_paper_mistakes_signed_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_mistakes')),
    sa.UniqueConstraint('poll_id', 'membership_id', 'revision', name=op.f('uq_paper_mistakes_poll_id_membership_id_revision'))
    )
    with op.batch_alter_table('paper_mistakes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_mistakes_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_mistakes_membership_id'), ['membership_id'], unique=False)

    _drop(BEFORE)
    _roll(NEW)
    _make(AFTER)


def downgrade() -> None:
    _drop(AFTER)
    # The older version knows no note that was taken back: who did not vote again has number 0, or no row.
    op.execute("DELETE FROM ballots WHERE channel = 'none'")
    op.execute("UPDATE box_electors SET revision = 0 WHERE channel = 'none'")
    _roll(OLD)
    _make(BEFORE)
    with op.batch_alter_table('paper_mistakes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_mistakes_membership_id'))
        batch_op.drop_index(batch_op.f('ix_paper_mistakes_district_id'))

    op.drop_table('paper_mistakes')
