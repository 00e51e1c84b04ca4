"""Responsible for what moto lacks of a stack's update: that it takes time, that it can be cancelled, and that its rollback can fail. Once
told to hold the next update, the stack stays in UPDATE_IN_PROGRESS, with what the update has changed so far, until CancelUpdateStack restores
what was before it. Once told to fail the next rollback, that restoring ends in UPDATE_ROLLBACK_FAILED, until ContinueUpdateRollback.
"""

import threading

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import EmptyResult

hold_next = threading.Event()
fail_next_rollback = threading.Event()
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
    return roll_back(stack)


def continue_update_rollback(self):
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    if stack.status != "UPDATE_ROLLBACK_FAILED":
        raise ValidationError(stack.name, "ContinueUpdateRollback cannot be called from current stack status")
    return roll_back(stack)


def roll_back(stack):
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
CloudFormationResponse.cancel_update_stack = cancel_update_stack
CloudFormationResponse.continue_update_rollback = continue_update_rollback
