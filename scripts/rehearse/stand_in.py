"""Owns the stand-in for AWS: moto's server on a free port of 127.0.0.1, told to the parent as one line of JSON.

Ends when its standard input closes, so it cannot outlive the rehearsal.
"""

import json
import sys
import threading

import moto.cloudformation.models as cloudformation
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

lint = cloudformation.validate_template_cfn_lint

# ValidateTemplate would take a warning for an error. The rehearsal reads the warnings itself, and stricter.
cloudformation.validate_template_cfn_lint = lambda template: [
    match for match in lint(template) if match.rule.severity == "error"
]

server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
sys.stdin.read()
