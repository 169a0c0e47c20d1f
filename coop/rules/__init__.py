"""Civic mathematics: counting, sortition, disclosure, redaction, sealing. Pure: no Flask, no database, no disk.

Every package here takes plain values and gives back frozen values with a record of how the answer came about.
Nothing in it knows a room, a request or a table, so every rule can be tested, benchmarked and recounted by itself.
"""
