"""a commitment gets another day

Revision ID: 0075
Revises: 0074
"""

import sqlalchemy as sa
from alembic import op

revision = '0075'
down_revision = '0074'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('commitment_notes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('due_before', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('due_after', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('who_before', sa.String(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('who_after', sa.String(length=120), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('commitment_notes', schema=None) as batch_op:
        for name in ('who_after', 'who_before', 'due_after', 'due_before'):
            batch_op.drop_column(name)
