"""Commands to rows to events of the notices room."""
