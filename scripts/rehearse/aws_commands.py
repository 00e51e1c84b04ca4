"""Runs a command as the AWS CLI would, through boto3, and notices a flag that the API does not know.

Knows the forms of RUNBOOK.md: flags by the API's own names (one without a value is true), values as text, JSON, `A=1,B=2`,
file:// and fileb://, `--query` with `--output`. Any other form is an error.
"""

import json
import shlex

import jmespath
from botocore import xform_name
from deployed import client


def value_of(shape, words):
    if shape.type_name == "boolean" and not words:
        return True
    text = words[0]
    if text.startswith(("file://", "fileb://")):
        with open(text.split("://", 1)[1], "rb") as file:
            content = file.read()
        return content if shape.type_name == "blob" else content.decode()
    if shape.type_name == "list":
        return json.loads(text) if text.startswith("[") else words
    if len(words) > 1:
        raise ValueError(f"one value is wanted, not {words}")
    if shape.type_name in ("structure", "map"):
        if text.startswith("{"):
            return json.loads(text)
        pairs = [one.split("=", 1) for one in text.split(",")]
        return {key: value_of(shape.members[key], [value]) for key, value in pairs}
    if shape.type_name in ("integer", "long"):
        return int(text)
    if shape.type_name in ("double", "float"):
        return float(text)
    if shape.type_name == "boolean":
        return {"true": True, "false": False}[text]
    return text


def run(command):
    if not command.startswith("aws "):
        raise ValueError(f"no command of the AWS CLI: {command}")
    _, service, operation, *rest = shlex.split(command)
    method = operation.replace("-", "_")
    meta = client(service).meta
    members = meta.service_model.operation_model(meta.method_to_api_mapping[method]).input_shape.members
    names = {xform_name(name, "-"): name for name in members}
    flags, outfile = {}, None
    for word in rest:
        if word.startswith("--"):
            flags[word[2:]] = []
        elif word.startswith("/dev/"):
            outfile = word
        else:
            list(flags.values())[-1].append(word)
    query, output = flags.pop("query", None), flags.pop("output", ["json"])
    arguments = {names[flag]: value_of(members[names[flag]], words) for flag, words in flags.items()}
    answer = getattr(client(service), method)(**arguments)
    answer.pop("ResponseMetadata")
    if outfile:
        answer["Payload"] = answer["Payload"].read().decode()
    if query:
        answer = jmespath.search(query[0], answer)
    if output == ["text"]:
        return "\t".join(map(str, answer)) if isinstance(answer, list) else str(answer)
    return answer
