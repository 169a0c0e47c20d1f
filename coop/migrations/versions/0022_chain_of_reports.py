"""chain of reports

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

PEOPLE = ('changed_by', 'facts_checked_by', 'protection_checked_by')
STATES = ('draft', 'facts_checked', 'protection_checked', 'released', 'answered')
OLD_STATES = ('draft', 'handed_in', 'released', 'answered')
CHECKED = "('facts_checked', 'protection_checked')"
CHECKS = {
    'reportstate': f"state IN ({', '.join(repr(state) for state in STATES)})",
    'released_with_state': f"(state = 'draft' OR state IN {CHECKED}) = (released_at IS NULL)",
    'facts_checked': f"state NOT IN {CHECKED} OR facts_checked_at IS NOT NULL",
    'protected': "state <> 'protection_checked' OR protection_checked_at IS NOT NULL",
    'version_replaces': '(version = 1) = (replaces_id IS NULL)',
}
OLD_CHECKS = {
    'reportstate': f"state IN ({', '.join(repr(state) for state in OLD_STATES)})",
    'released_with_state': "(state IN ('draft', 'handed_in')) = (released_at IS NULL)",
}


def upgrade() -> None:
    with op.batch_alter_table('reports', schema=None) as batch_op:
        for name in OLD_CHECKS:
            batch_op.drop_constraint(op.f(f'ck_reports_{name}'), type_='check')
        for name in (*PEOPLE, 'replaces_id'):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name in ('facts_checked_at', 'protection_checked_at'):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in ('version_reason', 'discussion'):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('discussed_on', sa.Date(), nullable=True))
    # What the team handed in before facts were checked goes back to it: a colleague has to look at it now.
    op.execute("UPDATE reports SET state = 'draft' WHERE state = 'handed_in'")
    op.execute("UPDATE reports SET changed_by = written_by")
    with op.batch_alter_table('reports', schema=None) as batch_op:
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(op.f(f'ck_reports_{name}'), condition)
        for name in ('version_reason', 'discussion'):
            batch_op.alter_column(name, server_default=None)
        for name in (*PEOPLE, 'replaces_id'):
            batch_op.create_index(batch_op.f(f'ix_reports_{name}'), [name], unique=False)
        for name in PEOPLE:
            batch_op.create_foreign_key(batch_op.f(f'fk_reports_{name}_accounts'), 'accounts', [name], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_reports_replaces_id_reports'), 'reports', ['replaces_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('reports', schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(op.f(f'ck_reports_{name}'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_reports_replaces_id_reports'), type_='foreignkey')
        for name in PEOPLE:
            batch_op.drop_constraint(batch_op.f(f'fk_reports_{name}_accounts'), type_='foreignkey')
        for name in (*PEOPLE, 'replaces_id'):
            batch_op.drop_index(batch_op.f(f'ix_reports_{name}'))
    op.execute(f"UPDATE reports SET state = 'handed_in' WHERE state IN {CHECKED}")
    with op.batch_alter_table('reports', schema=None) as batch_op:
        for name, condition in OLD_CHECKS.items():
            batch_op.create_check_constraint(op.f(f'ck_reports_{name}'), condition)
        for name in (
            *PEOPLE, 'replaces_id', 'facts_checked_at', 'protection_checked_at', 'version_reason', 'discussion', 'discussed_on',
        ):
            batch_op.drop_column(name)
