"""The decisions of the case room. No Django, no clock, no database: time and facts are passed in.

Read in this order: scene.py (what a decision looks at), acts/ (what an order comes to), guards.py, allowed.py,
clocks.py, fold.py, steps.py (all of it together).
"""
