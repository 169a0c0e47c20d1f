"""Who did what in office, and who looked into the register: a log that shows when somebody tampered with it.

Vocabulary: logboek = audit log, regel = AuditEntry, vingerafdruk = digest.

Tables: audit_entries.

Invariants: entries are only added, numbered without gaps; each holds the digest of the one before, so that a changed,
removed or swapped entry breaks the chain; no personal data beyond ids; nothing about how anybody voted or scored.
"""
