// Lists what the two roles of a deployment must and must not be allowed. What CloudFormation needs is asked for each resource of the
// packaged stack, by type; a type that is not listed fails.
import type { StackTemplate } from '../../support/template.ts';
import { bucketOf, neededFor } from './needed-rights.ts';
import { arn, requests, resourcesOfStage, type Rights } from './rights.ts';
import { apiIdOf, boundaryArn, deployedRoleArn } from './roles.ts';

const toService = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });
const api = 'arn:aws:apigateway:us-east-1::/apis';
const stackOf = (name: string): string => arn('cloudformation', `stack/${name}/0a1b2c`);
const foreign = (stage: string): string => (stage === 'dev' ? 'prod' : 'dev');

const callOf = (stage: string): string =>
  arn('execute-api', `${apiIdOf(stage)}/$default/POST/api/workflow/execute`);

/** The role of the workflow on GitHub. */
export function pipelineRights(stage: string): Rights {
  const own = resourcesOfStage(stage);
  const other = resourcesOfStage(foreign(stage));
  const artifacts = `${bucketOf(stage)}/serverless/workflow-executor/${stage}`;
  const passed = deployedRoleArn(`${own.name}-deploy`, 'CloudFormationRole');
  return {
    must: [
      ...requests(
        'cloudformation:DescribeStacks cloudformation:CreateChangeSet cloudformation:DescribeChangeSet ' +
          'cloudformation:ExecuteChangeSet cloudformation:DeleteChangeSet cloudformation:DescribeStackEvents ' +
          'cloudformation:DescribeStackResource cloudformation:ListStackResources cloudformation:UpdateTerminationProtection ' +
          'cloudformation:GetTemplate cloudformation:CancelUpdateStack cloudformation:ContinueUpdateRollback',
        stackOf(own.name),
      ),
      ...requests('cloudformation:ValidateTemplate', '*'),
      ...requests('iam:PassRole', passed, toService('cloudformation')),
      ...requests('s3:PutObject s3:GetObject s3:DeleteObject', `${artifacts}/1700000000000/execute.zip`),
      ...requests('s3:ListBucket s3:GetBucketLocation', bucketOf(stage)),
      ...requests(
        'lambda:GetFunction lambda:GetFunctionConfiguration lambda:ListVersionsByFunction lambda:ListAliases lambda:DeleteFunction',
        own.function,
      ),
      ...requests('lambda:DeleteFunction', `${own.function}:7`),
      ...requests('execute-api:Invoke', callOf(stage)),
    ],
    mustNot: [
      ...requests('cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet', stackOf(other.name)),
      ...requests('cloudformation:ExecuteChangeSet', stackOf('payroll')),
      ...requests('cloudformation:ExecuteChangeSet', stackOf(`${own.name}-deploy`)),
      ...requests(
        'cloudformation:DeleteStack cloudformation:CreateStack cloudformation:UpdateStack',
        stackOf(own.name),
      ),
      ...requests('iam:PassRole', passed, toService('lambda')),
      ...requests('iam:PassRole', own.functionRole, toService('lambda')),
      ...requests('iam:PassRole', arn('iam', 'role/admin', ''), toService('cloudformation')),
      ...requests(
        'iam:CreateRole iam:PutRolePolicy iam:AttachRolePolicy iam:UpdateAssumeRolePolicy',
        own.functionRole,
      ),
      ...requests('iam:PutRolePolicy iam:UpdateAssumeRolePolicy', passed),
      ...requests('iam:CreateAccessKey', arn('iam', 'user/someone', '')),
      ...requests('sts:AssumeRole', own.functionRole),
      ...requests('s3:GetObject s3:PutObject', 'arn:aws:s3:::payroll/2031/april.csv'),
      ...requests(
        's3:GetObject',
        `${bucketOf(foreign(stage))}/serverless/workflow-executor/${foreign(stage)}/1/execute.zip`,
      ),
      ...requests('s3:ListAllMyBuckets', '*'),
      ...requests('s3:DeleteBucket s3:PutBucketPolicy', bucketOf(stage)),
      ...requests(
        'lambda:UpdateFunctionCode lambda:InvokeFunction lambda:UpdateFunctionConfiguration',
        own.function,
      ),
      ...requests('lambda:DeleteFunction', other.function),
      ...requests('dynamodb:GetItem dynamodb:Scan dynamodb:DeleteTable', own.executions),
      ...requests('logs:FilterLogEvents', own.logGroup),
      ...requests('execute-api:Invoke', callOf(foreign(stage))),
      ...requests('execute-api:Invoke', arn('execute-api', `${apiIdOf(stage)}/$default/GET/other`)),
    ],
  };
}

