"""Owns asking the AWS APIs what stands for one stage, told as one object of JSON. Judges nothing.

Usage: facts.py STAGE, with AWS_ENDPOINT_URL set to the stand-in.
"""

import ast
import json
import sys

import boto3

name = f"workflow-executor-{sys.argv[1]}"
session = boto3.Session(region_name="us-east-1", aws_access_key_id="none", aws_secret_access_key="none")
(cloudformation, dynamodb, iam, lambda_, logs, s3, sns, sqs) = map(
    session.client, ("cloudformation", "dynamodb", "iam", "lambda", "logs", "s3", "sns", "sqs")
)


def table(table_name):
    described = dynamodb.describe_table(TableName=table_name)["Table"]
    backups = dynamodb.describe_continuous_backups(TableName=table_name)["ContinuousBackupsDescription"]
    return {
        "key": described["KeySchema"][0]["AttributeName"],
        "billing": described["BillingModeSummary"]["BillingMode"],
        "encryption": described.get("SSEDescription", {}).get("Status"),
        "recovery": backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"],
        "protected": described.get("DeletionProtectionEnabled"),
        "expiry": dynamodb.describe_time_to_live(TableName=table_name)["TimeToLiveDescription"].get("AttributeName"),
    }


def document(value):
    """moto keeps a policy that CloudFormation made as the text of a Python object."""
    return ast.literal_eval(value) if isinstance(value, str) else value


def role(described):
    role_name = described["RoleName"]
    inline = iam.list_role_policies(RoleName=role_name)["PolicyNames"]
    return {
        "arn": described["Arn"],
        "trust": described["AssumeRolePolicyDocument"],
        "policies": [
            document(iam.get_role_policy(RoleName=role_name, PolicyName=one)["PolicyDocument"]) for one in inline
        ],
        "attached": len(iam.list_attached_role_policies(RoleName=role_name)["AttachedPolicies"]),
    }


def queue(url):
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return {
        "encrypted": attributes.get("SqsManagedSseEnabled"),
        "retention": attributes["MessageRetentionPeriod"],
    }


def topic(arn):
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    subscriptions = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    return {
        "key": attributes.get("KmsMasterKeyId"),
        "subscriptions": [[one["Protocol"], one["Endpoint"]] for one in subscriptions],
    }


def function(described):
    return {
        key: described.get(key)
        for key in ("Runtime", "Timeout", "MemorySize", "Handler", "Environment", "Role", "FunctionArn", "DeadLetterConfig")
    }


mine = lambda items, key: [one for one in items if name in one[key]]
stacks = [one for one in cloudformation.describe_stacks()["Stacks"] if one["StackName"] == name]

print(
    json.dumps(
        {
            "stacks": [
                {"status": one["StackStatus"], "protected": one.get("EnableTerminationProtection", False)} for one in stacks
            ],
            "tables": {one: table(one) for one in dynamodb.list_tables()["TableNames"] if one.startswith(name)},
            "roles": {
                one["RoleName"].removeprefix(f"{name}-").rsplit("-", 1)[0]: role(one)
                for one in mine(iam.list_roles()["Roles"], "RoleName")
            },
            "logGroups": {
                one["logGroupName"]: one.get("retentionInDays")
                for one in mine(logs.describe_log_groups()["logGroups"], "logGroupName")
            },
            "queues": {url.rsplit("/", 1)[1]: queue(url) for url in sqs.list_queues(QueueNamePrefix=name).get("QueueUrls", [])},
            "topics": {
                one["TopicArn"].rsplit(":", 1)[1]: topic(one["TopicArn"])
                for one in mine(sns.list_topics()["Topics"], "TopicArn")
            },
            "functions": {
                one["FunctionName"]: function(one) for one in mine(lambda_.list_functions()["Functions"], "FunctionName")
            },
            "buckets": [one["Name"] for one in mine(s3.list_buckets()["Buckets"], "Name")],
        }
    )
)
