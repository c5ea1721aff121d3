"""sayso: on whose say-so? Claims, the chains they rest on, and the independent lines behind them."""

__version__ = "0.1.0"

__all__ = ["Case", "__version__"]


def __getattr__(name: str) -> object:
    """Import `Case` when it is first asked for, so that `import sayso` costs nothing."""
    if name == "Case":
        from sayso.case import Case  # noqa: PLC0415

        return Case
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
