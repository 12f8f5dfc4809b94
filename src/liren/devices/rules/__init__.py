"""Decisions of the devices room: same inputs, same answer."""
