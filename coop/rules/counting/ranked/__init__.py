"""Ranked ballots: persons by single transferable vote, options by comparing them two by two.

contest    candidates and rankings, and the same as arrays
stages     the stage table and the answer
scottish   STV as the Scottish statute has it; with one seat it is instant run-off
meek       STV by Meek: surpluses also go to who was elected before
pairwise   how many voters put a above b
schulze    strongest paths
pairs      ranked pairs
"""
