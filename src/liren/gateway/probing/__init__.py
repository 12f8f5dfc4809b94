"""How cameras fare, asked without pulling a picture."""
