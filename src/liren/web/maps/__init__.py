"""What the map on a page asks for: its frame, its tiles, and the name of a point. All of it is public."""
