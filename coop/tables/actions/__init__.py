"""Acts on tables: typing, checking, releasing."""

from coop.tables.actions.checking import (
    CheckWork,
    check_protection,
    keep_check,
    order_check,
    read_check,
    stop_check,
    take_check,
    tell_check,
)
from coop.tables.actions.drafting import (
    apply_cure,
    begin_table,
    import_counts,
    remove_table,
    save_counts,
)
from coop.tables.actions.releasing import release_tables, require_protected, withdraw_table

__all__ = [
    "CheckWork",
    "apply_cure",
    "begin_table",
    "check_protection",
    "import_counts",
    "keep_check",
    "order_check",
    "read_check",
    "release_tables",
    "remove_table",
    "require_protected",
    "save_counts",
    "stop_check",
    "take_check",
    "tell_check",
    "withdraw_table",
]
