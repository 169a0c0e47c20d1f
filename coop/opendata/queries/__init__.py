"""Rows of the open data, and what other co-operatives have."""

from coop.opendata.queries.lists import News, Row, as_text, news_of, rows_of
from coop.opendata.queries.neighbours import (
    MOST_SHOWN,
    ListRow,
    NeighbourRow,
    lists_of,
    matching,
    other_districts,
    row_of_district,
    rows_of_district,
    rows_of_list,
    taken_over,
)

__all__ = [
    "MOST_SHOWN",
    "ListRow",
    "NeighbourRow",
    "News",
    "Row",
    "as_text",
    "lists_of",
    "matching",
    "news_of",
    "other_districts",
    "row_of_district",
    "rows_of",
    "rows_of_district",
    "rows_of_list",
    "taken_over",
]
