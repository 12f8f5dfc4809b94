"""Fuzzing with atheris, by hand: docs/howto/gateway.md."""
