"""What other rooms and pages may ask the devices room, by part. Every question begins with who is looking."""
