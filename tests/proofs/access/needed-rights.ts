// Lists what CloudFormation needs for each type of resource in the stack.
import { account, at, textOf, type StackTemplate } from '../../support/template.ts';
import { arn, requests, resourcesOfStage } from './rights.ts';
import { apiIdOf, boundaryArn, deployedRoleArn } from './roles.ts';
import type { AccessRequest } from './simulate.ts';

/** The bucket of a stage; CloudFormation chooses the end of its name. */
export const bucketOf = (stage: string): string =>
  `arn:aws:s3:::workflow-executor-${stage}-serverlessdeploymentbucket-a1b2c3`;

type Properties = StackTemplate['Resources'][string]['Properties'];

/** What CloudFormation does to make, change and remove a resource: from the handlers' permissions in its registry of types. */
export function neededFor(stage: string, id: string, type: string, properties: Properties): AccessRequest[] {
  const named = (field: string): string => textOf(at(properties, field));
  const own = resourcesOfStage(stage);
  const apiId = apiIdOf(stage);
  const api = `arn:aws:apigateway:us-east-1::/apis`;
  const group = (name: string): string => arn('logs', `log-group:${name}`);
  switch (type) {
    case 'AWS::DynamoDB::Table':
      return [
        ...requests(
          'dynamodb:CreateTable dynamodb:DescribeTable dynamodb:UpdateTable dynamodb:DeleteTable dynamodb:TagResource ' +
            'dynamodb:UpdateContinuousBackups dynamodb:DescribeContinuousBackups dynamodb:UpdateTimeToLive dynamodb:DescribeTimeToLive',
          arn('dynamodb', `table/${named('TableName')}`),
        ),
        ...requests('kms:CreateGrant kms:DescribeKey', arn('kms', 'key/0a1b'), {
          'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com',
        }),
      ];
    case 'AWS::S3::Bucket':
      return requests(
        's3:CreateBucket s3:DeleteBucket s3:PutBucketPublicAccessBlock s3:PutEncryptionConfiguration s3:PutBucketTagging',
        bucketOf(stage),
      );
    case 'AWS::S3::BucketPolicy':
      return requests('s3:GetBucketPolicy s3:PutBucketPolicy s3:DeleteBucketPolicy', bucketOf(stage));
    case 'AWS::SNS::Topic':
      return requests(
        'sns:CreateTopic sns:DeleteTopic sns:GetTopicAttributes sns:SetTopicAttributes sns:TagResource sns:Subscribe sns:Unsubscribe',
        arn('sns', named('TopicName')),
      );
    case 'AWS::SNS::Subscription':
      return requests(
        'sns:Subscribe sns:Unsubscribe sns:GetSubscriptionAttributes sns:SetSubscriptionAttributes sns:ListSubscriptionsByTopic',
        own.due,
      );
    case 'AWS::SNS::TopicPolicy':
      return [own.due, own.alarms].flatMap((topic) => requests('sns:SetTopicAttributes', topic));
    case 'AWS::SQS::Queue':
      return requests(
        'sqs:CreateQueue sqs:DeleteQueue sqs:GetQueueAttributes sqs:SetQueueAttributes sqs:TagQueue',
        arn('sqs', named('QueueName')),
      );
    case 'AWS::SQS::QueuePolicy':
      return requests('sqs:SetQueueAttributes', own.subscriptionDlq);
    case 'AWS::Scheduler::ScheduleGroup':
      return [
        ...requests(
          'scheduler:CreateScheduleGroup scheduler:GetScheduleGroup scheduler:DeleteScheduleGroup scheduler:TagResource',
          own.group,
        ),
        ...requests('scheduler:DeleteSchedule', own.schedule),
      ];
    case 'AWS::IAM::Role':
      return [
        ...requests(
          'iam:CreateRole iam:PutRolePolicy iam:DeleteRolePolicy iam:PutRolePermissionsBoundary',
          deployedRoleArn(own.name, id),
          { 'iam:PermissionsBoundary': boundaryArn(`${own.name}-deploy`) },
        ),
        ...requests(
          'iam:GetRole iam:DeleteRole iam:GetRolePolicy iam:TagRole iam:UpdateRole iam:UpdateAssumeRolePolicy',
          deployedRoleArn(own.name, id),
        ),
      ];
    case 'AWS::Lambda::Function':
      return requests(
        'lambda:CreateFunction lambda:GetFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration ' +
          'lambda:DeleteFunction lambda:TagResource lambda:PutFunctionConcurrency lambda:DeleteFunctionConcurrency',
        arn('lambda', `function:${named('FunctionName')}`),
      );
    case 'AWS::Lambda::Version':
      return [
        ...requests('lambda:PublishVersion lambda:ListVersionsByFunction', own.function),
        ...requests('lambda:DeleteFunction lambda:GetFunctionConfiguration', `${own.function}:7`),
      ];
    case 'AWS::Lambda::EventInvokeConfig':
      return requests(
        'lambda:PutFunctionEventInvokeConfig lambda:GetFunctionEventInvokeConfig lambda:UpdateFunctionEventInvokeConfig ' +
          'lambda:DeleteFunctionEventInvokeConfig',
        own.function,
      );
    case 'AWS::Lambda::Permission':
      return requests('lambda:AddPermission lambda:RemovePermission lambda:GetPolicy', own.function);
    case 'AWS::ApiGatewayV2::Api':
      return [
        ...requests('apigateway:POST', api, { 'aws:RequestTag/stage': stage }),
        ...requests('apigateway:GET apigateway:PATCH apigateway:DELETE', `${api}/${apiId}`),
        ...requests(
          'apigateway:POST',
          `arn:aws:apigateway:us-east-1::/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2F${apiId}`,
        ),
      ];
    case 'AWS::ApiGatewayV2::Stage':
      return requests('apigateway:GET apigateway:PATCH apigateway:DELETE', `${api}/${apiId}/stages/$default`);
    case 'AWS::ApiGatewayV2::Integration':
      return requests(
        'apigateway:GET apigateway:PATCH apigateway:DELETE',
        `${api}/${apiId}/integrations/d4e5f6`,
      );
    case 'AWS::ApiGatewayV2::Route':
      return requests('apigateway:GET apigateway:PATCH apigateway:DELETE', `${api}/${apiId}/routes/d4e5f6`);
    case 'AWS::Logs::LogGroup':
      return [
        ...requests(
          'logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy logs:TagResource',
          group(named('LogGroupName')),
        ),
        // IAM knows no resource for these, though a call names its log group.
        ...requests('logs:PutIndexPolicy logs:DeleteIndexPolicy logs:DescribeIndexPolicies', '*'),
      ];
    case 'AWS::Logs::MetricFilter':
      return requests(
        'logs:PutMetricFilter logs:DeleteMetricFilter logs:DescribeMetricFilters',
        own.logGroup,
      );
    case 'AWS::Logs::QueryDefinition':
      return requests(
        'logs:PutQueryDefinition logs:DeleteQueryDefinition logs:DescribeQueryDefinitions',
        '*',
      );
    case 'AWS::CloudWatch::Alarm':
      return requests(
        'cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms',
        arn('cloudwatch', `alarm:${named('AlarmName')}`),
      );
    case 'AWS::CloudWatch::Dashboard':
      return requests(
        'cloudwatch:PutDashboard cloudwatch:GetDashboard cloudwatch:DeleteDashboards',
        `arn:aws:cloudwatch::${account}:dashboard/${named('DashboardName')}`,
      );
    default:
      throw new Error(`nobody has written what CloudFormation needs for ${id}, a ${type}`);
  }
}
