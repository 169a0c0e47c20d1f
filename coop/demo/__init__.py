"""A believable neighbourhood to click through, only when COOP_DEMO=1.

`cast` holds the people and streets, the other modules fill one room each through the room's own actions, so that all
history in the demo is true. `views` has the bar with which a visitor becomes somebody with one click; without
COOP_DEMO=1 that page does not exist.
"""
