"""Writes a new migration from the difference between the tables in the code and the newest revision.

Run: python -m scripts.new_revision "what changes"
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig

from coop.commands import MIGRATIONS


def main() -> None:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with tempfile.TemporaryDirectory() as folder:
        settings.attributes["url"] = f"sqlite:///{Path(folder) / 'new.db'}"
        command.upgrade(settings, "head")
        number = max(int(path.name[:4]) for path in (MIGRATIONS / "versions").glob("[0-9]*.py")) + 1
        command.revision(settings, sys.argv[1], autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    main()
