"""What models gave, kept so that it isn't worked out again: by the hash of what went in and of what worked it out.

A keeper changes no result, only how long one takes: it is asked for bytes by key, may know some of them or none, and may forget any
of them. Which keeper is in use is set around a piece of work (`keep_in`), so that the rooms that ask the models needn't know.
"""

from __future__ import annotations

import contextlib
import contextvars
import functools
import hashlib
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

Given = ParamSpec("Given")
Result = TypeVar("Result")

KEY_BYTES = 16  # of a hash: two of a billion texts share one with a probability of 1 in 10 to the 21st
SPARE = 2.0  # as many entries again as the last work asked for are left, so that what only questions ask for stays a while
SPARE_LEAST = 5_000  # entries, some 8 MB, under which nothing is dropped


class Keeper(Protocol):
    """Keeps bytes by key; none of its methods raises for a disk or file that fails."""

    def take(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """What is known of these keys."""

    def keep(self, found: Mapping[bytes, bytes]) -> None:
        """Keep what was worked out."""

    def drop_unused(self) -> None:
        """Forget what nothing has asked for since this keeper was opened, when there is much of it."""

    def close(self) -> None:
        """Let go of files."""


_keeper: contextvars.ContextVar[Keeper | None] = contextvars.ContextVar("sayso keeper", default=None)


@contextlib.contextmanager
def keep_in(keeper: Keeper | None) -> Iterator[None]:
    """Have what the models give in this context looked up in a keeper first, and kept there; null for none."""
    token = _keeper.set(keeper)
    try:
        yield
    finally:
        _keeper.reset(token)


def find_keeper() -> Keeper | None:
    """The keeper of the context; null when there is none."""
    return _keeper.get()


class Remembered(Generic[Given, Result]):
    """A function with `functools.lru_cache`, apart for each keeper: else one keeper would never hear of another's work."""

    def __init__(self, function: Callable[Given, Result], *, maxsize: int) -> None:
        functools.update_wrapper(self, function)

        @functools.lru_cache(maxsize)
        def remembered(_: object, *args: Any) -> Result:
            return cast("Callable[..., Result]", function)(*args)

        self._remembered = remembered
        self.cache_clear = remembered.cache_clear

    def __call__(self, *args: Given.args, **_: Given.kwargs) -> Result:
        """What the function gives; arguments by place alone."""
        keeper = find_keeper()
        return self._remembered(weakref.ref(keeper) if keeper is not None else None, *args)


def remember(maxsize: int) -> Callable[[Callable[Given, Result]], Remembered[Given, Result]]:
    """Remember what a function of hashable arguments gave, for as long as the process runs; see `Remembered`."""
    return lambda function: Remembered(function, maxsize=maxsize)


def make_key(maker: str, *texts: str) -> bytes:
    """A key of what one model makes of texts, in this order.

    Args:
        maker: what names model, weights and whatever else the result hangs on.
    """
    digest = hashlib.blake2b(digest_size=KEY_BYTES)
    for text in (maker, *texts):
        data = text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))  # or ("ab", "c") would be ("a", "bc")
        digest.update(data)
    return digest.digest()


def is_too_many(n_kept: int, n_used: int) -> bool:
    """Whether a keeper holds enough that nothing asked for to be worth dropping."""
    return n_kept > max(SPARE * n_used, n_used + SPARE_LEAST)


class MemoryKeeper:
    """Keeps for as long as the process runs."""

    def __init__(self) -> None:
        self._kept: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()

    def take(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """What is known of these keys."""
        self._used.update(keys)
        return {key: self._kept[key] for key in keys if key in self._kept}

    def keep(self, found: Mapping[bytes, bytes]) -> None:
        """Keep what was worked out."""
        self._used.update(found)
        self._kept.update(found)

    def drop_unused(self) -> None:
        """Forget what wasn't asked for since this was last called, when there is much of it."""
        if is_too_many(len(self._kept), len(self._used)):
            self._kept = {key: data for key, data in self._kept.items() if key in self._used}

    def close(self) -> None:
        """Nothing to let go of."""
