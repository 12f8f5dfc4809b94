"""Commands of the venues room → rows → events: the only writer of its tables."""
