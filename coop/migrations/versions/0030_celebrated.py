"""celebrated

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('report_resident_answers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('celebrated', sa.Boolean(), nullable=False, server_default=sa.false()))



def downgrade() -> None:
    with op.batch_alter_table('report_resident_answers', schema=None) as batch_op:
        batch_op.drop_column('celebrated')

