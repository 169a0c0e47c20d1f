"""Reach: who takes part, beside who lives there; so that a board sees whom it does not hear.

Vocabulary: bereik = reach, groep = group, kerncijfers wijken en buurten = `NeighbourhoodFigure`.
Tables: neighbourhood_figures.
Invariants: only counts of groups; a group too small to show is shown nowhere, nor can it be computed from the others.
"""
