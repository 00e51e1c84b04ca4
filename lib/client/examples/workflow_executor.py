"""Sends decisions to the Workflow Executor, and tries again where that is safe: a module to copy.

It needs Python 3.9 and its standard library alone. Calls of an https URL carry EXECUTOR_TOKEN if there is
one, or else are signed if botocore, its credentials and AWS_REGION are there.
"""

from __future__ import annotations

import json
import os
import random
import re
import secrets
import time
import uuid
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlsplit

try:  # to sign calls
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.exceptions import BotoCoreError
    from botocore.session import get_session
except ImportError:
    get_session, BotoCoreError = None, OSError

Json = dict[str, Any]

PATH = "/api/workflow/execute"
URL = urlsplit(os.environ.get("EXECUTOR_URL", "http://127.0.0.1:8000").rstrip("/").removesuffix(PATH) + PATH)
if URL.scheme not in ("http", "https") or not URL.hostname:
    raise ValueError("EXECUTOR_URL must be an http or https URL")
TOKEN, REGION = os.environ.get("EXECUTOR_TOKEN"), os.environ.get("AWS_REGION")
if TOKEN and not re.fullmatch(r"[\x21-\x7e]+", TOKEN):  # the value is not repeated: it is a secret
    raise ValueError("EXECUTOR_TOKEN must be printable ASCII without white space")
HEADERS = {"content-type": "application/json", "accept": "application/json"}
MAY_SIGN = URL.scheme == "https" and not TOKEN and REGION and get_session
CREDENTIALS = get_session().get_credentials() if MAY_SIGN else None
MAX_ATTEMPTS = 5
TIMEOUT_S = 12.0  # of one try; the service answers within 10 s
DEADLINE_S = 60.0  # of all tries and the pauses between them
FIRST_PAUSE_S, MAX_PAUSE_S = 0.2, 20.0
MAX_ANSWER_BYTES = 1 << 20


class NoOutcomeError(Exception):
    """The decision may have been executed, or not: sending it again under this trace id is safe."""

    def __init__(self, trace_id: str, attempts: int, cause: str) -> None:
        super().__init__(f"the outcome of {trace_id!r} is not known (attempts: {attempts}): {cause}")
        self.trace_id, self.attempts, self.cause = trace_id, attempts, cause


class Try(NamedTuple):
    """What one try came to: an answer of the service, or the cause why there is none."""

    may_retry: bool
    retry_after_s: float = 0
    answer: Json | None = None
    cause: str = ""


def execute(payload: Json, trace_id: str | None = None, dry_run: bool = False) -> Json:
    """Executes an action, exactly once for each trace id. Returns and raises as `send` does."""
    dry = {"dry_run": True} if dry_run else {}
    data = {"workflow_type": "workflow", "payload": payload}
    return send({"trace_id": trace_id, **dry, "decision": "workflow", "data": data})


def send(decision: Json) -> Json:
    """Returns the answer, with `replayed` in it. Raises NoOutcomeError if the last try had none."""
    trace_id = decision.get("trace_id") or create_trace_id()
    # Serialised once: every try sends the same bytes.
    body = json.dumps({**decision, "trace_id": trace_id}, allow_nan=False).encode()
    end = time.monotonic() + DEADLINE_S
    for attempt in range(1, MAX_ATTEMPTS + 1):
        result = try_once(trace_id, body, min(TIMEOUT_S, end - time.monotonic()))
        # Exponential back-off with full jitter, or longer if the answer asks for it.
        back_off_s = random.uniform(0, min(MAX_PAUSE_S, FIRST_PAUSE_S * 2 ** (attempt - 1)))
        pause_s = max(result.retry_after_s, back_off_s)
        if not result.may_retry or attempt == MAX_ATTEMPTS or pause_s >= end - time.monotonic():
            break
        time.sleep(pause_s)
        if time.monotonic() >= end:
            break
    if result.answer is None:
        raise NoOutcomeError(trace_id, attempt, result.cause)
    return result.answer


