"""Neighbourhoods on this site, their streets, and the mandate of their residents.

Vocabulary: wijk = District, straatcluster = StreetCluster, straat = Street, mandaat van de wijk = Mandate
(adviserend = advisory, medebeslissend = co_decision, beslissend = decisive).

Tables: districts, district_maps, street_clusters, streets, mandates, team_charters.

Invariants: a slug is unique and never a reserved word; per subject at most one mandate is valid on a day; a vote or
procedure keeps the snapshot it began with, whatever changes here later.

Sources: the documents differ per neighbourhood in how far residents decide, and by their own wish
(`Burgerkracht in de wijk`, Nijmegen), so mandate is data.
"""
