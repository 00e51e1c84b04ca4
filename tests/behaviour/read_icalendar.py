"""Reads iCalendar texts by Python's icalendar, a parser of another origin than what wrote them.

Reads a list of texts. Writes, for each, {"name": ..., "properties": {name: [{"value": ..., "parameters": {...}}]}, "components": [...]}
of the one component in its calendar. An instant is in ISO 8601, with its offset; a date is a date; a list is a list.
"""

import json
import re
import sys

import icalendar.parser
from icalendar import Calendar
from icalendar.prop import vCategory, vDDDTypes


def plain(value):
    if isinstance(value, vDDDTypes):
        return value.dt.isoformat()
    if isinstance(value, vCategory):
        return [str(category) for category in value.cats]
    return int(value) if isinstance(value, int) else str(value)


def parameters(value):
    """Decoded as in RFC 6868, which the library does by itself in newer versions."""
    decoded = {"^^": "^", "^'": '"', "^n": "\n"}
    given = dict(getattr(value, "params", {}))
    if hasattr(icalendar.parser, "rfc_6868_unescape"):
        return given
    return {name: re.sub(r"\^[\^'n]", lambda match: decoded[match[0]], text) for name, text in given.items()}


def properties(component):
    for name, values in component.items():
        values = values if isinstance(values, list) else [values]
        yield name, [{"value": plain(value), "parameters": parameters(value)} for value in values]


def describe(component):
    return {
        "name": component.name,
        "properties": dict(properties(component)),
        "components": [describe(inner) for inner in component.subcomponents],
    }


def read(text):
    [component] = Calendar.from_ical(text).subcomponents
    return describe(component)


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
