"""Sends decisions by the example client, one after another, without real pauses. Writes for each the answer or the error, and the pauses."""

import json
import sys
import time
from types import SimpleNamespace
from unittest import mock
from urllib.parse import urlsplit

import workflow_executor

START = 1932802200.0  # 2031-04-01T09:30:00Z


class FakeTime:
    """Passes by pauses alone. After the first, a try may take as long as it needs."""

    def __init__(self, overslept_s):
        self.pauses_ms, self.now, self.overslept_s = [], START, overslept_s
        self.time = self.monotonic = lambda: self.now
        self.time_ns = time.time_ns

    def sleep(self, pause_s):
        self.pauses_ms.append(round(pause_s * 1000))
        self.now += pause_s + self.overslept_s
        workflow_executor.TIMEOUT_S = 60.0


def ask(question):
    fake = FakeTime(question.get("overslept_s", 0))
    workflow_executor.URL = urlsplit(question["url"] + workflow_executor.PATH)
    limits = {"TIMEOUT_S": 60.0, **question.get("limits", {})}
    middle = SimpleNamespace(uniform=lambda low, high: (low + high) / 2)
    with mock.patch.multiple(workflow_executor, time=fake, random=middle, **limits):
        try:
            told = {"answer": workflow_executor.send(question["decision"])}
        except workflow_executor.NoOutcomeError as error:
            told = {"error": [error.trace_id, error.attempts, error.cause]}
    return {**told, "pauses_ms": fake.pauses_ms}


print(json.dumps([ask(question) for question in json.loads(sys.argv[1])]))
