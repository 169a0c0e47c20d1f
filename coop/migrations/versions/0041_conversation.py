"""conversation

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agenda_comment_wordings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('comment_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=1500), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['agenda_comments.id'], name=op.f('fk_agenda_comment_wordings_comment_id_agenda_comments')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_agenda_comment_wordings_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_comment_wordings'))
    )
    with op.batch_alter_table('agenda_comment_wordings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_comment_wordings_comment_id'), ['comment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agenda_comment_wordings_district_id'), ['district_id'], unique=False)

    op.create_table('agenda_helpful_marks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('comment_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_agenda_helpful_marks_account_id_accounts')),
    sa.ForeignKeyConstraint(['comment_id'], ['agenda_comments.id'], name=op.f('fk_agenda_helpful_marks_comment_id_agenda_comments')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_agenda_helpful_marks_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_helpful_marks')),
    sa.UniqueConstraint('comment_id', 'account_id', name=op.f('uq_agenda_helpful_marks_comment_id_account_id'))
    )
    with op.batch_alter_table('agenda_helpful_marks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_helpful_marks_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agenda_helpful_marks_district_id'), ['district_id'], unique=False)

    with op.batch_alter_table('agenda_comments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('for', 'against', 'question', 'remark', name='commentkind', native_enum=False, create_constraint=True, length=40), server_default='remark', nullable=False))
        batch_op.add_column(sa.Column('parent_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_agenda_comments_parent_id'), ['parent_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_agenda_comments_parent_id_agenda_comments'), 'agenda_comments', ['parent_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_agenda_comments_not_to_itself'), 'parent_id IS NULL OR parent_id <> id')



def downgrade() -> None:
    with op.batch_alter_table('agenda_comments', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_agenda_comments_not_to_itself'), type_='check')
        batch_op.drop_constraint(op.f('ck_agenda_comments_commentkind'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_agenda_comments_parent_id_agenda_comments'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_agenda_comments_parent_id'))
        batch_op.drop_column('changed_at')
        batch_op.drop_column('parent_id')
        batch_op.drop_column('kind')

    with op.batch_alter_table('agenda_helpful_marks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_helpful_marks_district_id'))
        batch_op.drop_index(batch_op.f('ix_agenda_helpful_marks_account_id'))

    op.drop_table('agenda_helpful_marks')
    with op.batch_alter_table('agenda_comment_wordings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_comment_wordings_district_id'))
        batch_op.drop_index(batch_op.f('ix_agenda_comment_wordings_comment_id'))

    op.drop_table('agenda_comment_wordings')
