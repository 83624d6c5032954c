"""Field masks: which fields an answer shows, and which a request writes."""

from __future__ import annotations

import re
from typing import Any

from .errors import ApiError, Json, invalid
from .schema import MESSAGES

# A mask as a tree: {} is "everything from here on".
Mask = dict[str, Any]
TOKEN = re.compile(r"\s*([A-Za-z0-9_]+|\*|[(),./])\s*")


def parse(text: str) -> Mask:
    """`a.b,c/d,e(f,g)` as a tree."""
    tokens = _tokens(text)
    tree = _list(tokens)
    if tokens:
        raise _unknown(text)
    return tree


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise _unknown(text)
        tokens.append(match.group(1))
        at = match.end()
    return tokens


def _list(tokens: list[str]) -> Mask:
    tree: Mask = {}
    while True:
        _path(tokens, tree)
        if not tokens or tokens[0] != ",":
            break
        tokens.pop(0)
    return {} if "*" in tree else tree


def _path(tokens: list[str], tree: Mask) -> None:
    if not tokens or tokens[0] in "(),./":
        raise _unknown("".join(tokens))
    name = camel(tokens.pop(0))
    if tokens and tokens[0] in "./":
        tokens.pop(0)
        below: Mask = {}
        _path(tokens, below)
    elif tokens and tokens[0] == "(":
        tokens.pop(0)
        below = _list(tokens)
        if not tokens or tokens.pop(0) != ")":
            raise _unknown(name)
    else:
        below = {}
    if "*" in below:
        below = {}
    tree[name] = merge(tree[name], below) if name in tree else below


def camel(name: str) -> str:
    """Masks may be written in snake case too."""
    return re.sub(r"_([a-z])", lambda match: match.group(1).upper(), name)


def merge(one: Mask, other: Mask) -> Mask:
    """What either of two masks selects."""
    if not one or not other:
        return {}
    both = dict(one)
    for key, below in other.items():
        both[key] = merge(both[key], below) if key in both else below
    return both


def _unknown(path: str) -> ApiError:
    text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    detail = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [{"field": path, "description": text}],
    }
    return ApiError(400, "Request contains an invalid argument.", [detail])


def for_answer(text: str | None, name: str) -> Mask:
    """The `fields` parameter of a request whose answer is the message `name`; {} without one."""
    if not text:
        return {}
    tree = parse(text)
    if bad := _misfit(tree, name):
        raise _unknown(bad)
    return tree


def _misfit(tree: Mask, name: str, path: str = "") -> str | None:
    """The first path in the mask that the message does not have."""
    fields = MESSAGES.get(name)
    if fields is None:
        return path if tree else None
    for key, below in tree.items():
        here = f"{path}.{key}".lstrip(".")
        if key not in fields:
            return here
        if bad := _misfit(below, fields[key].type.strip("[]{}"), here):
            return None if fields[key].type.strip("[]{}") == "any" else bad
    return None


def project(value: Any, mask: Mask) -> Any:
    """The part of an answer that a mask selects."""
    if not mask:
        return value
    if isinstance(value, list):
        return [project(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: project(item, mask[key]) for key, item in value.items() if key in mask}


def selects(mask: Mask, *path: str) -> bool:
    """Whether any part of a path is wanted; saves computing what nobody asked for."""
    for name in path:
        if not mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def below(mask: Mask, *path: str) -> Mask:
    """The mask that applies under a path which the mask selects."""
    for name in path:
        mask = mask.get(name, {})
    return mask


def for_write(text: str | None, name: str, root: str = "") -> Mask:
    """The `fields` of an update request for the message `name`, colours and their style twins kept
    together.
    """
    if not text:
        raise invalid(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    tree = parse(text)
    if root and set(tree) == {root}:
        tree = tree[root]
    if bad := _misfit(tree, name):
        raise invalid(f"Invalid field: {bad}")
    return _with_twins(tree or {key: {} for key in MESSAGES[name]})


def _with_twins(tree: Mask) -> Mask:
    twins: Mask = {}
    for key, sub in tree.items():
        twins[key] = _with_twins(sub)
        if key.lower().endswith("colorstyle"):
            twins[key.removesuffix("Style")] = {}
            twins[key] = {}
        elif key.lower().endswith("color") and key != "rgbColor":
            twins[key + "Style"] = {}
            twins[key] = {}
    return twins


def write(target: Json, source: Json, mask: Mask) -> Json:
    """A copy of `target` with the fields in the mask as in `source`; those missing from it are
    reset.
    """
    result = dict(target)
    for key, sub in mask.items():
        old, new = result.get(key), source.get(key)
        if sub and (isinstance(old, dict) or isinstance(new, dict)):
            new = write(old or {}, new or {}, sub) or None
        if new is None:
            result.pop(key, None)
        else:
            result[key] = new
    return result
