"""Commands to rows to events: the only writer of the people room's tables."""
