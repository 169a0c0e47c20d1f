"""reminders of promises

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('remind_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_commitments_remind_on'), ['remind_on'], unique=False)
    # What was promised before is asked about on its day, or at once when that has passed.
    op.execute("UPDATE commitments SET remind_on = due_on WHERE state IN ('open', 'partly')")


def downgrade() -> None:
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitments_remind_on'))
        batch_op.drop_column('remind_on')
