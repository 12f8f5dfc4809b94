"""The gateway's process: listeners in front, one thread behind them that keeps frames many at a time."""
