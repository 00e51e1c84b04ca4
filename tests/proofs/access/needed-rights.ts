// Lists what CloudFormation needs for each type of resource in the stack.
import { account, at, textOf, type StackTemplate } from '../../support/template.ts';
import { arn, asks, standing } from './rights.ts';
import { apiIdOf, boundaryArn, standingRole } from './roles.ts';
import type { Ask } from './simulate.ts';

/** The bucket of a stage; CloudFormation chooses the end of its name. */
export const bucketOf = (stage: string): string =>
  `arn:aws:s3:::workflow-executor-${stage}-serverlessdeploymentbucket-a1b2c3`;

type Properties = StackTemplate['Resources'][string]['Properties'];

/** What CloudFormation does to make, change and remove a resource: from the handlers' permissions in its registry of types. */
export function neededFor(stage: string, id: string, type: string, properties: Properties): Ask[] {
  const named = (field: string): string => textOf(at(properties, field));
  const own = standing(stage);
  const apiId = apiIdOf(stage);
  const api = `arn:aws:apigateway:us-east-1::/apis`;
  const group = (name: string): string => arn('logs', `log-group:${name}`);
  switch (type) {
    case 'AWS::DynamoDB::Table':
      return [
        ...asks(
          'dynamodb:CreateTable dynamodb:DescribeTable dynamodb:UpdateTable dynamodb:DeleteTable dynamodb:TagResource ' +
            'dynamodb:UpdateContinuousBackups dynamodb:DescribeContinuousBackups dynamodb:UpdateTimeToLive dynamodb:DescribeTimeToLive',
          arn('dynamodb', `table/${named('TableName')}`),
        ),
        ...asks('kms:CreateGrant kms:DescribeKey', arn('kms', 'key/0a1b'), {
          'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com',
        }),
      ];
    case 'AWS::S3::Bucket':
      return asks(
        's3:CreateBucket s3:DeleteBucket s3:PutBucketPublicAccessBlock s3:PutEncryptionConfiguration s3:PutBucketTagging',
        bucketOf(stage),
      );
    case 'AWS::S3::BucketPolicy':
      return asks('s3:GetBucketPolicy s3:PutBucketPolicy s3:DeleteBucketPolicy', bucketOf(stage));
    case 'AWS::SNS::Topic':
      return asks(
        'sns:CreateTopic sns:DeleteTopic sns:GetTopicAttributes sns:SetTopicAttributes sns:TagResource sns:Subscribe sns:Unsubscribe',
        arn('sns', named('TopicName')),
      );
    case 'AWS::SNS::TopicPolicy':
      return [own.due, own.alarms].flatMap((topic) => asks('sns:SetTopicAttributes', topic));
    case 'AWS::SQS::Queue':
      return asks(
        'sqs:CreateQueue sqs:DeleteQueue sqs:GetQueueAttributes sqs:SetQueueAttributes sqs:TagQueue',
        arn('sqs', named('QueueName')),
      );
    case 'AWS::SQS::QueuePolicy':
      return asks('sqs:SetQueueAttributes', own.subscriptionDlq);
    case 'AWS::Scheduler::ScheduleGroup':
      return [
        ...asks(
          'scheduler:CreateScheduleGroup scheduler:GetScheduleGroup scheduler:DeleteScheduleGroup scheduler:TagResource',
          own.group,
        ),
        ...asks('scheduler:DeleteSchedule', own.schedule),
      ];
    case 'AWS::IAM::Role':
      return [
        ...asks(
          'iam:CreateRole iam:PutRolePolicy iam:DeleteRolePolicy iam:PutRolePermissionsBoundary',
          standingRole(own.name, id),
          { 'iam:PermissionsBoundary': boundaryArn(`${own.name}-deploy`) },
        ),
        ...asks(
          'iam:GetRole iam:DeleteRole iam:GetRolePolicy iam:TagRole iam:UpdateRole iam:UpdateAssumeRolePolicy',
          standingRole(own.name, id),
        ),
      ];
    case 'AWS::Lambda::Function':
      return asks(
        'lambda:CreateFunction lambda:GetFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration ' +
          'lambda:DeleteFunction lambda:TagResource lambda:PutFunctionConcurrency lambda:DeleteFunctionConcurrency',
        arn('lambda', `function:${named('FunctionName')}`),
      );
    case 'AWS::Lambda::Version':
      return [
        ...asks('lambda:PublishVersion lambda:ListVersionsByFunction', own.function),
        ...asks('lambda:DeleteFunction lambda:GetFunctionConfiguration', `${own.function}:7`),
      ];
    case 'AWS::Lambda::EventInvokeConfig':
      return asks(
        'lambda:PutFunctionEventInvokeConfig lambda:GetFunctionEventInvokeConfig lambda:UpdateFunctionEventInvokeConfig ' +
          'lambda:DeleteFunctionEventInvokeConfig',
        own.function,
      );
    case 'AWS::Lambda::Permission':
      return asks('lambda:AddPermission lambda:RemovePermission lambda:GetPolicy', own.function);
    case 'AWS::ApiGatewayV2::Api':
      return [
        ...asks('apigateway:POST', api, { 'aws:RequestTag/stage': stage }),
        ...asks('apigateway:GET apigateway:PATCH apigateway:DELETE', `${api}/${apiId}`),
        ...asks(
          'apigateway:POST',
          `arn:aws:apigateway:us-east-1::/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2F${apiId}`,
        ),
      ];
    case 'AWS::ApiGatewayV2::Stage':
      return asks('apigateway:GET apigateway:PATCH apigateway:DELETE', `${api}/${apiId}/stages/$default`);
    case 'AWS::ApiGatewayV2::Integration':
      return asks('apigateway:GET apigateway:PATCH apigateway:DELETE', `${api}/${apiId}/integrations/d4e5f6`);
    case 'AWS::ApiGatewayV2::Route':
      return asks('apigateway:GET apigateway:PATCH apigateway:DELETE', `${api}/${apiId}/routes/d4e5f6`);
    case 'AWS::Logs::LogGroup':
      return [
        ...asks(
          'logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy logs:TagResource',
          group(named('LogGroupName')),
        ),
        // IAM knows no resource for these, though a call names its log group.
        ...asks('logs:PutIndexPolicy logs:DeleteIndexPolicy logs:DescribeIndexPolicies', '*'),
      ];
    case 'AWS::Logs::MetricFilter':
      return asks('logs:PutMetricFilter logs:DeleteMetricFilter logs:DescribeMetricFilters', own.logGroup);
    case 'AWS::Logs::QueryDefinition':
      return asks('logs:PutQueryDefinition logs:DeleteQueryDefinition logs:DescribeQueryDefinitions', '*');
    case 'AWS::CloudWatch::Alarm':
      return asks(
        'cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms',
        arn('cloudwatch', `alarm:${named('AlarmName')}`),
      );
    case 'AWS::CloudWatch::Dashboard':
      return asks(
        'cloudwatch:PutDashboard cloudwatch:GetDashboard cloudwatch:DeleteDashboards',
        `arn:aws:cloudwatch::${account}:dashboard/${named('DashboardName')}`,
      );
    default:
      throw new Error(`nobody has written what CloudFormation needs for ${id}, a ${type}`);
  }
}
