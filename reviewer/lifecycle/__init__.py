"""What may happen to a case, and what a case is: the fold of its entries, nothing else.
No clock, database or web inside.

`rules.json` is the one source for this package and for its twin in `reviewer/browser/lifecycle`.
"""
