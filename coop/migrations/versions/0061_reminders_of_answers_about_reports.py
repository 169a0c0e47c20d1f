"""reminders of answers about reports

Revision ID: 0061
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('report_questions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('remind_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_report_questions_remind_on'), ['remind_on'], unique=False)

    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('remind_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_reports_remind_on'), ['remind_on'], unique=False)
    # What waited before is told of at the next look at the clock.
    op.execute("UPDATE report_questions SET remind_on = DATE(asked_at) WHERE answered_at IS NULL")
    op.execute("UPDATE reports SET remind_on = DATE(judging_closes_at) WHERE state = 'released'")


def downgrade() -> None:
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reports_remind_on'))
        batch_op.drop_column('remind_on')

    with op.batch_alter_table('report_questions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_questions_remind_on'))
        batch_op.drop_column('remind_on')

