"""Owns a second, independent opinion on requests: Python's json and jsonschema over the same schema files.

Reads one JSON string a line (the body's text), answers one word a line: invalid_json, refused, skipped or accepted.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

sys.set_int_max_str_digits(0)
sys.setrecursionlimit(200_000)
schemas = Path(sys.argv[1])


def translate(value):
    """In Python `$` also matches before a last newline; in JSON Schema it does not."""
    if isinstance(value, dict):
        return {
            key: inner.replace("$", r"\Z") if key == "pattern" else translate(inner)
            for key, inner in value.items()
        }
    return [translate(inner) for inner in value] if isinstance(value, list) else value


def read(name):
    return translate(json.loads((schemas / name).read_text()))


names = ["common.schema.json", "request.schema.json"] + [
    f"actions/{path.name}" for path in sorted((schemas / "actions").glob("*.schema.json"))
]
registry = Registry().with_resources((name, Resource.from_contents(read(name))) for name in names)
request_fits = Draft202012Validator(read("request.schema.json"), registry=registry).is_valid
payload_fits = {
    name[len("actions/") : -len(".schema.json")]: Draft202012Validator(read(name), registry=registry).is_valid
    for name in names
    if name.startswith("actions/")
}


def refuse_constant(word):
    raise ValueError(word)


def refuse_key(pairs):
    """Of two members with one name the last counts; a forbidden name counts wherever it stands."""
    value = dict(pairs)
    poison = value.get("constructor")
    if any(key == "__proto__" for key, _ in pairs) or (isinstance(poison, dict) and "prototype" in poison):
        raise ValueError("forbidden key")
    return value


def judge(text):
    try:
        text.encode()
        value = json.loads(text, parse_constant=refuse_constant, object_pairs_hook=refuse_key)
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError:
        return "invalid_json"
    except RecursionError:
        return "too deep for Python"
    if not isinstance(value, dict) or not request_fits(value):
        return "refused"
    if value["decision"] != "workflow":
        return "skipped"
    payload = (value.get("data") or {}).get("payload")
    action_type = payload.get("action_type") if isinstance(payload, dict) else None
    fits = payload_fits.get(action_type) if isinstance(action_type, str) else None
    return "accepted" if fits is not None and fits(payload) else "refused"


for line in sys.stdin:
    print(judge(json.loads(line)), flush=False)
