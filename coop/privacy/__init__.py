"""Privacy: what the site holds about people, for how long and why; my data; erasing by the clock.

Vocabulary: bewaartermijn = retention, soort gegevens = `Kind`, wissen = to erase, grootboek = ledger.
Tables: none of its own; it reads those of every room.
Invariants: every table of the site stands in `policy.KINDS` or in `policy.NO_PERSONS`; what was erased stands in the
ledger by table and row number, and is erased again in a restored copy.
Sources: GDPR articles 5, 6, 13 to 17, 20 and 30; Civil Code 2:10 (administration, seven years), 2:15 (one year).
"""
