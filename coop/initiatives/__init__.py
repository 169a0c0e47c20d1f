"""Residents' initiatives: offers of help are answered, the team is asked to come by, and tells how it was.

Vocabulary: bewonersinitiatief = item of the kind INITIATIVE; trekker = who brought it in; hulp aanbieden = offer (room
agenda); bezoek = visit; langskomen = come by; "wij waren er" = came.

Tables: help_answers, visits.

Invariants
* Only who brought an initiative in answers offers of help with it. How to reach a helper is seen by that person alone,
  only after a yes, and only when the helper wrote it down for it.
* Only who brought an initiative in, or offers help with it, asks the team to come; only the team answers, and writes
  down afterwards whether it came. Nothing drops off: what is late stands on a public page.
* A visit that the team came to, or did not, stands in the report of its period.

Sources: domain notes J16 (the opening of a playground to which nobody of the team came).
"""
