"""News for people who do not look at the site every day: at once, daily, weekly, or on paper.

Vocabulary: nieuwsbericht = Digest, lezer = NewsReader, tempo = Pace.

Tables: digests, news_readers.

Invariants: every piece of news goes to a reader once, whatever they choose meanwhile and wherever a run stops: a digest
holds what happened in (told_until, now], and `told_until` moves in the same transaction that puts the mail in the
outbox; nobody gets news who stopped it or is no longer a member; between the hours of rest nothing is sent.
"""
