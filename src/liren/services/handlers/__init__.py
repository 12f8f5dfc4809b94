"""Commands to rows to events: the only writers of the room's tables."""
