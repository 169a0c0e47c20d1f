"""Ties of board members: who takes no part in what, because they have an interest of their own in it.

Vocabulary: belang = tie; neemt geen deel = takes no part.

Tables: office_ties.

Invariants
* A tie says who and since when, never why: the reason can be a matter of care.
* While it runs, the site refuses every act of that board member on the matter. Nobody ends a tie of their own.
* A tie that ended stays readable with its days: what was done meanwhile was done without this person.

Sources: Civil Code 2:44 paragraph 6 (a board member with a conflicting interest takes no part in talk and decision);
J22 of the domain notes.
"""
