"""Runs the fake of AWS: moto's server, on a free port of 127.0.0.1, with what moto_additions.py puts in.

Reads a call a line as JSON, [name, ...arguments], and answers each with a line, {"result": …} or {"error": …}; the first line is the
server's address. It ends when its standard input does, so that it never outlives the rehearsal.
"""

import json
import os
import shlex
import sys
import threading
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

# No setting of a person has an effect: the CLI and boto3 read only these.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(
    AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_DEFAULT_REGION="us-east-1", AWS_CONFIG_FILE=os.devnull
)

import moto_additions
from awscli.clidriver import create_clidriver
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

application = DomainDispatcherApplication(create_backend_app)
server = make_server("127.0.0.1", 0, application, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()

os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{server.server_port}"
import deployed

cli = create_clidriver()


def run(command):
    """Runs a command of the AWS CLI, in this process because starting one for each takes longer; returns what it printed."""
    program, *words = shlex.split(command)
    if program != "aws":
        raise ValueError(f"no command of the AWS CLI: {command}")
    with redirect_stdout(StringIO()) as output, redirect_stderr(StringIO()) as errors:
        try:
            # Named again, because for SQS the CLI would take the address of AWS.
            code = cli.main([*words, "--endpoint-url", os.environ["AWS_ENDPOINT_URL"]])
        except SystemExit as exit:  # of an option that the CLI does not know
            code = exit.code
    if code != 0:
        raise ValueError(errors.getvalue().strip())
    return output.getvalue().rstrip("\n")


calls = {
    "describe": deployed.describe,
    "run": run,
    "holdNextUpdate": moto_additions.hold_next.set,
    "failNextRollback": moto_additions.fail_next_rollback.set,
}

print(json.dumps({"result": os.environ["AWS_ENDPOINT_URL"]}), flush=True)
for line in sys.stdin:
    name, *arguments = json.loads(line)
    try:
        answer = {"result": calls[name](*arguments)}
    except Exception as error:  # each belongs to the caller
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer, default=str), flush=True)
