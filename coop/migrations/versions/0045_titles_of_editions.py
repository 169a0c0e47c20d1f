"""titles of editions

Revision ID: 0045
Revises: 0044
"""

from alembic import op

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The words of the title come from the catalog now; only the number is kept.
    op.execute(
        "UPDATE owed_answers SET title = replace(title, 'Wijkagenda, editie ', '') WHERE source = 'edition'"
    )


def downgrade() -> None:
    op.execute("UPDATE owed_answers SET title = 'Wijkagenda, editie ' || title WHERE source = 'edition'")
