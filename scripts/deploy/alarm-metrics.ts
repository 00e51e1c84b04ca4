// What an alarm reads: one metric of the service or of AWS, or one value of several.

const metric = (Namespace: string, MetricName: string, dimensions: object = {}) => ({
  Namespace,
  MetricName,
  Dimensions: Object.entries(dimensions).map(([Name, Value]: [string, unknown]) => ({ Name, Value })),
});
export type MetricSource = ReturnType<typeof metric>;

export const service = (name: string) => metric('${self:custom.metricNamespace}', name);
export const lambda = (name: string) =>
  metric('AWS/Lambda', name, { FunctionName: { Ref: 'ExecuteLambdaFunction' } });
export const api = (name: string) => metric('AWS/ApiGateway', name, { ApiId: { Ref: 'HttpApi' } });
export const table = (name: string, id: string, operation: object = {}) =>
  metric('AWS/DynamoDB', name, { TableName: { Ref: id }, ...operation });
export const scheduler = (name: string) =>
  metric('AWS/Scheduler', name, { ScheduleGroup: '${self:custom.scheduleGroup}' });
export const topic = (name: string) =>
  metric('AWS/SNS', name, { TopicName: { 'Fn::GetAtt': ['RemindersDueTopic', 'TopicName'] } });
export const messagesIn = (queue: string) =>
  metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', {
    QueueName: { 'Fn::GetAtt': [queue, 'QueueName'] },
  });
export const systemErrors = (id: string, Operation: string) => table('SystemErrors', id, { Operation });

/** One value of several metrics; without an expression their sum, in which a metric without data counts as 0. */
export const combine = (
  id: string,
  label: string,
  metrics: Readonly<Record<string, MetricSource>>,
  expression = Object.keys(metrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + '),
) => ({
  Metrics: [
    { Id: id, Label: label, Expression: expression, ReturnData: true },
    ...Object.entries(metrics).map(([Id, Metric]) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric, Period: 60, Stat: 'Sum' },
    })),
  ],
});
