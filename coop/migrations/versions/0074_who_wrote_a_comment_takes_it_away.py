"""who wrote a comment takes it away

Revision ID: 0074
Revises: 0073
"""

from alembic import op

revision = '0074'
down_revision = '0073'
branch_labels = None
depends_on = None

SHOWN = ('shown', 'hidden', 'removed', 'withdrawn')
STATES = ('waiting', 'decided', 'objected', 'final', 'withdrawn')


def _guard(table: str, column: str, name: str, values: tuple[str, ...]) -> None:
    listed = ', '.join(repr(value) for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_{name}'), f'{column} IN ({listed})')


def upgrade() -> None:
    _guard('agenda_comments', 'shown', 'shown', SHOWN)
    _guard('comment_cases', 'state', 'casestate', STATES)


def downgrade() -> None:
    op.execute("UPDATE agenda_comments SET shown = 'removed' WHERE shown = 'withdrawn'")
    op.execute("UPDATE comment_cases SET state = 'final' WHERE state = 'withdrawn'")
    _guard('agenda_comments', 'shown', 'shown', SHOWN[:-1])
    _guard('comment_cases', 'state', 'casestate', STATES[:-1])
