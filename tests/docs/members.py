"""The sentences that stand under the members of an enum. Python drops them, so they are read from the source."""

import ast
import inspect
from enum import StrEnum


def sentences(kind: type[StrEnum]) -> dict[str, str]:
    """The sentence under each member, by its value; empty where there is none."""
    (tree,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(tree, ast.ClassDef)
    found = {one.value: "" for one in kind}
    last = ""
    for line in tree.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            last = kind[line.targets[0].id].value
        elif last and isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant):
            found[last] = str(line.value.value)
    return found
