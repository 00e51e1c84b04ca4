"""Owns running commands as the AWS CLI would, through boto3, and telling what each changed of a deployed stage. Judges nothing.

Knows the forms of RUNBOOK.md: flags by the API's own names, values as text, JSON, `A=1,B=2`, file:// and fileb://, `--query` with
`--output`. Another one is an error. So no AWS CLI is needed, and a flag that the API does not know is noticed.

Usage: aws_commands.py STAGE, with AWS_ENDPOINT_URL set to the stand-in; reads a command a line as JSON, and answers each with a line.
"""

import json
import shlex
import sys

import facts
import jmespath
from botocore import xform_name


def value_of(shape, words):
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
    client = facts.session.client(service)
    method = operation.replace("-", "_")
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method])
    members = {xform_name(name, "-"): name for name in model.input_shape.members}
    flags, outfile = {}, None
    for word in rest:
        if word.startswith("--"):
            flags[word[2:]] = []
        elif word.startswith("/dev/"):
            outfile = word
        else:
            list(flags.values())[-1].append(word)
    query, output = flags.pop("query", None), flags.pop("output", ["json"])
    arguments = {members[flag]: value_of(model.input_shape.members[members[flag]], words) for flag, words in flags.items()}
    answer = getattr(client, method)(**arguments)
    answer.pop("ResponseMetadata")
    if outfile:
        answer["Payload"] = answer["Payload"].read().decode()
    if query:
        answer = jmespath.search(query[0], answer)
    if output == ["text"]:
        return "\t".join(map(str, answer)) if isinstance(answer, list) else str(answer)
    return answer


def leaves(value, path=()):
    if isinstance(value, dict) and value:
        return {leaf: one for key, inner in value.items() for leaf, one in leaves(inner, (*path, key)).items()}
    return {path: value}


def changed(before, after):
    old, new = leaves(before), leaves(after)
    return sorted(" ".join(path) for path in old.keys() | new.keys() if old.get(path) != new.get(path))


stage = sys.argv[1]
before = facts.read(stage)
for line in sys.stdin:
    try:
        answer = {"output": run(json.loads(line))}
    except Exception as error:  # whatever it is, it is told
        answer = {"error": f"{type(error).__name__}: {error}"}
    after = facts.read(stage)
    print(json.dumps({**answer, "changed": changed(before, after)}, default=str), flush=True)
    before = after
