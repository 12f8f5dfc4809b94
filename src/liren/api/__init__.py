"""The api door: what other systems speak with. JSON at /api/, Open311 at /open311/."""
