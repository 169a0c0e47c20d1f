"""Accounts and signing in.

Vocabulary: account = Account (not a member: members stand in the register of a co-operative).

Tables: accounts.

Invariants: one account per e-mail address, compared without case; passwords are kept as argon2id hashes only; a new
stamp ends every session of an account; a failed sign-in does not tell whether the account exists.

Sources: OWASP password storage (argon2id), RFC 9106.
"""
