"""Tables: counts over street clusters, domains and ages that can be published without telling on a household.

Vocabulary (Dutch = code)
    tabel = table          bundel = table set: the tables that go with the report whose period ends on that day
    grootboek = ledger     cel = cell        straatgroep = cluster (of streets)
    beschermen = protect   naspel van de aanvaller = audit        oplossing = cure

A set goes from being typed to being checked: WAITING or RUNNING as a job when it is long, then SAFE, REFUSED or
UNFINISHED. Only a set that is SAFE in exactly the words and numbers that were checked, against exactly what was
published until then, can be released; the database refuses everything else too.

Tables
    table_sets           one for each neighbourhood and last day; how its check stands
    tables               a table; `counts` as typed until release and empty after it; `public` what everybody reads
    ledger_entries       everything ever published, as sums over atoms; never changed and never removed (triggers)

Invariants
    After release the numbers as typed are gone: a hidden number is nowhere on the site.
    A table is laid beside everything published of the same subject about months that hang together with its own.
    A correction is a new table. Taking a page away takes nothing out of the ledger.

Sources: docs/disclosure.md; docs/decisions/0507 and 0509.
"""
