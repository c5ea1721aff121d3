"""Weights that sayso runs, each by one loader: what it is, where it comes from, how it is checked."""
