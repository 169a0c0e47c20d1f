"""Sealed envelopes: secret ballots that anyone can check. The design is in docs/secret-ballots.md.

A ballot is sealed to a key that no database has; at closing the envelopes lose their names, are sorted by hash,
listed, and only then opened together; every ballot is published under a code that only its voter knows.

faults      SealError, UntrueError: one sentence each
encoding    the one way to write JSON, hexadecimal, codes and moments
chance      chance is handed in as an object that gives bytes; SeededChance repeats itself
hpke        Sealer, Opener: RFC 9180 base mode, P-256, one message
ballots     what is in an envelope; codes; equal lengths
keys        OpeningKeys (open and sign), Signer, fingerprint
shares      the seed of a key as 2 of 3 paper codes that catch typing errors
receipts    what the site signs for a voter
merkle      RFC 9162 trees, proofs of inclusion and of growth
notes       checkpoints with the signatures of site and witnesses (C2SP)
poll        poll.json: what is fixed when a vote opens
log         the public log of a site: never an entry for a ballot
results     the result by the announced method, in plain values
folder      writes the published folder: {name: bytes}
checking    checks it, with a full recount; UntrueError says the first thing that is false
rehearsal   a whole election from a seed

Invariants: the same box gives the same bytes; nothing here names a voter; each published fact is under signatures of
two hands (the site, who opens, a witness). Sources: RFC 9180, 9162, 8032; C2SP tlog-checkpoint; BIP 350; Shamir 1979.
"""
