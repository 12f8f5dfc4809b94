"""Media engines: they carry the picture, Liren says who may see it, and keeps who did."""
