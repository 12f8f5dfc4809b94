"""Replay: feeds the request log of another system through the gate, with the log's own times, into a county of its own."""
