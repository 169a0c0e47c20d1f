"""Reading the files of the field: text in, instance or contest out. Faults are one sentence with the line number.

pabulib   `.pb`: budgets with approval, choose-1, cumulative, scoring and ordinal ballots
blt       `.blt`: ranked ballots for persons
preflib   `.soi .soc .toi .toc`: ranked ballots, complete or not, with or without ties
"""
