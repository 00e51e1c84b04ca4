"""Responsible for what moto lacks of a stack's update: that it takes time, and that it can be cancelled. Once told to hold the next update,
the stack stays in UPDATE_IN_PROGRESS, with what the update has changed so far, until CancelUpdateStack restores what was before it.
"""

import threading

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import EmptyResult

hold_next = threading.Event()
before_update = {}
rollback_seconds = 4
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


def cancel_update_stack(self):
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    if stack.status != "UPDATE_IN_PROGRESS":
        raise ValidationError(stack.name, "CancelUpdateStack cannot be called from current stack status")
    stack.update(before_update.pop(stack.stack_id), stack.role_arn)
    stack.status = "UPDATE_ROLLBACK_IN_PROGRESS"

    def end():
        stack.status = "UPDATE_ROLLBACK_COMPLETE"

    threading.Timer(rollback_seconds, end).start()
    return EmptyResult()


CloudFormationBackend.execute_change_set = execute_and_hold
CloudFormationResponse.cancel_update_stack = cancel_update_stack
