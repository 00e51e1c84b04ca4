// Generated from schemas/ by `npm run generate`. Do not edit.
/** Every failure that a caller can see: its HTTP status, whether a retry is safe and useful, and its usual message. */

export const failures = {
  unsupported_media_type: {
    status: 415,
    retryable: false,
    message: 'the content type is not JSON; send content-type: application/json',
  },
  payload_too_large: {
    status: 413,
    retryable: false,
    message: 'the body is over 64 KiB; send a smaller one',
  },
  invalid_json: {
    status: 400,
    retryable: false,
    message: 'the body must be valid JSON in UTF-8',
  },
  invalid_request: {
    status: 400,
    retryable: false,
    message: 'the request does not fit its schema; see details',
  },
  missing_trace_id: {
    status: 400,
    retryable: false,
    message: 'trace_id is required',
  },
  invalid_trace_id: {
    status: 400,
    retryable: false,
    message:
      'trace_id must be 1 to 128 characters, of letters, digits and . _ : @ = + / -, beginning with a letter or digit',
  },
  missing_workflow_payload: {
    status: 400,
    retryable: false,
    message: 'data.payload is required when decision is workflow',
  },
  missing_action_type: {
    status: 422,
    retryable: false,
    message: 'action_type is required in data.payload',
  },
  unsupported_action_type: {
    status: 422,
    retryable: false,
    message: 'action_type is not supported',
  },
  invalid_payload: {
    status: 422,
    retryable: false,
    message: 'the payload does not fit its schema; see details',
  },
  invalid_time: {
    status: 422,
    retryable: false,
    message: 'a time of the payload cannot be; see details',
  },
  reminder_time_in_past: {
    status: 422,
    retryable: false,
    message: 'time must be in the future',
  },
  invalid_meeting_window: {
    status: 422,
    retryable: false,
    message: 'end_time must be after start_time',
  },
  trace_id_conflict: {
    status: 422,
    retryable: false,
    message: 'this trace_id was used for a different request; send this one under a new trace_id',
  },
  execution_in_progress: {
    status: 409,
    retryable: true,
    message: 'the same request is being executed right now; send it again later to get its outcome',
  },
  info_not_found: {
    status: 404,
    retryable: false,
    message: 'nothing is known under this query',
  },
  adapter_rejected: {
    status: 502,
    retryable: false,
    message: 'the outside system refused this action for good',
  },
  adapter_unavailable: {
    status: 503,
    retryable: true,
    message: 'the outside system did not answer as it should; send the same request again',
  },
  store_unavailable: {
    status: 503,
    retryable: true,
    message: 'the outcome could not be confirmed; send the same request again to learn it',
  },
  deadline_exceeded: {
    status: 504,
    retryable: true,
    message: 'time ran out; send the same request again',
  },
  internal_execution_error: {
    status: 500,
    retryable: false,
    message: 'the service failed in a way it did not foresee',
  },
  missing_task_title: {
    status: 422,
    retryable: false,
    message: 'title is required to create a task',
  },
  missing_reminder_fields: {
    status: 422,
    retryable: false,
    message: 'message and time are required to create a reminder',
  },
  missing_meeting_fields: {
    status: 422,
    retryable: false,
    message: 'title, participants, start_time and end_time are required to arrange a meeting',
  },
  missing_info_query: {
    status: 422,
    retryable: false,
    message: 'query is required to look something up',
  },
} as const;

export type ErrorCode = keyof typeof failures;

/** Every action: its fields in the order of the contract, and what to say if a required one is missing. */

export const actionTable = {
  task: {
    idField: 'task_id',
    fields: ['title', 'description', 'due', 'priority', 'assignee', 'tags'],
    required: ['title'],
    missing: {
      code: 'missing_task_title',
      purpose: 'create a task',
    },
  },
  reminder: {
    idField: 'reminder_id',
    fields: ['message', 'time', 'timezone'],
    required: ['message', 'time'],
    missing: {
      code: 'missing_reminder_fields',
      purpose: 'create a reminder',
    },
  },
  meeting: {
    idField: 'meeting_id',
    fields: ['title', 'participants', 'start_time', 'end_time', 'timezone', 'location', 'description'],
    required: ['title', 'participants', 'start_time', 'end_time'],
    missing: {
      code: 'missing_meeting_fields',
      purpose: 'arrange a meeting',
    },
  },
  info: {
    idField: null,
    fields: ['query'],
    required: ['query'],
    missing: {
      code: 'missing_info_query',
      purpose: 'look something up',
    },
  },
} as const;

