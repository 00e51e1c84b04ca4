// Lists what the two roles of a deployment must and must not be allowed. What CloudFormation needs is asked for each resource of the
// packaged stack, by type; a type that is not listed fails.
import type { StackTemplate } from '../../support/template.ts';
import { bucketOf, neededFor } from './needed-rights.ts';
import { arn, asks, standing, type Rights } from './rights.ts';
import { apiIdOf, boundaryArn, standingRole } from './roles.ts';

const toService = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });
const api = 'arn:aws:apigateway:us-east-1::/apis';
const stackOf = (name: string): string => arn('cloudformation', `stack/${name}/0a1b2c`);
const foreign = (stage: string): string => (stage === 'dev' ? 'prod' : 'dev');

const callOf = (stage: string): string =>
  arn('execute-api', `${apiIdOf(stage)}/$default/POST/api/workflow/execute`);

/** The role of the workflow on GitHub. */
export function pipelineRights(stage: string): Rights {
  const own = standing(stage);
  const other = standing(foreign(stage));
  const artifacts = `${bucketOf(stage)}/serverless/workflow-executor/${stage}`;
  const passed = standingRole(`${own.name}-deploy`, 'CloudFormationRole');
  return {
    must: [
      ...asks(
        'cloudformation:DescribeStacks cloudformation:CreateChangeSet cloudformation:DescribeChangeSet ' +
          'cloudformation:ExecuteChangeSet cloudformation:DeleteChangeSet cloudformation:DescribeStackEvents ' +
          'cloudformation:DescribeStackResource cloudformation:ListStackResources cloudformation:UpdateTerminationProtection ' +
          'cloudformation:GetTemplate cloudformation:CancelUpdateStack cloudformation:ContinueUpdateRollback',
        stackOf(own.name),
      ),
      ...asks('cloudformation:ValidateTemplate', '*'),
      ...asks('iam:PassRole', passed, toService('cloudformation')),
      ...asks('s3:PutObject s3:GetObject s3:DeleteObject', `${artifacts}/1700000000000/execute.zip`),
      ...asks('s3:ListBucket s3:GetBucketLocation', bucketOf(stage)),
      ...asks(
        'lambda:GetFunction lambda:GetFunctionConfiguration lambda:ListVersionsByFunction lambda:ListAliases lambda:DeleteFunction',
        own.function,
      ),
      ...asks('lambda:DeleteFunction', `${own.function}:7`),
      ...asks('execute-api:Invoke', callOf(stage)),
    ],
    mustNot: [
      ...asks('cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet', stackOf(other.name)),
      ...asks('cloudformation:ExecuteChangeSet', stackOf('payroll')),
      ...asks('cloudformation:ExecuteChangeSet', stackOf(`${own.name}-deploy`)),
      ...asks(
        'cloudformation:DeleteStack cloudformation:CreateStack cloudformation:UpdateStack',
        stackOf(own.name),
      ),
      ...asks('iam:PassRole', passed, toService('lambda')),
      ...asks('iam:PassRole', own.functionRole, toService('lambda')),
      ...asks('iam:PassRole', arn('iam', 'role/admin', ''), toService('cloudformation')),
      ...asks(
        'iam:CreateRole iam:PutRolePolicy iam:AttachRolePolicy iam:UpdateAssumeRolePolicy',
        own.functionRole,
      ),
      ...asks('iam:PutRolePolicy iam:UpdateAssumeRolePolicy', passed),
      ...asks('iam:CreateAccessKey', arn('iam', 'user/someone', '')),
      ...asks('sts:AssumeRole', own.functionRole),
      ...asks('s3:GetObject s3:PutObject', 'arn:aws:s3:::payroll/2031/april.csv'),
      ...asks(
        's3:GetObject',
        `${bucketOf(foreign(stage))}/serverless/workflow-executor/${foreign(stage)}/1/execute.zip`,
      ),
      ...asks('s3:ListAllMyBuckets', '*'),
      ...asks('s3:DeleteBucket s3:PutBucketPolicy', bucketOf(stage)),
      ...asks(
        'lambda:UpdateFunctionCode lambda:InvokeFunction lambda:UpdateFunctionConfiguration',
        own.function,
      ),
      ...asks('lambda:DeleteFunction', other.function),
      ...asks('dynamodb:GetItem dynamodb:Scan dynamodb:DeleteTable', own.executions),
      ...asks('logs:FilterLogEvents', own.logGroup),
      ...asks('execute-api:Invoke', callOf(foreign(stage))),
      ...asks('execute-api:Invoke', arn('execute-api', `${apiIdOf(stage)}/$default/GET/other`)),
    ],
  };
}

