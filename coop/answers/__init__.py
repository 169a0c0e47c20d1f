"""Answers owed to residents: one clock for every outcome that somebody else must do something with.

Purpose: a vote or an edition of the agenda is advice, one of two keys, or a decision, as the mandate of the
neighbourhood says. This room keeps the term, asks for reasons, reminds, and shows in public what is late. Rooms above
it (voting, agenda, advice) open a clock and read where it stands.

Vocabulary: antwoord dat nog moet komen = owed answer; punt = point; overnemen, deels overnemen, afwijken = adopt,
partly, deviate; tweede sleutel = second key; gesprek = talking; toets op de procedure = procedure test (object);
wie beslist = decider.

Tables: owed_answers, answer_steps.

Invariants
* `rules/answering.py` holds the only table of steps; a row of `answer_steps` stands for each of them and is never
  changed. The phase of an answer is what its last step led to.
* Advice without an answer stays owed, however late. A second key that is not turned in its term leads to one talk,
  then to an end that says so. A decision takes effect by itself.
* What the mandate said when the vote opened counts: `mandate` is that snapshot.

Sources: domain notes 2.6, J20, J23, J37; the documents: who advises expects an answer, and a signal must reach
somebody who must do something with it.
"""
