"""What a process that runs a reader may use, and how it ended: as both sides of the socket pack it."""

from __future__ import annotations

import dataclasses
import struct
from typing import ClassVar, Self

SIZE = struct.Struct(">Q")
"""Before every message whose length varies."""
JOB, CANCEL = b"j", b"x"
"""First byte of what is sent to the server."""


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use.

    Attributes:
        wall_s: seconds by the clock, those of programs that it starts among them.
        cpu_s: seconds of its own work.
        memory_bytes: address space beyond what the server's libraries take.
        output_bytes: what it may give back.
    """

    wall_s: int
    cpu_s: int
    memory_bytes: int
    output_bytes: int

    SIZE: ClassVar[int] = 32

    def pack(self) -> bytes:
        """Give it as bytes, `SIZE` of them."""
        return struct.pack(">4Q", self.wall_s, self.cpu_s, self.memory_bytes, self.output_bytes)

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Give back what was packed."""
        return cls(*struct.unpack(">4Q", data))


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """How a child ended: well, late (too slow), slow (worked too long), killed (signal or status), or gone with its server."""

    how: str
    number: int

    SIZE: ClassVar[int] = 16

    def pack(self) -> bytes:
        """Give it as bytes, `SIZE` of them."""
        return struct.pack(">8sq", self.how.encode(), self.number)

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Give back what was packed."""
        how, number = struct.unpack(">8sq", data)
        return cls(how.rstrip(b"\0").decode(), number)

    @property
    def why(self) -> str:
        """In words, for a row in `problems`."""
        if self.how == "late":
            return f"reading it took longer than {self.number} s and was given up"
        if self.how == "slow":
            return f"reading it took more than {self.number} s of work and was given up"
        if self.how == "gone":
            return "the process that starts readers ended; run the command again, and report it if that happens again"
        how = f"signal {-self.number}" if self.number < 0 else f"status {self.number}"
        return f"the process that read it died ({how}): it wanted too much memory, or the file is made to break readers"
