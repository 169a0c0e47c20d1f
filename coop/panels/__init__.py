"""Hiring panels: residents choose who joins the team.

Vocabulary: wervingsprocedure = Procedure, bewonerspanel = panel, loting = lottery, vrijwilliger = Volunteer,
plaats in het panel = Seat, sollicitatie = Application, scoreblad = ScoreSheet, beraad = deliberation,
toets door het bestuur = ratification, plaatsing = placement (not the employment contract).

Tables: procedures, procedure_history, volunteers, seats, applications, score_sheets.

Invariants: the state changes only by an event of the transition table (`policy.states`); the panel is drawn before
anybody can apply; rubric and mandate are fixed at approval; nobody sees another's scores, a mean or a count of them
before every active member is in or the deadline with quorum has passed; names of candidates are for the secretary only
until the panel has decided; a member steps back from a candidate without giving a reason.

Sources: domain notes section 2 (states, mandates, independence), `Burgerkracht in de wijk` (residents co-decide on
appointments; employment stays with the home organisation).
"""
