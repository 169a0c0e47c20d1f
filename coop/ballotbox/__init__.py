"""The ballot box: closed envelopes under names until closing, without names afterwards, published in full at the end.

Vocabulary: stembus = Box, kiesregister = BoxElector, envelop = envelope, stemcode = tracker, ontvangstbewijs = receipt,
openbaar logboek = LogLine, kluis = vault, tellers (stemcommissie) = tellers.
Tables: boxes, box_electors, sealed_envelopes, box_files, box_log. A box knows nothing of the room that asked for it.

Invariants
- A row of the roll holds only the newest envelope. No moment, address or number of order stands beside it.
- One UPDATE with compare-and-set casts; a delayed retry of an older vote never wins; the database's clock decides.
- After sealing no name is near an envelope, and every row of the roll was written in one and the same transaction.
- The opening key is never here: not in the database, not in a back-up, not in the memory of the site.
- What was announced, and every line of the log, is kept from changing by triggers of the database.

Design: docs/secret-ballots.md. Source: Dutch Civil Code 2:38 (voting by electronic means, identification of who votes).
"""
