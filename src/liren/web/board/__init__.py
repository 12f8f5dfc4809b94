"""看板: the leader's board, its lists and its map."""
