"""A decision hub to copy: it sends its decisions to the Workflow Executor, and prints what came of each.

hub.ts is the same hub. Run it by `python3 hub.py`, with workflow_executor.py beside it.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Callable

from workflow_executor import NoOutcomeError, execute, send


def workflow(trace_id: str, payload: dict[str, Any]) -> dict[str, Any]:
    data = {"workflow_type": "workflow", "payload": payload}
    return {"trace_id": trace_id, "decision": "workflow", "data": data}


# The trace id comes from the message: however often the hub runs, a decision is executed once.
TASK = {"action_type": "task", "title": "Submit payroll report", "priority": "high"}
DECISIONS = [
    {"trace_id": "message-1", "decision": "respond", "data": {"text": "Good morning!"}},
    workflow("message-2", TASK),
    workflow(
        "message-3",
        {"action_type": "reminder", "message": "Call the bank", "time": "2035-01-08T08:00Z"},
    ),
    workflow(
        "message-4",
        {
            "action_type": "meeting",
            "title": "Budget",
            "participants": ["ada@example.com", "grace@example.com"],
            "start_time": "2035-01-08T10:00",
            "end_time": "2035-01-08T10:30",
            "timezone": "Europe/Berlin",
        },
    ),
    workflow("message-5", {"action_type": "info", "query": "trace:message-2"}),
    workflow("message-6", {"action_type": "info", "query": "opening hours"}),
]


def describe(answer: dict[str, Any]) -> str:
    status = answer["status"]
    if status == "skipped":
        return f"skipped: {answer['reason']}"
    result = answer["execution_result"]
    if status == "failed":
        return f"failed: {result['error_code']}: {result['message']}"
    text = json.dumps(result, separators=(",", ":"), ensure_ascii=False)
    if status == "planned":
        return f"would be executed: {text}"
    return f"{'executed before' if answer['replayed'] else 'executed'}: {text}"


def settle(call: Callable[[], dict[str, Any]]) -> bool:
    """Prints what came of a decision. Returns whether it is settled: one that is not has to be sent again."""
    try:
        answer = call()
    except NoOutcomeError as error:
        # It may have been executed, or not. Whoever leaves the trace id to `send` keeps this one.
        print(f"{error.trace_id} outcome not known: {error.cause}")
        return False
    print(f"{answer['trace_id']} {describe(answer)}")
    return answer["status"] != "failed" or not answer["execution_result"]["retryable"]


settle(lambda: execute(TASK, "message-2", dry_run=True))
later = [decision["trace_id"] for decision in DECISIONS if not settle(lambda: send(decision))]
# A hub keeps these in its queue. This one sends all decisions again at its next start: what was executed
# is answered, and not executed again.
if later:
    sys.exit(f"send again later: {', '.join(later)}")
