"""Checks inputs to CreateSchedule by the model of EventBridge Scheduler that botocore ships.

Reads a list of inputs. Writes {"checked": how many constraints were checked, "faults": [...]}.
botocore itself checks neither patterns nor the values of enumerations.
"""

import json
import re
import sys

import botocore.session

checked = 0


def faults(shape, value, path):
    global checked
    kinds = {"structure": dict, "string": str, "integer": int, "list": list}
    if not isinstance(value, kinds[shape.type_name]):
        yield f"{path} is not of type {shape.type_name}"
        return
    if shape.type_name == "structure":
        for name in shape.required_members:
            if name not in value:
                yield f"{path}/{name} is required"
        for name, inner in value.items():
            if name not in shape.members:
                yield f"{path}/{name} is not known"
            else:
                yield from faults(shape.members[name], inner, f"{path}/{name}")
        return
    checked += len(shape.metadata)
    size = value if shape.type_name == "integer" else len(value)
    if not shape.metadata.get("min", size) <= size <= shape.metadata.get("max", size):
        yield f"{path} is too long or too short: {value}"
    if "pattern" in shape.metadata and not re.search(shape.metadata["pattern"], value):
        yield f"{path} is not of its pattern: {value}"
    if "enum" in shape.metadata and value not in shape.metadata["enum"]:
        yield f"{path} is not one of {shape.metadata['enum']}: {value}"


service = botocore.session.get_session().get_service_model("scheduler")
shape = service.operation_model("CreateSchedule").input_shape
found = [fault for value in json.load(sys.stdin) for fault in faults(shape, value, "")]
json.dump({"checked": checked, "faults": found}, sys.stdout)
