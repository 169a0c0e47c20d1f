"""Redaction: what in a story may tell the neighbours who it is about. It marks and asks; it never rewrites.

Detectors, the most certain first: structured marks (numbers, addresses, dates, ages), institutions, names, places,
tell-tale descriptions, and what is left over (capitals and digits). Look-ups are made once of what a team knows: its
register, its street list. Word lists in `words/` are read at the first use, so that starting the site pays nothing.

Source: disclosure.md, sections 7 and 8; how well it works is measured by `python -m bench redaction`.
"""
