"""Owns the stand-in for AWS: moto's server on a free port of 127.0.0.1, told to the parent as one line of JSON.

Ends when its standard input closes, so it cannot outlive the rehearsal. Five things that moto lacks are put in
here: ValidateTemplate that takes no warning for an error, termination protection, what a template says of a table beside its keys,
UpdateStage of an HTTP API, and an Invoke that takes the call without a container to run it in.
"""

import json
import sys
import threading
from urllib.parse import unquote

import held_updates
import moto.cloudformation.models as cloudformation
from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.awslambda.models import LambdaFunction
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

lint = cloudformation.validate_template_cfn_lint

# The rehearsal reads the warnings itself, and stricter.
cloudformation.validate_template_cfn_lint = lambda template: [
    match for match in lint(template) if match.rule.severity == "error"
]


def update_termination_protection(self):
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    stack.enable_termination_protection = self._get_bool_param("EnableTerminationProtection")
    return ActionResult({"StackId": stack.stack_id})


CloudFormationResponse.update_termination_protection = update_termination_protection

create_table = Table.create_from_cloudformation_json.__func__


def create_whole_table(cls, resource_name, cloudformation_json, account_id, region_name, **rest):
    """What the template says of encryption, recovery and expiry is set through the same code as the API's own calls."""
    properties = cloudformation_json["Properties"]
    table = create_table(cls, resource_name, cloudformation_json, account_id, region_name, **rest)
    backend = dynamodb_backends[account_id][region_name]
    if "SSESpecification" in properties:
        table.sse_specification = {"Enabled": properties["SSESpecification"]["SSEEnabled"], "SSEType": "KMS"}
    if "PointInTimeRecoverySpecification" in properties:
        backend.update_continuous_backups(table.name, properties["PointInTimeRecoverySpecification"])
    if "TimeToLiveSpecification" in properties:
        backend.update_time_to_live(table.name, properties["TimeToLiveSpecification"])
    return table


Table.create_from_cloudformation_json = classmethod(create_whole_table)



def update_stage(self):
    """Replaces the route settings whole: the strictest reading of the API's page, which does not say what becomes of those left out."""
    _, api_id, _, stage_name = self.path.rsplit("/", 3)
    stage = self.apigatewayv2_backend.get_stage(api_id, unquote(stage_name))
    given = json.loads(self.body)
    if set(given) != {"defaultRouteSettings"}:
        raise ValueError(f"the stand-in changes the route settings of a stage alone, not {list(given)}")
    stage.default_route_settings = given["defaultRouteSettings"]
    return 200, {}, json.dumps(stage.to_json())


ApiGatewayV2Response.update_stage = update_stage
LambdaFunction.invoke = lambda self, body, request_headers, response_headers: ""

server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
for line in sys.stdin:
    if line.strip() == "hold the next update":
        held_updates.hold_next.set()
