"""A second, independent opinion on requests: Python's json, and jsonschema over the same schema files.

What counts as visible, as the form of a time, as the same entry twice, and as a dry run is decided here, and not by the schemas. Reads
one JSON string a line (the body's text), answers one line each:
    invalid_json
    skipped
    refused <error code>
    accepted
    accepted but for times    it fits its schema; its times are not checked here
    planned, planned but for times    the same of a dry run
    too deep for Python
"""

import json
import re
import sys
import unicodedata
from datetime import date
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

sys.set_int_max_str_digits(0)
sys.setrecursionlimit(200_000)
schemas = Path(sys.argv[1])

# White_Space in Unicode's PropList.txt.
WHITE_SPACE = {*range(0x9, 0xE), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}

# Default_Ignorable_Code_Point in https://www.unicode.org/Public/17.0.0/ucd/DerivedCoreProperties.txt, first and last of each
# range; that file counts them at its end. Not by Python's own data: those lack this property.
DEFAULT_IGNORABLE_RANGES = [
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x061C, 0x061C),  # Arabic letter mark
    (0x115F, 0x1160),  # Hangul choseong and jungseong fillers
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180D),  # Mongolian free variation selectors one to three
    (0x180E, 0x180E),  # Mongolian vowel separator
    (0x180F, 0x180F),  # Mongolian free variation selector four
    (0x200B, 0x200F),  # zero width space to right-to-left mark
    (0x202A, 0x202E),  # left-to-right embedding to right-to-left override
    (0x2060, 0x2064),  # word joiner to invisible plus
    (0x2065, 0x2065),  # reserved
    (0x2066, 0x206F),  # left-to-right isolate to nominal digit shapes
    (0x3164, 0x3164),  # Hangul filler
    (0xFE00, 0xFE0F),  # variation selectors 1 to 16
    (0xFEFF, 0xFEFF),  # zero width no-break space
    (0xFFA0, 0xFFA0),  # halfwidth Hangul filler
    (0xFFF0, 0xFFF8),  # reserved
    (0x1BCA0, 0x1BCA3),  # shorthand format controls
    (0x1D173, 0x1D17A),  # musical symbols of beams, ties, slurs and phrases
    (0xE0000, 0xE0000),  # reserved
    (0xE0001, 0xE0001),  # language tag
    (0xE0002, 0xE001F),  # reserved
    (0xE0020, 0xE007F),  # tags
    (0xE0080, 0xE00FF),  # reserved
    (0xE0100, 0xE01EF),  # variation selectors 17 to 256
    (0xE01F0, 0xE0FFF),  # reserved
]
DEFAULT_IGNORABLE = {point for first, last in DEFAULT_IGNORABLE_RANGES for point in range(first, last + 1)}
assert len(DEFAULT_IGNORABLE) == 4174
BLANK_BRAILLE = 0x2800

