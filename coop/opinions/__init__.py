"""Where we agree and differ: short statements on which residents say agree, disagree or pass.

Vocabulary: ronde = Round, stelling = Statement, eens = agree, oneens = disagree, overslaan = pass, groep = group.

Tables: opinion_rounds, opinion_statements, opinion_answers, opinion_suggestions.

Invariants
* Nothing is counted while a round is open: who looks twice would see what the neighbour answered in between.
* At the end of the round it is counted once; then every answer is erased. What stays is what everybody reads.
* Statements do not change once the round is open, and its last day is known from the beginning. Residents can add some,
  which the board or the team admits or refuses with a reason, until three days before that day.
* Who is in the team answers as a professional, apart from residents, and stands in no group.
"""
