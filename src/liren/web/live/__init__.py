"""Live messages: what changed, told to the pages that are open. Ids and codes only; every page is right without them."""
