"""The events process: reads the journal's end and tells open pages over server-sent events (decision 0011)."""
