"""What people say at the door and in the street, until it stands on the agenda.

Vocabulary: notitie aan de deur = DoorNote, briefje = DoorSlip, uitzoeken = sort, wegleggen = put away.

Tables: door_notes, door_slips.

Invariants
* A note names nobody: what was said, a few streets together, a part of daily life, a day.
* Sent twice, a note is kept once: the sending carries a key of its own, made when the page opened.
* Board and team sort the notes within fourteen days: to a new item, to one that is there, or put away with a reason.
* The agenda shows how often something was heard in steps of five, and fewer than five as "a few times".
* A slip is known by a keyed hash of its code. It leads to what happened with one note, never to its words.
* Notes and their slips are erased ninety days after they were sorted, at the latest a year after they were made.

Source: B (Burgerkracht in de wijk) ch. 4: material for the agenda comes from doors and streets, not from screens only.
"""
