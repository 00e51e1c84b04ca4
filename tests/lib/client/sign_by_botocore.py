"""Signs requests to API Gateway by botocore, at 2031-04-01T09:30:00Z. Reads a JSON list of them and writes their authorization headers."""

import datetime
import json
import sys
from unittest import mock

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

now = datetime.datetime(2031, 4, 1, 9, 30, tzinfo=datetime.timezone.utc)


def authorization(question):
    given = question["credentials"]
    credentials = Credentials(given["accessKeyId"], given["secretAccessKey"], given.get("sessionToken"))
    # Neither side signs the content type: proxies may rewrite it.
    headers = {name: value for name, value in question["headers"].items() if name != "content-type"}
    request = AWSRequest("POST", question["url"], headers, question["body"].encode())
    SigV4Auth(credentials, "execute-api", question["region"]).add_auth(request)
    return request.headers["Authorization"]


with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: now.replace(tzinfo=None)):
    print(json.dumps([authorization(question) for question in json.load(sys.stdin)]))
