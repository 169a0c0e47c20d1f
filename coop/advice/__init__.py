"""Advice, asked and unasked: the council or enough members advise, and who decides answers every point.

Purpose: the board asks the advisory council about a subject, with a day; the council advises of its own accord; any
member begins an advice and looks for supporters. What is handed over starts the clock of `answers`.

Vocabulary: gevraagd en ongevraagd advies = asked and unasked advice; adviesraad = advisory council (role ADVISER);
medestander = supporter; overdragen = hand over; verlopen = lapsed.

Tables: advice, advice_supports.

Invariants
* How many supporters an advice needs is what the statutes asked when it began; a later change does not touch it.
* Only members count, once each, and only those who are a member on the day on which it is handed over.
* Nobody is named as a supporter, to nobody; who began it only when they want that.
* What was handed over does not change any more. A council that is late stays late, in public.

Sources: domain notes J23 and section 5 (requested_advice, unsolicited_advice, formal_response); an advisory council
advises asked and unasked and expects an answer.
"""
