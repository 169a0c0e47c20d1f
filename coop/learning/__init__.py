"""Learning over the fence: neighbourhoods beside each other, costs and benefits, and pilots in two unlike districts.

Vocabulary (Dutch = code)
    over de schutting = over the fence    maatschappelijke kosten en baten (MKBA) = sheet of costs and benefits
    proef = pilot                         bevinding = finding

Tables
    fence_answers     what a team says to "why 18 here and 31 there?", one for each figure and other neighbourhood
    mkba_sheets       an estimate of costs and benefits, open once the board published it
    mkba_lines        one assumption: amount low, middle and high, who pays or gains, and the source
    pilots            one row for each of the two neighbourhoods, with its yes and finding; `pair` ties them together

Invariants
    Only figures with the same definition version that are shown in both reports stand beside each other.
    Nothing is put in order of a number: there are no league tables.
    A pilot begins with the yes of both neighbourhoods; each can end it, with a public reason.
    A finding of a pilot is read by others only when both neighbourhoods wrote theirs, or when its time is over.
    A public sheet stands still; a newer one stands in its place, and each leads to the other.

Sources: Burgerkracht in de wijk ch. 6 and 8; De kunst van het samenwerken (review after half a year).
"""
