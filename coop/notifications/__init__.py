"""Mail to people. An act writes a row in the outbox, in its own transaction; a job sends it afterwards.

Vocabulary: uitbak = OutboxMessage.

Tables: outbox, mail_refusals.

Invariants: no mail for an act that was rolled back; a message is sent at least once, news at most once, and marked sent
in a transaction of its own; what stood in it is then emptied; who gets it twice after a crash gets it under one number;
an address that gives mail back for good gets no more news until its owner says that it is right; without a mail server
it waits; no votes, scores or reasons stand in a mail: it says where to look after signing in.
"""
