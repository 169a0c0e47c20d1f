"""secret votes

Revision ID: 0020
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'sealed_polls',
        sa.Column('poll_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('district_id', sa.Integer(), nullable=False),
        sa.Column('box_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['box_id'], ['boxes.id'], name=op.f('fk_sealed_polls_box_id_boxes')),
        sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_sealed_polls_district_id_districts')),
        sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_sealed_polls_poll_id_polls')),
        sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_sealed_polls')),
        sa.UniqueConstraint('box_id', name=op.f('uq_sealed_polls_box_id')),
    )
    with op.batch_alter_table('sealed_polls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sealed_polls_district_id'), ['district_id'], unique=False)


def downgrade() -> None:
    op.drop_table('sealed_polls')
