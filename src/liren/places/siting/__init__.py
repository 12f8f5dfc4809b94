"""Where to put the next centre: walking distance, p-median with its bound, greatest coverage, blind spots. Pure arrays.

`distance` everywhere is (candidates, demand) in metres, `weight` what a demand point counts for (households), `fixed` the
candidates that stand already. Kernels and measurements: kernels.md §4.1. Its modules import SciPy
and Numba (half a second): whoever computes imports them, when it does.
"""
