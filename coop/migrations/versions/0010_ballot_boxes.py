"""ballot boxes

Revision ID: 0010
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0006'
branch_labels = None
depends_on = None

_FIXED = "BEFORE UPDATE OF name, district_id, facts, size, closes_at ON boxes"
_NO_BOX = "BEGIN SELECT RAISE(ABORT, 'what was announced cannot change'); END"
_NO_LOG = "BEGIN SELECT RAISE(ABORT, 'the log cannot change'); END"
_REFUSE = "LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was announced cannot change'; END $$"
GUARDS = {
    "sqlite": (
        f"CREATE TRIGGER boxes_fixed {_FIXED} {_NO_BOX}",
        f"CREATE TRIGGER box_log_fixed BEFORE UPDATE ON box_log {_NO_LOG}",
        f"CREATE TRIGGER box_log_kept BEFORE DELETE ON box_log {_NO_LOG}",
    ),
    "postgresql": (
        f"CREATE FUNCTION boxes_fixed() RETURNS trigger {_REFUSE}",
        f"CREATE TRIGGER boxes_fixed {_FIXED} FOR EACH ROW EXECUTE FUNCTION boxes_fixed()",
        "CREATE TRIGGER box_log_fixed BEFORE UPDATE OR DELETE ON box_log FOR EACH ROW EXECUTE FUNCTION boxes_fixed()",
    ),
}


def upgrade() -> None:
    op.create_table('boxes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=36), nullable=False),
    sa.Column('state', sa.Enum('open', 'sealed', 'lot', 'opened', 'destroyed', name='boxstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_boxes_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_boxes')),
    sa.UniqueConstraint('name', name=op.f('uq_boxes_name'))
    )
    with op.batch_alter_table('boxes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_boxes_district_id'), ['district_id'], unique=False)

    op.create_table('box_files',
    sa.Column('box_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['box_id'], ['boxes.id'], name=op.f('fk_box_files_box_id_boxes')),
    sa.PrimaryKeyConstraint('box_id', 'name', name=op.f('pk_box_files'))
    )
    op.create_table('box_log',
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('box_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('leaf', sa.LargeBinary(length=32), nullable=False),
    sa.Column('checkpoint', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['box_id'], ['boxes.id'], name=op.f('fk_box_log_box_id_boxes')),
    sa.PrimaryKeyConstraint('place', name=op.f('pk_box_log'))
    )
    with op.batch_alter_table('box_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_box_log_box_id'), ['box_id'], unique=False)

    op.create_table('sealed_envelopes',
    sa.Column('box_id', sa.Integer(), nullable=False),
    sa.Column('envelope_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('envelope', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['box_id'], ['boxes.id'], name=op.f('fk_sealed_envelopes_box_id_boxes')),
    sa.PrimaryKeyConstraint('box_id', 'envelope_hash', name=op.f('pk_sealed_envelopes')),
    sqlite_with_rowid=False
    )
    op.create_table('box_electors',
    sa.Column('box_id', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('none', 'online', 'helper', 'paper', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=True),
    sa.Column('envelope', sa.LargeBinary(), nullable=True),
    sa.Column('envelope_hash', sa.LargeBinary(length=32), nullable=True),
    sa.Column('request', sa.String(length=36), nullable=True),
    sa.CheckConstraint("(revision = 0) = (channel = 'none')", name=op.f('ck_box_electors_revision')),
    sa.CheckConstraint("channel <> 'paper' OR envelope IS NULL", name=op.f('ck_box_electors_paper')),
    sa.CheckConstraint("channel = 'helper' OR helper_id IS NULL", name=op.f('ck_box_electors_helper')),
    sa.CheckConstraint('(envelope IS NULL) = (envelope_hash IS NULL)', name=op.f('ck_box_electors_envelope')),
    sa.ForeignKeyConstraint(['box_id'], ['boxes.id'], name=op.f('fk_box_electors_box_id_boxes')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_box_electors_district_id_districts')),
    sa.ForeignKeyConstraint(['helper_id'], ['memberships.id'], name=op.f('fk_box_electors_helper_id_memberships')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_box_electors_membership_id_memberships')),
    sa.PrimaryKeyConstraint('box_id', 'membership_id', name=op.f('pk_box_electors')),
    sa.UniqueConstraint('box_id', 'envelope_hash', name=op.f('uq_box_electors_box_id_envelope_hash')),
    sqlite_with_rowid=False
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('box_electors')
    op.drop_table('sealed_envelopes')
    with op.batch_alter_table('box_log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_box_log_box_id'))

    op.drop_table('box_log')
    op.drop_table('box_files')
    with op.batch_alter_table('boxes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_boxes_district_id'))

    op.drop_table('boxes')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION boxes_fixed()')
