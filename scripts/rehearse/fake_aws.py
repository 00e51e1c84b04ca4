"""Runs the fake of AWS: moto's server, on a free port of 127.0.0.1, with what moto_additions.py puts in.

Reads a call a line as JSON, [name, ...arguments], and answers each with a line, {"result": …} or {"error": …}; the first line is the
server's address. It ends when its standard input does, so that it never outlives the rehearsal.
"""

import json
import os
import sys
import threading

import moto_additions
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

application = moto_additions.with_refused_writes(DomainDispatcherApplication(create_backend_app))
server = make_server("127.0.0.1", 0, application, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()

os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{server.server_port}"
import aws_commands
import deployed

calls = {
    "describe": deployed.describe,
    "run": aws_commands.run,
    "holdNextUpdate": moto_additions.hold_next.set,
    "failNextRollback": moto_additions.fail_next_rollback.set,
    "refuseWrites": moto_additions.refuse_writes,
    "countRefusedWrites": lambda: moto_additions.refused_writes,
}

print(json.dumps({"result": os.environ["AWS_ENDPOINT_URL"]}), flush=True)
for line in sys.stdin:
    name, *arguments = json.loads(line)
    try:
        answer = {"result": calls[name](*arguments)}
    except Exception as error:  # each belongs to the caller
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer, default=str), flush=True)
