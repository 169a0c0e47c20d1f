"""Statements are taken away and rounds ended

Revision ID: 0077
Revises: 0076
"""

import sqlalchemy as sa
from alembic import op

revision = '0077'
down_revision = '0076'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('opinion_rounds', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ended_because', sa.String(length=600), server_default='', nullable=False))

    with op.batch_alter_table('opinion_statements', schema=None) as batch_op:
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('withdrawn_because', sa.String(length=600), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('opinion_statements', schema=None) as batch_op:
        batch_op.drop_column('withdrawn_because')
        batch_op.drop_column('withdrawn_at')

    with op.batch_alter_table('opinion_rounds', schema=None) as batch_op:
        batch_op.drop_column('ended_because')