def try_once(trace_id: str, body: bytes, timeout_s: float) -> Try:
    try:
        status, headers, content = post_in_thread(body, timeout_s).result(timeout_s)
    except (OSError, HTTPException, FutureTimeoutError, BotoCoreError) as error:
        return Try(may_retry=True, cause=type(error).__name__)
    retry_after_s = read_retry_after(headers.get("retry-after", ""))
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return Try(may_retry=True, retry_after_s=retry_after_s, cause=f"HTTP {status} without JSON")
    if is_answer(value, trace_id):
        replayed = headers.get("idempotent-replayed") == "true"
        answer = {**value, "trace_id": trace_id, "replayed": replayed}
        may_retry = value["status"] == "failed" and value["execution_result"]["retryable"]
        return Try(may_retry, retry_after_s, answer)
    # Something in front of the service has answered, such as a gateway.
    may_retry = not 400 <= status < 500 or status in (408, 425, 429)
    return Try(may_retry, retry_after_s, cause=f"HTTP {status} with other JSON")


def post_in_thread(body: bytes, timeout_s: float) -> Future[tuple[int, Message, bytes]]:
    """A socket's time-out limits each wait, and no look-up of a name. A thread can be left when its time is up."""
    future: Future[tuple[int, Message, bytes]] = Future()

    def run() -> None:
        try:
            future.set_result(post(body, timeout_s))
        except BaseException as error:  # the caller gets it
            future.set_exception(error)

    # One that is left does not keep the program from its end.
    Thread(target=run, daemon=True).start()
    return future


def post(body: bytes, timeout_s: float) -> tuple[int, Message, bytes]:
    """Sends one request. It follows no redirect: that is no answer of the service."""
    end = time.monotonic() + timeout_s
    connect = HTTPSConnection if URL.scheme == "https" else HTTPConnection
    connection = connect(URL.netloc, timeout=timeout_s)
    try:
        connection.request("POST", URL.path, body, authorize(body))
        response = connection.getresponse()
        content = b""
        while time.monotonic() < end and (part := response.read1(MAX_ANSWER_BYTES - len(content))):
            content += part
        return response.status, response.headers, content
    finally:
        connection.close()


def authorize(body: bytes) -> dict[str, str]:
    """The headers of a try: with a token, a signature, or neither for a service on this machine."""
    if TOKEN and URL.scheme == "https":
        return {**HEADERS, "authorization": f"Bearer {TOKEN}"}
    if CREDENTIALS is None:
        return HEADERS
    request = AWSRequest("POST", URL.geturl(), HEADERS, body)
    SigV4Auth(CREDENTIALS.get_frozen_credentials(), "execute-api", REGION).add_auth(request)
    return dict(request.headers.items())


def is_answer(value: Any, trace_id: str) -> bool:
    """Whether this is what the service answers to this trace id (schemas/README.md, Response)."""
    if not isinstance(value, dict):
        return False
    answered, status, result = value.get("trace_id", ""), value.get("status"), value.get("execution_result")
    # The answer to a request without a valid trace id has none.
    if answered != trace_id and not (answered is None and status == "failed"):
        return False
    if status == "skipped":
        return isinstance(value.get("reason"), str)
    if not isinstance(result, dict):
        return False
    if status == "failed":
        fields = {"error_code": str, "message": str, "retryable": bool}
        complete = all(isinstance(result.get(name), kind) for name, kind in fields.items())
        return complete and result.get("success") is False
    return status in ("success", "planned") and result.get("success") is True


def read_retry_after(value: str) -> float:
    """Seconds, of whole seconds or a date (RFC 9110, section 10.2.3); 0 if it is neither."""
    if value.isdecimal():
        return float(value)
    try:
        return max(0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0


def create_trace_id() -> str:
    """A UUID of version 7 (RFC 9562, section 5.7): later ones sort behind earlier ones."""
    bits = time.time_ns() // 1_000_000 << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76  # the version
    return str(uuid.UUID(int=bits & ~(0x3 << 62) | 0x2 << 62))  # the variant
