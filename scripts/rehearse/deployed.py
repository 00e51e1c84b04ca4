"""Describes what is deployed of one stage, read through the APIs of AWS at the address in AWS_ENDPOINT_URL."""

import ast
from functools import cache

import boto3

session = boto3.Session(region_name="us-east-1", aws_access_key_id="none", aws_secret_access_key="none")
client = cache(session.client)
(apis, cloudformation, dynamodb, iam, lambda_, logs, s3, sns, sqs) = map(
    client, ("apigatewayv2", "cloudformation", "dynamodb", "iam", "lambda", "logs", "s3", "sns", "sqs")
)


def table(table_name):
    described = dynamodb.describe_table(TableName=table_name)["Table"]
    backups = dynamodb.describe_continuous_backups(TableName=table_name)["ContinuousBackupsDescription"]
    return {
        "key": described["KeySchema"][0]["AttributeName"],
        "billing": described.get("BillingModeSummary", {}).get("BillingMode"),
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
    return {"encrypted": attributes.get("SqsManagedSseEnabled"), "retention": attributes["MessageRetentionPeriod"]}


def topic(arn):
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    subscriptions = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    return {
        "key": attributes.get("KmsMasterKeyId"),
        "subscriptions": [[one["Protocol"], one["Endpoint"]] for one in subscriptions],
    }


def messages(url):
    """How many there are, with those that somebody has received and not deleted."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(attributes[one]) for one in names)


def plain(described):
    """Without what differs from one call to the next."""
    moving = ("CreatedDate", "LastModified", "LastUpdatedDate", "ResponseMetadata", "RevisionId")
    return {key: value for key, value in described.items() if key not in moving}


def function(described):
    concurrency = lambda_.get_function_concurrency(FunctionName=described["FunctionName"])
    return {**plain(described), "ReservedConcurrency": concurrency.get("ReservedConcurrentExecutions")}


def api(described):
    of = {"ApiId": described["ApiId"]}
    routes = apis.get_routes(**of)["Items"]
    authorizers = {one["AuthorizerId"] for one in routes if "AuthorizerId" in one}
    return {
        "stages": {one["StageName"]: plain(one) for one in apis.get_stages(**of)["Items"]},
        "routes": {one["RouteKey"]: one for one in routes},
        "authorizers": {one: plain(apis.get_authorizer(**of, AuthorizerId=one)) for one in authorizers},
    }


def describe(stage):
    name = f"workflow-executor-{stage}"
    mine = lambda items, key: [one for one in items if name in one[key]]
    stacks = [one for one in cloudformation.describe_stacks()["Stacks"] if one["StackName"] == name]
    queues = sqs.list_queues(QueueNamePrefix=name).get("QueueUrls", [])
    return {
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
        "queues": {url.rsplit("/", 1)[1]: queue(url) for url in queues},
        "messages": {url.rsplit("/", 1)[1]: messages(url) for url in queues},
        "topics": {
            one["TopicArn"].rsplit(":", 1)[1]: topic(one["TopicArn"])
            for one in mine(sns.list_topics()["Topics"], "TopicArn")
        },
        "functions": {
            one["FunctionName"]: function(one) for one in mine(lambda_.list_functions()["Functions"], "FunctionName")
        },
        "apis": {
            one["Name"]: api(one) for one in apis.get_apis()["Items"] if one["Name"] == f"{stage}-workflow-executor"
        },
        "buckets": [one["Name"] for one in mine(s3.list_buckets()["Buckets"], "Name")],
    }

