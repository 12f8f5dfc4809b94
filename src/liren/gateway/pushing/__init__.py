"""Platforms that push what their devices say by HTTP: CTWing of China Telecom, OneNET of China Mobile. 200 is said after the commit."""
