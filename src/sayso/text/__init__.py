"""Texts, spans and the flow: what every room says of characters."""
