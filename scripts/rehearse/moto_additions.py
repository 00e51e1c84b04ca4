"""Adds to moto what it lacks of AWS: ValidateTemplate that takes no warning for an error, termination protection, UpdateStage of an HTTP
API, an Invoke that needs no container, and an update of a stack that takes time.

After `hold_next`, the next update stays in UPDATE_IN_PROGRESS, with its changes made, until CancelUpdateStack restores what was before it.
After `fail_next_rollback`, that restoring ends in UPDATE_ROLLBACK_FAILED, until ContinueUpdateRollback.
"""

import json
import threading
from urllib.parse import unquote

import moto.cloudformation.models as cloudformation
from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.awslambda.models import LambdaFunction
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

# ---- Validation and termination protection of a stack ------------------------------------------------------------
lint = cloudformation.validate_template_cfn_lint
cloudformation.validate_template_cfn_lint = lambda template: [
    match for match in lint(template) if match.rule.severity == "error"
]


def stack_of(response):
    return response.cloudformation_backend.get_stack(response._get_param("StackName"))


def update_termination_protection(self):
    stack = stack_of(self)
    stack.enable_termination_protection = self._get_bool_param("EnableTerminationProtection")
    return ActionResult({"StackId": stack.stack_id})


CloudFormationResponse.update_termination_protection = update_termination_protection

# ---- Updates that take time --------------------------------------------------------------------------------------
hold_next = threading.Event()
fail_next_rollback = threading.Event()
rollback_seconds = 4
before_update = {}
execute_change_set = CloudFormationBackend.execute_change_set


def execute_and_hold(self, change_set_name, stack_name=None):
    stack = self.get_stack(stack_name)
    template = stack.template
    execute_change_set(self, change_set_name, stack_name)
    if hold_next.is_set():
        hold_next.clear()
        before_update[stack.stack_id] = template
        stack.events.pop()
        stack.status = "UPDATE_IN_PROGRESS"


def roll_back(stack, operation, from_status):
    if stack.status != from_status:
        raise ValidationError(stack.name, f"{operation} cannot be called from current stack status")
    stack.status = "UPDATE_ROLLBACK_IN_PROGRESS"

    def end():
        if fail_next_rollback.is_set():
            fail_next_rollback.clear()
            stack.status = "UPDATE_ROLLBACK_FAILED"
            return
        stack.update(before_update.pop(stack.stack_id), stack.role_arn)
        stack.status = "UPDATE_ROLLBACK_COMPLETE"

    threading.Timer(rollback_seconds, end).start()
    return EmptyResult()


CloudFormationBackend.execute_change_set = execute_and_hold
CloudFormationResponse.cancel_update_stack = lambda self: roll_back(
    stack_of(self), "CancelUpdateStack", "UPDATE_IN_PROGRESS"
)
CloudFormationResponse.continue_update_rollback = lambda self: roll_back(
    stack_of(self), "ContinueUpdateRollback", "UPDATE_ROLLBACK_FAILED"
)

# ---- API and function --------------------------------------------------------------------------------------------
def update_stage(self):
    """Replaces the route settings whole: the strictest reading of the API's page, which does not say what becomes of those left out."""
    _, api_id, _, stage_name = self.path.rsplit("/", 3)
    stage = self.apigatewayv2_backend.get_stage(api_id, unquote(stage_name))
    given = json.loads(self.body)
    if set(given) != {"defaultRouteSettings"}:
        raise ValueError(f"the fake of AWS changes the route settings of a stage only, not {list(given)}")
    stage.default_route_settings = given["defaultRouteSettings"]
    return 200, {}, json.dumps(stage.to_json())


ApiGatewayV2Response.update_stage = update_stage
LambdaFunction.invoke = lambda self, body, request_headers, response_headers: ""
