"""Describes what is deployed of one stage, as the APIs of AWS answer."""

import boto3

apis, cloudformation, dynamodb, iam, lambda_, logs, s3, sns, sqs = map(
    boto3.client, ("apigatewayv2", "cloudformation", "dynamodb", "iam", "lambda", "logs", "s3", "sns", "sqs")
)

moving = {
    "CreatedDate",
    "LastModified",
    "LastModifiedTimestamp",
    "LastUpdatedDate",
    "LastUpdatedTime",
    "ResponseMetadata",
    "RevisionId",
}


def plain(described):
    """Without what differs from one call to the next."""
    return {key: value for key, value in described.items() if key not in moving}


def role(described):
    of = {"RoleName": described["RoleName"]}
    policies = iam.list_role_policies(**of)["PolicyNames"]
    return {**described, "policies": [iam.get_role_policy(**of, PolicyName=one)["PolicyDocument"] for one in policies]}


def queue(url):
    """Its messages are also those that somebody has received and not deleted."""
    attributes = plain(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"])
    waiting = int(attributes.pop("ApproximateNumberOfMessages"))
    received = int(attributes.pop("ApproximateNumberOfMessagesNotVisible"))
    return {**attributes, "messages": waiting + received}


def topic(arn):
    subscriptions = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    return {
        **sns.get_topic_attributes(TopicArn=arn)["Attributes"],
        "subscriptions": [[one["Protocol"], one["Endpoint"]] for one in subscriptions],
    }


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
    mine = lambda items, key: {one[key]: one for one in items if name in one[key]}
    functions = mine(lambda_.list_functions()["Functions"], "FunctionName")
    described_apis = [one for one in apis.get_apis()["Items"] if one["Name"] == f"{stage}-workflow-executor"]
    return {
        "stacks": [plain(one) for one in cloudformation.describe_stacks()["Stacks"] if one["StackName"] == name],
        "tables": {
            one: dynamodb.describe_table(TableName=one)["Table"]
            for one in dynamodb.list_tables()["TableNames"]
            if one.startswith(name)
        },
        "roles": {one: role(described) for one, described in mine(iam.list_roles()["Roles"], "RoleName").items()},
        "logGroups": mine(logs.describe_log_groups()["logGroups"], "logGroupName"),
        "queues": {
            url.rsplit("/", 1)[1]: queue(url) for url in sqs.list_queues(QueueNamePrefix=name).get("QueueUrls", [])
        },
        "topics": {
            one["TopicArn"].rsplit(":", 1)[1]: topic(one["TopicArn"])
            for one in sns.list_topics()["Topics"]
            if name in one["TopicArn"]
        },
        "functions": {one: function(described) for one, described in functions.items()},
        "apis": {one["Name"]: api(one) for one in described_apis},
        "buckets": list(mine(s3.list_buckets()["Buckets"], "Name")),
    }
