"""what is heard at doors, slips, and volunteers

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op

revision = '0056'
down_revision = '0055'
branch_labels = None
depends_on = None

WITH_ROLE = ('agenda_comments', 'agenda_history', 'agenda_talk_steps', 'appointments')
ROLES = (
    *('resident', 'member', 'board', 'team_member', 'secretary', 'administrator', 'privacy_officer', 'observer'),
    *('adviser', 'volunteer'),
)


def _roles(values: tuple[str, ...]) -> None:
    listed = ', '.join(f"'{value}'" for value in values)
    for table in WITH_ROLE:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f'ck_{table}_role'), type_='check')
            batch_op.create_check_constraint(op.f(f'ck_{table}_role'), f'role IN ({listed})')


def upgrade() -> None:
    _roles(ROLES)
    op.create_table('door_notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('batch', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('way', sa.Enum('door', 'street', 'paper', 'spoken', name='way', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('cluster_id', sa.Integer(), nullable=True),
    sa.Column('domain', sa.Enum('money', 'work', 'housing', 'family', 'health', 'care', 'safety', 'meeting', name='domain', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('heard_on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sorted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.CheckConstraint("(sorted_at IS NULL) = (item_id IS NULL AND reason = '')", name=op.f('ck_door_notes_sorted')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_door_notes_account_id_accounts')),
    sa.ForeignKeyConstraint(['cluster_id'], ['street_clusters.id'], name=op.f('fk_door_notes_cluster_id_street_clusters')),
    sa.ForeignKeyConstraint(['decided_by'], ['accounts.id'], name=op.f('fk_door_notes_decided_by_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_door_notes_district_id_districts')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_items.id'], name=op.f('fk_door_notes_item_id_agenda_items')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_door_notes')),
    sa.UniqueConstraint('account_id', 'batch', 'position', name=op.f('uq_door_notes_account_id_batch_position'))
    )
    with op.batch_alter_table('door_notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_door_notes_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_door_notes_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_door_notes_sorted_at'), ['sorted_at'], unique=False)

    op.create_table('door_slips',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('printed_by', sa.Integer(), nullable=False),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_door_slips_district_id_districts')),
    sa.ForeignKeyConstraint(['note_id'], ['door_notes.id'], name=op.f('fk_door_slips_note_id_door_notes')),
    sa.ForeignKeyConstraint(['printed_by'], ['accounts.id'], name=op.f('fk_door_slips_printed_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_door_slips')),
    sa.UniqueConstraint('code', name=op.f('uq_door_slips_code')),
    sa.UniqueConstraint('note_id', name=op.f('uq_door_slips_note_id'))
    )
    with op.batch_alter_table('door_slips', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_door_slips_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_door_slips_printed_at'), ['printed_at'], unique=False)

    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('heard', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.drop_column('heard')

    with op.batch_alter_table('door_slips', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_door_slips_printed_at'))
        batch_op.drop_index(batch_op.f('ix_door_slips_district_id'))

    op.drop_table('door_slips')
    with op.batch_alter_table('door_notes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_door_notes_sorted_at'))
        batch_op.drop_index(batch_op.f('ix_door_notes_district_id'))
        batch_op.drop_index(batch_op.f('ix_door_notes_at'))

    op.drop_table('door_notes')
    op.execute("DELETE FROM appointments WHERE role = 'volunteer'")
    _roles(ROLES[:-1])
