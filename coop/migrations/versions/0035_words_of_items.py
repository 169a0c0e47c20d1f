"""words of items

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

from coop.rules.likeness import stems_of

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agenda_words',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('stem', sa.String(length=40), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_agenda_words_district_id_districts')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_items.id'], name=op.f('fk_agenda_words_item_id_agenda_items')),
    sa.PrimaryKeyConstraint('item_id', 'stem', name=op.f('pk_agenda_words'))
    )
    with op.batch_alter_table('agenda_words', schema=None) as batch_op:
        batch_op.create_index('ix_agenda_words_district_id_stem', ['district_id', 'stem'], unique=False)
    _index()


def _index() -> None:
    """The words of what is there already, by the rule of today: it is an index that can be made anew at any time."""
    item = sa.table('agenda_items', sa.column('id'), sa.column('district_id'), sa.column('title'), sa.column('in_short'))
    word = sa.table('agenda_words', sa.column('item_id'), sa.column('stem'), sa.column('district_id'))
    rows = [
        {'item_id': row.id, 'district_id': row.district_id, 'stem': stem}
        for row in op.get_bind().execute(sa.select(item)).all()
        for stem in sorted({stem[:40] for stem in stems_of(f'{row.title} {row.in_short}')})
    ]
    if rows:
        op.bulk_insert(word, rows)



def downgrade() -> None:
    with op.batch_alter_table('agenda_words', schema=None) as batch_op:
        batch_op.drop_index('ix_agenda_words_district_id_stem')

    op.drop_table('agenda_words')
