"""owner and day of the answer of an item, and passing on

Revision ID: 0033
Revises: 0032
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

OLD = ('new', 'on_agenda', 'refused', 'merged', 'closed')
STATES = ('new', 'on_agenda', 'refused', 'merged', 'passed_on', 'closed')
WITH_STATE = ('agenda_items', 'agenda_history')


def _in(values: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(value) for value in values)})"


def _states(values: tuple[str, ...]) -> None:
    for table in WITH_STATE:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f'ck_{table}_itemstate'), type_='check')
            batch_op.create_check_constraint(op.f(f'ck_{table}_itemstate'), _in(values))


def upgrade() -> None:
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('owner_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('answer_due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('remind_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_agenda_items_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agenda_items_remind_on'), ['remind_on'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_agenda_items_owner_id_accounts'), 'accounts', ['owner_id'], ['id'])
    with op.batch_alter_table('agenda_history', schema=None) as batch_op:
        batch_op.add_column(sa.Column('passed_to', sa.String(length=120), server_default='', nullable=False))
    _states(STATES)
    _begin_clocks()
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f('ck_agenda_items_answer_while_new'), "(state = 'new') = (answer_due_on IS NOT NULL)"
        )


def _begin_clocks() -> None:
    """What waits already was asked when it became new: the clock did not stand still."""
    bind = op.get_bind()
    item = sa.table('agenda_items', sa.column('id'), sa.column('state'), sa.column('answer_due_on', sa.Date()),
                    sa.column('remind_on', sa.Date()))
    row = sa.table('agenda_history', sa.column('item_id'), sa.column('at', sa.DateTime(timezone=True)))
    new = sa.select(item.c.id, sa.func.max(row.c.at, type_=sa.DateTime(timezone=True))).join(
        row, row.c.item_id == item.c.id).where(item.c.state == 'new').group_by(item.c.id)
    for number, at in bind.execute(new).all():
        due = at.date() + timedelta(days=14)
        op.execute(item.update().where(item.c.id == number).values(answer_due_on=due, remind_on=due - timedelta(days=4)))


def downgrade() -> None:
    for table in WITH_STATE:
        op.execute(f"UPDATE {table} SET state = 'refused' WHERE state = 'passed_on'")
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_agenda_items_answer_while_new'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_agenda_items_owner_id_accounts'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_agenda_items_remind_on'))
        batch_op.drop_index(batch_op.f('ix_agenda_items_owner_id'))
        for name in ('remind_on', 'answer_due_on', 'owner_id'):
            batch_op.drop_column(name)
    with op.batch_alter_table('agenda_history', schema=None) as batch_op:
        batch_op.drop_column('passed_to')
    _states(OLD)
