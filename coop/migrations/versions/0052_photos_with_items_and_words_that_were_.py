"""photos with items, and words that were spoken

Revision ID: 0052
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None

WITH_ORIGIN = ('agenda_items', 'agenda_edition_items')
ORIGINS = ('resident', 'door', 'school', 'club', 'paper', 'spoken', 'statement')


def _origins(values: tuple[str, ...]) -> None:
    listed = ', '.join(f"'{value}'" for value in values)
    for table in WITH_ORIGIN:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f'ck_{table}_origin'), type_='check')
            batch_op.create_check_constraint(op.f(f'ck_{table}_origin'), f'origin IN ({listed})')


def upgrade() -> None:
    _origins(ORIGINS)
    op.create_table('agenda_photos',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('alt', sa.String(length=200), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.CheckConstraint('(content IS NULL) = (withdrawn_at IS NOT NULL)', name=op.f('ck_agenda_photos_withdrawn')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_agenda_photos_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_agenda_photos_district_id_districts')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_items.id'], name=op.f('fk_agenda_photos_item_id_agenda_items')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['accounts.id'], name=op.f('fk_agenda_photos_withdrawn_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_photos'))
    )
    with op.batch_alter_table('agenda_photos', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_photos_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agenda_photos_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agenda_photos_item_id'), ['item_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('agenda_photos', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_photos_item_id'))
        batch_op.drop_index(batch_op.f('ix_agenda_photos_district_id'))
        batch_op.drop_index(batch_op.f('ix_agenda_photos_account_id'))

    op.drop_table('agenda_photos')
    for table in WITH_ORIGIN:
        op.execute(f"UPDATE {table} SET origin = 'door' WHERE origin = 'spoken'")
    _origins(tuple(one for one in ORIGINS if one != 'spoken'))
