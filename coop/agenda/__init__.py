"""The social district agenda (sociale wijkagenda) and the commitments (toezeggingen) of the team.

Purpose: residents, team, school, clubs and shopkeepers say together what is difficult in the neighbourhood and
what is strong; the board keeps the list in order in the open; the team answers for what it promised.

Vocabulary: punt = item; probleem, kracht, wens, bewonersinitiatief = kind; leefgebied = domain; "in het kort" =
in_short; steun ("dat geldt ook voor mij") = support; hulp aanbieden = offer; reactie = comment; gesprek afsluiten =
sum up; volgen = follow; noemen = mention; samenvoegen = merge; doorgeven = pass on; "wie ervoor zorgt" = owner;
editie = edition; toezegging = commitment.

Tables: agenda_items, agenda_item_wordings, agenda_item_sources, agenda_words, agenda_photos, agenda_supports,
agenda_offers, agenda_comments, agenda_comment_wordings, agenda_helpful_marks, agenda_mentions, agenda_talk_steps,
agenda_follows, agenda_history, agenda_editions, agenda_edition_items, commitments, commitment_notes.

Invariants
* The history of an item begins with "new" and its last row is the present state; every change has a row.
* Merging moves nothing: comments, offers and supports stay with the item where they were written. Supporters are
  counted once per person over an item and everything merged into it.
* Merges never go round in a circle: only an item that is not merged itself can take another in.
* A new item has a last day for the answer of the board, other items have none. Becoming new again sets a new day.
* Answers to comments go one level deep. A comment changed later than a quarter of an hour leaves its old wording.
* Who is named in a comment stands in it as a number: the name goes with the account, and strangers do not see it.
  Only who takes part in the conversation can be named, so naming tells nobody who is a member.
* A photo holds nothing but what one sees. Who brought in the item adds it and can take it away without a trace; the
  board takes it away with a reason, which stays.
* Nothing is added to a closed conversation; its summary and why it was opened again stay readable.
* The old words of an item stay readable, with the reason why the board changed them.
* An item that was copied from another co-operative names where it comes from.
* An edition is a copy: what happens to an item later does not change an edition.
* The state of a commitment is the state of its newest note, or open without notes.

Sources: B (Burgerkracht in de wijk) ch. 4, 5, 7, 8: problems and strengths weigh the same, material comes from doors
as well as from people who log in, residents' initiatives are a fixed kind; O: a signal must reach somebody who must
do something with it.
"""