/** The role that CloudFormation acts with. */
export function cloudFormationRights(stage: string, template: StackTemplate): Rights {
  const own = standing(stage);
  const other = standing(foreign(stage));
  return {
    must: [
      ...Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) =>
        neededFor(stage, id, Type, Properties),
      ),
      ...asks('iam:PassRole', own.functionRole, toService('lambda')),
      ...asks('s3:GetObject', `${bucketOf(stage)}/serverless/workflow-executor/${stage}/1/execute.zip`),
    ],
    mustNot: [
      ...asks(
        'dynamodb:GetItem dynamodb:PutItem dynamodb:Scan dynamodb:DeleteItem dynamodb:ExportTableToPointInTime ' +
          'dynamodb:PutResourcePolicy',
        own.executions,
      ),
      ...asks('dynamodb:DeleteTable dynamodb:UpdateTable', other.executions),
      ...asks('dynamodb:CreateTable', arn('dynamodb', 'table/payroll')),
      ...asks('iam:AttachRolePolicy iam:PutRolePermissionsBoundary', own.functionRole),
      ...asks('iam:CreateRole iam:PutRolePolicy iam:DeleteRolePolicy', own.functionRole),
      ...asks('iam:CreateRole iam:PutRolePolicy iam:PutRolePermissionsBoundary', own.functionRole, {
        'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
      ...asks('iam:CreateRole iam:PutRolePolicy iam:PutRolePermissionsBoundary', own.functionRole, {
        'iam:PermissionsBoundary': boundaryArn(`${other.name}-deploy`),
      }),
      ...asks('iam:DeleteRolePermissionsBoundary', own.functionRole),
      ...asks(
        'iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:DeletePolicy',
        boundaryArn(`${own.name}-deploy`),
      ),
      ...asks('apigateway:POST', api, { 'aws:RequestTag/stage': foreign(stage) }),
      ...asks('apigateway:POST', api),
      ...asks('apigateway:GET apigateway:PATCH apigateway:DELETE', `${api}/${apiIdOf(foreign(stage))}`),
      ...asks(
        'apigateway:POST apigateway:PATCH apigateway:DELETE',
        `${api}/${apiIdOf(foreign(stage))}/routes/d4e5f6`,
      ),
      ...asks('iam:CreateRole iam:PutRolePolicy iam:UpdateAssumeRolePolicy', arn('iam', 'role/admin', '')),
      ...asks('iam:PutRolePolicy', standingRole(`${own.name}-deploy`, 'CloudFormationRole')),
      ...asks(
        'iam:PutRolePolicy iam:UpdateAssumeRolePolicy',
        standingRole(`${own.name}-deploy`, 'PipelineRole'),
      ),
      ...asks('iam:PassRole', own.functionRole, toService('ec2')),
      ...asks('iam:PassRole', arn('iam', 'role/admin', ''), toService('lambda')),
      ...asks('iam:PassRole', other.functionRole, toService('lambda')),
      ...asks('iam:CreateUser iam:CreateAccessKey', arn('iam', 'user/someone', '')),
      ...asks('lambda:InvokeFunction lambda:CreateFunctionUrlConfig', own.function),
      ...asks('lambda:UpdateFunctionCode', other.function),
      ...asks('s3:GetObject s3:PutObject', 'arn:aws:s3:::payroll/2031/april.csv'),
      ...asks('s3:DeleteBucket', 'arn:aws:s3:::payroll'),
      ...asks('sns:Publish', own.due),
      ...asks('sns:DeleteTopic', other.due),
      ...asks('sqs:ReceiveMessage sqs:PurgeQueue', own.reminderDlq),
      ...asks('sqs:DeleteQueue', other.reminderDlq),
      ...asks('scheduler:CreateSchedule scheduler:UpdateSchedule', own.schedule),
      ...asks('logs:GetLogEvents', own.stream),
      ...asks('logs:DeleteLogGroup', other.logGroup),
      ...asks('kms:Decrypt kms:ScheduleKeyDeletion', arn('kms', 'key/0a1b'), {
        'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com',
      }),
      ...asks('kms:CreateGrant', arn('kms', 'key/0a1b'), { 'kms:ViaService': 's3.us-east-1.amazonaws.com' }),
      ...asks('cloudwatch:DeleteAlarms', arn('cloudwatch', 'alarm:payroll')),
    ],
  };
}
