"""photos that do not come back, words of editions erased

Revision ID: 0066
Revises: 0065
"""

import sqlalchemy as sa
from alembic import op

revision = '0066'
down_revision = '0065'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('agenda_edition_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_reworded', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('agenda_photos', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gone_sha256', sa.String(length=64), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('agenda_photos', schema=None) as batch_op:
        batch_op.drop_column('gone_sha256')

    with op.batch_alter_table('agenda_edition_items', schema=None) as batch_op:
        batch_op.drop_column('is_reworded')

