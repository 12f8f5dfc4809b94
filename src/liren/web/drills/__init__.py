"""演练: the list of drills, announcing one, and the record of one. In the office face."""
