"""Made-up devices that speak the real protocol: to try a gateway before the first real device hangs on a wall."""
