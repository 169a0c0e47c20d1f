"""titles of editions

Revision ID: 0049
Revises: 0048
"""

from alembic import op

revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The words of the title come from the catalog now; only the number is kept.
    op.execute(
        "UPDATE owed_answers SET title = replace(title, 'Wijkagenda, editie ', '') WHERE source = 'edition'"
    )


def downgrade() -> None:
    op.execute("UPDATE owed_answers SET title = 'Wijkagenda, editie ' || title WHERE source = 'edition'")