export type ActionType = keyof typeof actionTable;

/** The actions that adapters carry out: the variable that chooses one, and their names, the default first. */

export const adapterTable = {
  task: {
    variable: 'TASK_ADAPTER',
    names: ['record', 'webhook', 'caldav'],
  },
  reminder: {
    variable: 'REMINDER_ADAPTER',
    names: ['eventbridge', 'webhook', 'caldav'],
  },
  meeting: {
    variable: 'MEETING_ADAPTER',
    names: ['mock', 'webhook', 'caldav', 'google'],
  },
} as const;

/** What to tell a caller whose value does not match a pattern, by the pattern. */

export const patternMessages: Readonly<Record<string, string>> = {
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$':
    'must be a date such as 2031-04-01, or a time such as 2031-04-01T09:30:00Z',
  '[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u1680\\u17b4-\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8𛲠-𛲣𝅳-𝅺󠀀-󠿿]':
    'must have a visible character',
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$':
    'must be a time such as 2031-04-01T09:30:00Z, 2031-04-01T09:30:00+02:00 or 2031-04-01T09:30',
  '^[A-Za-z0-9_.-]{3,255}$': 'must be the name of a DynamoDB table',
  '^[1-9][0-9]{0,4}$': 'must be a whole number of days from 1 to 99999',
  '^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$':
    'must be the ARN of an SNS topic, of the standard kind',
  '^[A-Za-z0-9][A-Za-z0-9._:@=+/-]{0,127}$':
    'must be 1 to 128 characters, of letters, digits and . _ : @ = + / -, beginning with a letter or digit',
  '^[0-9a-zA-Z_.-]{1,64}$': 'must be the name of a schedule group',
  '^arn:': 'must be an ARN',
  '^(0|[1-9][0-9]{0,3})$': 'must be a whole number of seconds from 0 to 9999',
  '^(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)([/?][^\\s#]*)?$':
    'must be an https URL, or an http URL of this very machine, without a name and a password in it',
  '^(?:whsec_(?:(?:[A-Za-z0-9+/]{4}){5,20}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=)|(?:[A-Za-z0-9+/]{4}){5,21}[A-Za-z0-9+/]{2}==)(?: whsec_(?:(?:[A-Za-z0-9+/]{4}){5,20}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=)|(?:[A-Za-z0-9+/]{4}){5,21}[A-Za-z0-9+/]{2}==))*|ssm:(?:/[A-Za-z0-9_.-]+)+)$':
    'must be whsec_ and the base64 of 16 to 64 bytes, several separated by a space; or ssm: and the name of a parameter that holds them, with its first slash',
  '^(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)(/[^\\s?#]*)?$':
    'must be an https URL, or an http URL of this very machine, without a name and a password, a query or a fragment in it',
  '^[^:\\u0000-\\u001f\\u007f]+$': 'must have neither a colon nor a control character',
  '^(?!ssm:(?!/))': 'must be the password, or ssm:/ and the name of the parameter with it',
  "^[A-Za-z0-9.!#$%&'*+/=?^_\\x60{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$":
    'must be an e-mail address, its domain in ASCII',
  '^(?:\\s*\\{|ssm:(?:/[A-Za-z0-9_.-]+)+$)':
    'must be the JSON of application default credentials, or ssm:/ and the name of the parameter with it',
  '^[^\\s@]+@[^\\s@]+$': 'must be an e-mail address',
  '^(primary|[^\\s@]+@[^\\s@]+)$':
    'must be primary, or the id of a calendar, which has the form of an e-mail address',
};
