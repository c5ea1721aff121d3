"""Acquire: bytes to documents, with their canonical text, its pieces and what is cut from the flow."""

from sayso.acquire.acquire import Acquired, acquire_item
from sayso.acquire.items import Found, Item, find_items

__all__ = ["Acquired", "Found", "Item", "acquire_item", "find_items"]
