"""Open311 GeoReport v2 at /open311/: what other cities' clients read and post. How it is used: docs/howto/open311.md."""
