"""Commands of the devices room to rows to events: the only writer of its tables."""
