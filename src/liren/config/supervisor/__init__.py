"""Starts PostgreSQL, the web server and the worker, keeps them running and ends them together."""
