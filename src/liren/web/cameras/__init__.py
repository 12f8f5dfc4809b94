"""Cameras: their register, asking to look, tickets, the register of views, and what residents may know and ask."""
