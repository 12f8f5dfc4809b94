"""回访: the calls of who had no hand in the case, what was said of pressure, exclusions, and the draws for everybody."""