BARE_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
TIME = re.compile(BARE_DATE.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?")
TIMES = {"due", "time", "start_time", "end_time"}


def is_visible(text):
    return any(
        unicodedata.category(character) != "Cc"
        and ord(character) not in WHITE_SPACE
        and ord(character) not in DEFAULT_IGNORABLE
        and ord(character) != BLANK_BRAILLE
        for character in text
    )


def is_missing(value):
    return value is None or value == [] or (isinstance(value, str) and not is_visible(value))


def check_visible(_validator, _wanted, value, _schema):
    if isinstance(value, str) and not is_visible(value):
        yield ValidationError("must have a visible character")


def check_unique(_validator, _wanted, value, _schema):
    texts = [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
    if len(set(texts)) != len(texts):
        yield ValidationError("must not have the same entry twice")


def check_time(_validator, forms, value, _schema):
    if isinstance(value, str) and not any(form.fullmatch(value) for form in forms):
        yield ValidationError("must have the form of a time")


Validator = extend(
    Draft202012Validator, {"our-visible": check_visible, "our-time": check_time, "uniqueItems": check_unique}
)


def translate(value):
    """In Python `$` also matches before a last newline; in JSON Schema it does not."""
    if isinstance(value, dict):
        return {
            key: inner.replace("$", r"\Z") if key == "pattern" else translate(inner)
            for key, inner in value.items()
        }
    return [translate(inner) for inner in value] if isinstance(value, list) else value


def read(name):
    schema = translate(json.loads((schemas / name).read_text(encoding="utf-8")))
    if name == "common.schema.json":
        schema["$defs"]["visible"] = {"type": "string", "our-visible": True}
        schema["$defs"]["time"] = {"type": "string", "our-time": [TIME]}
    if name == "request.schema.json":
        schema["$defs"]["envelope"]["properties"]["dry_run"] = True
    if name == "actions/task.schema.json":
        schema["properties"]["due"] = {"type": "string", "our-time": [TIME, BARE_DATE]}
    return schema


actions = {path.name.removesuffix(".schema.json"): read(f"actions/{path.name}") for path in (schemas / "actions").iterdir()}
registry = Registry().with_resources(
    [(name, Resource.from_contents(read(name))) for name in ("common.schema.json", "request.schema.json")]
    + [(f"actions/{name}.schema.json", Resource.from_contents(schema)) for name, schema in actions.items()]
)


def fits(schema):
    return Validator(schema, registry=registry).is_valid


trace_id_fits = fits({"$ref": "request.schema.json#/$defs/trace_id"})
decision_fits = fits({"$ref": "request.schema.json#/$defs/decision"})
envelope_fits = fits({"$ref": "request.schema.json#/$defs/envelope"})
payload_fits = {name: fits(schema) for name, schema in actions.items()}


def refuse_constant(word):
    raise ValueError(word)


def refuse_key(pairs):
    """Of two members with one name the last counts; a forbidden name counts wherever it is."""
    value = dict(pairs)
    poison = value.get("constructor")
    if any(key == "__proto__" for key, _ in pairs) or (isinstance(poison, dict) and "prototype" in poison):
        raise ValueError("forbidden key")
    return value


def classify(text):
    try:
        text.encode()
        value = json.loads(text, parse_constant=refuse_constant, object_pairs_hook=refuse_key)
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError:
        return "invalid_json"
    except RecursionError:
        return "too deep for Python"
    return classify_request(value) if isinstance(value, dict) else "refused invalid_request"


def classify_request(request):
    """The checks of the contract, in its order."""
    if request.get("trace_id") is None or request["trace_id"] == "":
        return "refused missing_trace_id"
    if not trace_id_fits(request["trace_id"]):
        return "refused invalid_trace_id"
    if not decision_fits(request.get("decision")):
        return "refused invalid_request"
    if request["decision"] != "workflow":
        return "skipped"
    dry_run = request.get("dry_run", False)
    if not isinstance(dry_run, bool) or not envelope_fits(request):
        return "refused invalid_request"
    payload = (request.get("data") or {}).get("payload")
    outcome = classify_payload(payload) if payload else "refused missing_workflow_payload"
    return outcome.replace("accepted", "planned") if dry_run else outcome


def classify_payload(payload):
    action_type = payload.get("action_type")
    if action_type is None or action_type == "":
        return "refused missing_action_type"
    if not isinstance(action_type, str):
        return "refused invalid_payload"
    if action_type not in actions:
        return "refused unsupported_action_type"
    schema = actions[action_type]
    known = schema["properties"].keys() - {"action_type"}
    given = {name: value for name, value in payload.items() if name not in known or not is_missing(value)}
    if not given.keys() >= set(schema["required"]):
        return f"refused {schema['x-missing']['code']}"
    if not payload_fits[action_type](given):
        return "refused invalid_payload"
    bare_date = BARE_DATE.fullmatch(given.get("due", ""))
    if bare_date:
        return "accepted" if is_on_calendar(*map(int, bare_date.groups())) else "refused invalid_time"
    return "accepted but for times" if given.keys() & TIMES else "accepted"


def is_on_calendar(year, month, day):
    """Python's years begin with 1, the contract's with 0: the calendar is the same again after 400 years."""
    try:
        date(year + 400, month, day) if year < 400 else date(year, month, day)
        return True
    except ValueError:
        return False


# As bytes: "\n" alone ends a line, and the locale has no say in the encoding.
for line in sys.stdin.buffer:
    print(classify(json.loads(line)), flush=False)
