"""the same story in another version

Revision ID: 0070
Revises: 0069
"""

import sqlalchemy as sa
from alembic import op

revision = '0070'
down_revision = '0069'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('report_stories', schema=None) as batch_op:
        batch_op.add_column(sa.Column('first_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_report_stories_first_id'), ['first_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_report_stories_first_id_report_stories'), 'report_stories', ['first_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('report_stories', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_report_stories_first_id_report_stories'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_report_stories_first_id'))
        batch_op.drop_column('first_id')

