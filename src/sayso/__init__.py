"""sayso: on whose say-so? Claims, the chains they rest on, and the independent lines behind them."""

__version__ = "0.1.0"
