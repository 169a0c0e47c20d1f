"""Accountability: the team gives account, residents judge whether the neighbourhood benefited.

Vocabulary (Dutch = code)
    verslag, verantwoordingsverslag = report           toezegging = commitment (owned by the agenda room)
    cijfer = figure        kengetal = indicator        verhaal = story
    vrijgeven = release    bewonersoordeel = judgement verbetering = erratum
    antwoord op het oordeel = reply

A report goes draft -> facts checked -> protection checked -> released: judging open -> discussed -> judged -> answered
-> archived: one table in `policy/chain.py`. A correction of what it says is a new version; the old one stays readable.

Tables
    reports              one per period; `public` holds what was released, word for word, and nothing else
    report_figures       as typed by the team, small numbers too; read only while the report is being written
    report_commitments   the answer on each commitment, one per report and commitment
    report_stories       with the consent of the person told about
    report_judgements    one per account, five points and a reason
    report_questions     of residents, with the answer of team or board
    report_errata        corrections, dated, next to the frozen text

Invariants
    A released page is made from `reports.public` alone. A number that is too small to show is not in it.
    Who wrote on a report cannot release it (four eyes).
    Every commitment made before the release is answered in it, until a report said that it is done or stopped.
    Nobody sees how residents judge while judging is open, and never when fewer than ten judged.

Sources: Burgerkracht in de wijk ch. 8 (residents judge whether the neighbourhood benefited); De wijk nemen (stories
next to figures); De kunst van het samenwerken (the unhappy fifth counts as much as the rest).
"""
