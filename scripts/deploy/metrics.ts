// The metrics from the log, each in a row: `Replays` is the resource ReplaysMetric, and counts the lines that its pattern finds. A request
// does not wait for them.

const count = { MetricValue: '1', Unit: 'Count' };

/**
 * Counts each value of these fields by itself; CloudWatch takes no default value then.
 * Only fields with closed sets of values: with free text of a caller, every spelling would be a metric of its own, and be paid for.
 */
const countBy = (fields: Readonly<Record<string, string>>) => ({
  ...count,
  Dimensions: Object.entries(fields).map(([Key, Value]) => ({ Key, Value })),
});

const rows: Readonly<Record<string, readonly [pattern: string, transformation?: object]>> = {
  Executions: [
    '{ ($.message = "EXECUTION_SUCCESS" || $.message = "EXECUTION_REPLAYED" || $.message = "EXECUTION_FAILED") && ' +
      '($.action_type = "task" || $.action_type = "reminder" || $.action_type = "meeting" || $.action_type = "info") }',
    countBy({ action_type: '$.action_type', status: '$.message' }),
  ],
  Failures: [
    '{ $.message = "EXECUTION_FAILED" && $.error_code = "*" }',
    countBy({ error_code: '$.error_code' }),
  ],
  Replays: ['{ $.message = "EXECUTION_REPLAYED" }'],
  Skips: ['{ $.message = "EXECUTION_SKIPPED" }'],
  // One that was refused is a failure like any other: its line is the same.
  DryRuns: ['{ $.message = "EXECUTION_PLANNED" }'],
  Duration: [
    '{ $.message = "EXECUTION_*" && $.duration_ms >= 0 }',
    { MetricValue: '$.duration_ms', Unit: 'Milliseconds' },
  ],
  Crashes: ['{ $.message = "EXECUTION_CRASH" }'],
  StoreUnavailable: ['{ $.message = "EXECUTION_FAILED" && $.error_code = "store_unavailable" }'],
  AdapterUnavailable: ['{ $.message = "EXECUTION_FAILED" && $.error_code = "adapter_unavailable" }'],
  AdapterRejected: ['{ $.message = "EXECUTION_FAILED" && $.error_code = "adapter_rejected" }'],
  // A cause is a status of HTTP or the name of an error, never a word of the outside system's own.
  AdapterFailures: [
    '{ $.message = "EXECUTION_FAILED" && $.adapter = "*" && $.cause = "*" }',
    countBy({ adapter: '$.adapter', cause: '$.cause' }),
  ],
  AdapterSuccesses: [
    '{ $.message = "EXECUTION_SUCCESS" && $.adapter = "*" }',
    countBy({ adapter: '$.adapter' }),
  ],
  RemindersDelivered: ['{ $.message = "REMINDER_DELIVERED" }'],
  // A reminder whose delivery another invocation has claimed is not counted: that one delivers it, or a later try finds the lease expired.
  RemindersNotDelivered: ['{ $.message = "REMINDER_FAILED" && $.cause != "DeliveryInProgress" }'],
};

export const metrics = Object.fromEntries(
  Object.entries(rows).map(([MetricName, [pattern, transformation = { ...count, DefaultValue: 0 }]]) => [
    `${MetricName}Metric`,
    {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        FilterName: MetricName.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase(),
        LogGroupName: { Ref: 'ExecuteLogGroup' },
        FilterPattern: pattern,
        MetricTransformations: [
          { MetricName, MetricNamespace: '${self:custom.metricNamespace}', ...transformation },
        ],
      },
    },
  ]),
);
