"""second look at words typed for residents

Revision ID: 0060
Revises: 0059
"""

import sqlalchemy as sa
from alembic import op

revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None

WITH_ORIGIN = ('agenda_items', 'agenda_edition_items')
ORIGINS = ('resident', 'door', 'school', 'club', 'paper', 'spoken', 'phone', 'statement')


def _origins(values: tuple[str, ...]) -> None:
    listed = ', '.join(f"'{value}'" for value in values)
    for table in WITH_ORIGIN:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f'ck_{table}_origin'), type_='check')
            batch_op.create_check_constraint(op.f(f'ck_{table}_origin'), f'origin IN ({listed})')


def upgrade() -> None:
    _origins(ORIGINS)
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('checked_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_agenda_items_checked_by_accounts'), 'accounts', ['checked_by'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_agenda_items_checked_by_accounts'), type_='foreignkey')
        batch_op.drop_column('checked_by')
        batch_op.drop_column('checked_at')
    for table in WITH_ORIGIN:
        op.execute(f"UPDATE {table} SET origin = 'spoken' WHERE origin = 'phone'")
    _origins(tuple(one for one in ORIGINS if one != 'phone'))