/** The role that CloudFormation acts with. */
export function cloudFormationRights(stage: string, template: StackTemplate): Rights {
  const own = resourcesOfStage(stage);
  const other = resourcesOfStage(foreign(stage));
  return {
    must: [
      ...Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) =>
        neededFor(stage, id, Type, Properties),
      ),
      ...requests('iam:PassRole', own.functionRole, toService('lambda')),
      ...requests('s3:GetObject', `${bucketOf(stage)}/serverless/workflow-executor/${stage}/1/execute.zip`),
    ],
    mustNot: [
      ...requests(
        'dynamodb:GetItem dynamodb:PutItem dynamodb:Scan dynamodb:DeleteItem dynamodb:ExportTableToPointInTime ' +
          'dynamodb:PutResourcePolicy',
        own.executions,
      ),
      ...requests('dynamodb:DeleteTable dynamodb:UpdateTable', other.executions),
      ...requests('dynamodb:CreateTable', arn('dynamodb', 'table/payroll')),
      ...requests('iam:AttachRolePolicy iam:PutRolePermissionsBoundary', own.functionRole),
      ...requests('iam:CreateRole iam:PutRolePolicy iam:DeleteRolePolicy', own.functionRole),
      ...requests('iam:CreateRole iam:PutRolePolicy iam:PutRolePermissionsBoundary', own.functionRole, {
        'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
      ...requests('iam:CreateRole iam:PutRolePolicy iam:PutRolePermissionsBoundary', own.functionRole, {
        'iam:PermissionsBoundary': boundaryArn(`${other.name}-deploy`),
      }),
      ...requests('iam:DeleteRolePermissionsBoundary', own.functionRole),
      ...requests(
        'iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:DeletePolicy',
        boundaryArn(`${own.name}-deploy`),
      ),
      ...requests('apigateway:POST', api, { 'aws:RequestTag/stage': foreign(stage) }),
      ...requests('apigateway:POST', api),
      ...requests('apigateway:GET apigateway:PATCH apigateway:DELETE', `${api}/${apiIdOf(foreign(stage))}`),
      ...requests(
        'apigateway:POST apigateway:PATCH apigateway:DELETE',
        `${api}/${apiIdOf(foreign(stage))}/routes/d4e5f6`,
      ),
      ...requests(
        'iam:CreateRole iam:PutRolePolicy iam:UpdateAssumeRolePolicy',
        arn('iam', 'role/admin', ''),
      ),
      ...requests('iam:PutRolePolicy', deployedRoleArn(`${own.name}-deploy`, 'CloudFormationRole')),
      ...requests(
        'iam:PutRolePolicy iam:UpdateAssumeRolePolicy',
        deployedRoleArn(`${own.name}-deploy`, 'PipelineRole'),
      ),
      ...requests('iam:PassRole', own.functionRole, toService('ec2')),
      ...requests('iam:PassRole', arn('iam', 'role/admin', ''), toService('lambda')),
      ...requests('iam:PassRole', other.functionRole, toService('lambda')),
      ...requests('iam:CreateUser iam:CreateAccessKey', arn('iam', 'user/someone', '')),
      ...requests('lambda:InvokeFunction lambda:CreateFunctionUrlConfig', own.function),
      ...requests('lambda:UpdateFunctionCode', other.function),
      ...requests('s3:GetObject s3:PutObject', 'arn:aws:s3:::payroll/2031/april.csv'),
      ...requests('s3:DeleteBucket', 'arn:aws:s3:::payroll'),
      ...requests('sns:Publish', own.due),
      ...requests('sns:DeleteTopic', other.due),
      ...requests('sqs:ReceiveMessage sqs:PurgeQueue', own.reminderDlq),
      ...requests('sqs:DeleteQueue', other.reminderDlq),
      ...requests('scheduler:CreateSchedule scheduler:UpdateSchedule', own.schedule),
      ...requests('logs:GetLogEvents', own.stream),
      ...requests('logs:DeleteLogGroup', other.logGroup),
      ...requests('kms:Decrypt kms:ScheduleKeyDeletion', arn('kms', 'key/0a1b'), {
        'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com',
      }),
      ...requests('kms:CreateGrant', arn('kms', 'key/0a1b'), {
        'kms:ViaService': 's3.us-east-1.amazonaws.com',
      }),
      ...requests('cloudwatch:DeleteAlarms', arn('cloudwatch', 'alarm:payroll')),
    ],
  };
}
