"""The import rule: a part of sayso imports only from the parts before it, and rooms never from one another."""

import ast
from pathlib import Path

ROOMS = ("acquire", "read", "link", "trace", "weigh", "tell")
ORDER = (
    ("errors",), ("demo",), ("schema",), ("text",), ("config",), ("engine",), ("models",), ROOMS, ("store",), ("case",),
    ("web",), ("cli",),
)
RANK = {part: rank for rank, parts in enumerate(ORDER) for part in parts}


def find_breaches(package: Path) -> list[str]:
    """Imports that break the rule, as `file:line: part imports part`; also parts that stand in no line of the order."""
    breaches = []
    for path in sorted(package.rglob("*.py")):
        inner = path.relative_to(package)
        part = inner.parts[0].removesuffix(".py")
        if part == "__init__":  # the package itself holds the version, and gives `Case` when it is asked for
            continue
        for line, imported in find_imports(path):
            if part not in RANK or imported not in RANK:
                breaches.append(f"{inner}:{line}: {part} or {imported} stands nowhere in the order of parts")
            elif imported != part and RANK[imported] >= RANK[part]:
                breaches.append(f"{inner}:{line}: {part} imports {imported}")
    return breaches


def find_imports(path: Path) -> list[tuple[int, str]]:
    """Lines and names of the parts of sayso that a module imports, inside functions and for type checks too."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            names = [f"sayso.relative import, level {node.level}"]
        elif isinstance(node, ast.ImportFrom) and node.module == "sayso":
            names = [f"sayso.{alias.name}" for alias in node.names if not alias.name.startswith("__")]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        found += [(node.lineno, name.split(".")[1]) for name in names if name.startswith("sayso.")]
    return found
