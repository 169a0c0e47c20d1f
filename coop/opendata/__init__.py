"""Open data: what everybody may read on the pages, for programs; and reading that of other co-operatives.

Tables: neighbour_lists.

Invariants
* Nothing is ever fetched: a list comes in as a file, or from another neighbourhood on this site.
* A list is kept only when every value is what our own description says; the first fault is named with its place.
"""
