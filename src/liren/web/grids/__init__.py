"""网格划分: the list of grids, the studio in which one is divided, the sheets that hang at its entrances."""
