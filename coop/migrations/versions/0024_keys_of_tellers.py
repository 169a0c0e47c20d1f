"""keys of tellers

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('teller_keys',
    sa.Column('poll_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('public', sa.Text(), nullable=False),
    sa.Column('trial', sa.Text(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('proven', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_teller_keys_district_id_districts')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_teller_keys_poll_id_polls')),
    sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_teller_keys'))
    )
    with op.batch_alter_table('teller_keys', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_teller_keys_district_id'), ['district_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('teller_keys', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_teller_keys_district_id'))

    op.drop_table('teller_keys')
