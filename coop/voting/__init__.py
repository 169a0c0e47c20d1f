"""Votes (stemmingen): the members decide on the team's hours, on money, on motions, persons and choices.

Purpose: one ballot engine for five kinds (`BallotKind`): priorities (approve within hours), budget (approve within
euros), motion (for, against, blank), election (rank persons), choice (approve or rank options). Each is counted by its
rule, the result page explains, and what was chosen of work becomes commitments.

Vocabulary: stemming = poll; soort stembiljet = ballot_kind; voorstel, plan, motie, kandidaat, optie = proposal; stem
= ballot; stemregister = roll; bewijs = receipt; vingerafdruk = fingerprint; lot = seed; uitslag = result; soort
stemming = vote_kind; ongeldig = void.

Tables: polls, proposals, poll_roll, ballots, poll_counts.

Invariants
* A poll goes draft → open → closed → counted → published, or to void with a reason; never back.
* From the opening on, question, options, hours, closing moment and rules stand still: `terms` holds the copy that
  was published, and the count reads that copy. Triggers in the database refuse every change, also around the code.
* The roll is written at the opening; who is not on it cannot vote. One ballot for each row of the roll: a newer one
  takes its place and raises `version`.
* A ballot is accepted only in state open and before the closing moment, while the poll is locked for sharing; closing
  locks it alone. So an acknowledged ballot is in the fingerprint, and nothing is added after it.
* The seed is entered after the fingerprint was published. The result is counted once and never changed.
* No page shows how votes fall before the state is published.
* A count that takes long is done by a job, which says how far it is; no page waits for it.
* Of fewer than ten ballots only the outcome is told: stages and comparisons could show what one person voted.
* Ballots of an imported vote belong to nobody (`membership_id` empty).

Sources: Peters, Pierczynski & Skowron 2021 (equal shares); Dutch Civil Code book 2, articles 38 and 39 (kinds of
voting in an association); B ch. 6: residents decide on the free hours of the team.
"""
