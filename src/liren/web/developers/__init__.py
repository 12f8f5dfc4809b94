"""开发者: what other systems can do here, how to get a key, examples that work as they stand, and a readable reference."""
