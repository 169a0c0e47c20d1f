"""map of the neighbourhood and part of it for items

Revision ID: 0059
Revises: 0058
"""

import sqlalchemy as sa
from alembic import op

revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('district_maps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('geojson', sa.JSON(), nullable=False),
    sa.Column('drawing', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_district_maps_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_district_maps')),
    sa.UniqueConstraint('district_id', name=op.f('uq_district_maps_district_id'))
    )
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('area', sa.String(length=80), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.drop_column('area')

    op.drop_table('district_maps')