"""Method of equal shares: everyone carries the same share of the budget; supporters pay for what they chose.

rule        the settings that are published with the vote
demand      who pulls how hard at what
purses      what everybody has left: floats that screen, fractions that decide
run         one count at one share
completion  the share is raised step by step; the rest by most votes
steady      the proof that many steps at once change nothing
memory      what an earlier count told about prices
review      what every project that was not chosen came short of
face        `equal_shares(instance, rule, lot)`

Source: Peters, Pierczynski & Skowron, Proportional participatory budgeting with additive utilities, NeurIPS 2021.
"""
