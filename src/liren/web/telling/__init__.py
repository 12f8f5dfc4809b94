"""怎么告诉我: what one may choose, and the choice carried out; for an account on its own page, for a report on its progress page."""
