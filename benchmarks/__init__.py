"""Benchmarks: each prints what it measured beside a limit measured in the same run. Never a timed test."""
