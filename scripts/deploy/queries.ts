// The saved queries of Logs Insights: for each the name that a person sees, then its lines.

const functionLog = { Ref: 'ExecuteLogGroup' };
const accessLog = { Ref: 'HttpApiLogGroup' };

const query = (name: string, settings: object, ...lines: readonly string[]) => ({
  Type: 'AWS::Logs::QueryDefinition',
  Properties: {
    Name: `\${self:custom.name}/${name}`,
    LogGroupNames: [functionLog],
    QueryString: lines.join('\n| '),
    ...settings,
  },
});

/** Takes a part of a trace_id as a regular expression; the default finds all. */
const overTraces = (name: string, ...lines: readonly string[]) =>
  query(
    name,
    {
      Parameters: [
        {
          Name: 'trace_id',
          DefaultValue: '.*',
          Description: 'Part of a trace_id, as a regular expression (write / as \\/)',
        },
      ],
    },
    ...lines,
  );

export const queries = {
  OneTraceQuery: query(
    'one trace',
    { Parameters: [{ Name: 'trace_id', Description: 'The whole trace_id' }] },
    'fields @timestamp, level, message, decision, action_type, adapter, error_code, http_status, cause, duration_ms, store_calls, cold_start, due_at, late_ms, delivery, version, request_id, error.name, error.message',
    'filter trace_id = "{{trace_id}}"',
    'sort @timestamp asc',
    'limit 200',
  ),
  FailuresQuery: overTraces(
    'failures by code',
    'filter message = "EXECUTION_FAILED" and coalesce(trace_id, "") like /{{trace_id}}/',
    'stats count(*) as failures, count_distinct(trace_id) as traces, latest(trace_id) as last_trace_id, max(@timestamp) as last by error_code, http_status, action_type, adapter, cause',
    'sort failures desc',
  ),
  SlowestQuery: overTraces(
    'slowest',
    'fields @timestamp, duration_ms, message, action_type, error_code, store_calls, trace_id, request_id',
    'filter ispresent(duration_ms) and coalesce(trace_id, "") like /{{trace_id}}/',
    'sort duration_ms desc',
    'limit 50',
  ),
  ReplaysQuery: overTraces(
    'replays and conflicts',
    'filter message = "EXECUTION_REPLAYED" or error_code in ["trace_id_conflict", "execution_in_progress"]',
    'filter trace_id like /{{trace_id}}/',
    'stats count(*) as calls, min(@timestamp) as first, max(@timestamp) as last by trace_id, action_type, message, error_code',
    'sort calls desc',
    'limit 100',
  ),
  RefusedQuery: query(
    'refused at the gateway',
    { LogGroupNames: [accessLog] },
    'fields @timestamp, status, error_type, integration_error, caller, subject, source_ip, method, route, api_request_id',
    'filter request_id = "-" or ispresent(integration_error) and integration_error != "-"',
    'sort @timestamp desc',
    'limit 100',
  ),
  OneRequestQuery: query(
    'one request, gateway and function',
    {
      LogGroupNames: [accessLog, functionLog],
      Parameters: [{ Name: 'request_id', Description: 'The request_id of a line of either log' }],
    },
    'fields @timestamp, @log, message, trace_id, error_code, duration_ms, status, latency_ms, integration_latency_ms, error_type, caller',
    'filter request_id = "{{request_id}}"',
    'sort @timestamp asc',
  ),
  AdaptersQuery: overTraces(
    'outside systems, failures by cause',
    'filter error_code in ["adapter_unavailable", "adapter_rejected"] and trace_id like /{{trace_id}}/',
    'stats count(*) as failures, count_distinct(trace_id) as traces, latest(trace_id) as last_trace_id, min(@timestamp) as first, max(@timestamp) as last by adapter, cause, error_code, action_type',
    'sort failures desc',
  ),
  // No line is written for a claim. So what may have begun is a request that failed with a 5xx, or has no outcome at all; what is settled
  // has had a success, its repetition, or a refusal for good.
  UnfinishedQuery: overTraces(
    'begun and never finished',
    'filter message in ["REQUEST_RECEIVED", "EXECUTION_SUCCESS", "EXECUTION_REPLAYED", "EXECUTION_FAILED", "EXECUTION_SKIPPED", "EXECUTION_PLANNED"] and trace_id like /{{trace_id}}/',
    'stats sum(strcontains(message, "EXECUTION_SUCCESS") + strcontains(message, "EXECUTION_REPLAYED") + strcontains(coalesce(error_code, ""), "adapter_rejected")) as settled, sum(floor(coalesce(http_status, 0) / 500)) as failures, sum(strcontains(message, "REQUEST_")) - sum(strcontains(message, "EXECUTION_")) as unanswered, latest(action_type) as action, latest(adapter) as last_adapter, latest(error_code) as last_error_code, latest(cause) as last_cause, max(@timestamp) as last by trace_id',
    'filter settled = 0 and (failures > 0 or unanswered > 0) and coalesce(action, "") != "info"',
    'sort last desc',
    'limit 200',
  ),
  RemindersQuery: overTraces(
    'reminders, delivered and failed',
    'fields @timestamp, message, reminder_id, due_at, late_ms, delivery, cause, trace_id, request_id',
    'filter message like /^REMINDER_/ and coalesce(trace_id, "") like /{{trace_id}}/',
    'sort @timestamp desc',
    'limit 200',
  ),
};
