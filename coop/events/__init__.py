"""The calendar of the neighbourhood: meetings, cafés and interviews that everybody may come to.

Vocabulary: buurtkalender = calendar, bijeenkomst = Event, afzeggen = cancel.

Tables: events.

Invariants: what stood in the calendar stays in it: an event is changed or cancelled with a reason, never removed,
so that who wrote it down at home learns of it; what has begun is not changed any more.
"""
