// List prices in us-east-1, in dollars, each with the page that sets it and where and when the figure was read.
// Free tiers are left out everywhere: they end, and they are the same for everyone.

export interface Price {
  readonly dollars: number;
  readonly per: string;
  readonly setBy: string;
  readonly readAt: string;
}

const lambda = 'aws.amazon.com/lambda/pricing';
const dynamodb = 'aws.amazon.com/dynamodb/pricing/on-demand';
const stepFunctions = 'aws.amazon.com/step-functions/pricing';

export const PRICES = {
  httpApi: {
    dollars: 1,
    per: 'million requests',
    setBy: 'aws.amazon.com/api-gateway/pricing',
    readAt: 'awsforengineers.com, 2025-05-19',
  },
  lambdaRequest: {
    dollars: 0.2,
    per: 'million requests',
    setBy: lambda,
    readAt: 'api-evangelist/aws-lambda on GitHub, which quotes the page as of 2026-09-20',
  },
  lambdaGigabyteSecond: {
    dollars: 0.0000133334,
    per: 'GB-second on arm64, initialisation included since 2025-08-01',
    setBy: lambda,
    readAt: 'git.mcrn.ar/mariano/lambda_local_runner, 2026-05-11',
  },
  writeUnit: {
    dollars: 0.625,
    per: 'million write units of 1 KB; a write whose condition fails costs the same',
    setBy: dynamodb,
    readAt: 'airbyte.com/data-engineering-resources/dynamodb-pricing, read 2026-11-22',
  },
  readUnit: {
    dollars: 0.125,
    per: 'million read units of 4 KB, strongly consistent',
    setBy: dynamodb,
    readAt: 'airbyte.com/data-engineering-resources/dynamodb-pricing, read 2026-11-22',
  },
  logGigabyte: {
    dollars: 0.5,
    per: 'GB ingested',
    setBy: 'aws.amazon.com/cloudwatch/pricing',
    readAt: 'third-party figures of 2025 and 2026',
  },
  schedule: {
    dollars: 1,
    per: 'million invocations',
    setBy: 'aws.amazon.com/eventbridge/pricing',
    readAt: 'cloudburn.io/blog/amazon-eventbridge-pricing, 2026-03-13',
  },
  publish: {
    dollars: 0.5,
    per: 'million SNS publishes',
    setBy: 'aws.amazon.com/sns/pricing',
    readAt: 'third-party figures of 2025 and 2026',
  },
  stateTransition: {
    dollars: 25,
    per: 'million state transitions (Standard)',
    setBy: stepFunctions,
    readAt: 'wring.co/blog/aws-step-functions-pricing-guide, 2026-03-14',
  },
  expressRequest: {
    dollars: 1,
    per: 'million requests (Express)',
    setBy: stepFunctions,
    readAt: 'wring.co/blog/aws-step-functions-pricing-guide, 2026-03-14',
  },
  expressGigabyteSecond: {
    dollars: 0.00001667,
    per: 'GB-second (Express), 64 MB and 100 ms at least',
    setBy: stepFunctions,
    readAt: 'wring.co/blog/aws-step-functions-pricing-guide, 2026-03-14',
  },
  durableOperation: {
    dollars: 8,
    per: 'million durable operations',
    setBy: lambda,
    readAt: 'api-evangelist/aws-lambda on GitHub, which quotes the page as of 2026-09-20',
  },
  durableGigabyteWritten: {
    dollars: 0.25,
    per: 'GB written by durable operations',
    setBy: lambda,
    readAt: 'third-party figures of 2026',
  },
} as const satisfies Record<string, Price>;
