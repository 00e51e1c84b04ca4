// Generated from schemas/ by `npm run generate`. Do not edit.
/**
 * @maxItems 20
 *
 * Items: A text with a visible character, not only white space, control characters and invisible characters.
 */
export type Tags = string[];
/**
 * Free text; if the meeting goes into a calendar, an e-mail address each, alone or as `Name <jane@example.com>`.
 *
 * @minItems 1
 * @maxItems 50
 *
 * Items: A text with a visible character, not only white space, control characters and invisible characters.
 */
export type Participants = string[];

/**
 * What the schemas of the actions describe.
 */
export interface ActionTypes {
  payloads: Payloads;
  results: Results;
}
/**
 * The payload of each action.
 */
export interface Payloads {
  task: TaskPayload;
  reminder: ReminderPayload;
  meeting: MeetingPayload;
  info: InfoPayload;
}
/**
 * Create a task.
 */
export interface TaskPayload {
  action_type: 'task';
  /**
   * A text with a visible character, not only white space, control characters and invisible characters.
   */
  title: string;
  description?: string;
  /**
   * A date, or a time; a time without an offset is wall-clock time in the service's default time zone.
   */
  due?: string;
  priority?: 'low' | 'normal' | 'high' | 'urgent';
  assignee?: string;
  tags?: Tags;
}
/**
 * Create a reminder of a message at an instant.
 */
export interface ReminderPayload {
  action_type: 'reminder';
  /**
   * A text with a visible character, not only white space, control characters and invisible characters.
   */
  message: string;
  /**
   * A time with Z or an offset; without one it is wall-clock time in `timezone`, or in the service's default time zone.
   */
  time: string;
  /**
   * An IANA time zone name, such as Europe/Berlin. Only together with times that carry no offset.
   */
  timezone?: string;
}
/**
 * Arrange a meeting. With the adapter `mock` it is only recorded, and the result says so.
 */
export interface MeetingPayload {
  action_type: 'meeting';
  /**
   * A text with a visible character, not only white space, control characters and invisible characters.
   */
  title: string;
  participants: Participants;
  /**
   * A time with Z or an offset; without one it is wall-clock time in `timezone`, or in the service's default time zone.
   */
  start_time: string;
  /**
   * A time with Z or an offset; without one it is wall-clock time in `timezone`, or in the service's default time zone.
   */
  end_time: string;
  /**
   * An IANA time zone name, such as Europe/Berlin. Only together with times that carry no offset.
   */
  timezone?: string;
  location?: string;
  description?: string;
}
/**
 * Look something up: an execution by `trace:<trace_id>` or by its id (`task:<task_id>`, `reminder:<reminder_id>`, `meeting:<meeting_id>`), or the operator's entry on a topic.
 */
export interface InfoPayload {
  action_type: 'info';
  /**
   * A text with a visible character, not only white space, control characters and invisible characters.
   */
  query: string;
}
/**
 * The `execution_result` of a success of each action.
 */
export interface Results {
  task: TaskResult;
  reminder: ReminderResult;
  meeting: MeetingResult;
  info: InfoResult;
}
export interface TaskResult {
  success: true;
  task_id: string;
  /**
   * A text with a visible character, not only white space, control characters and invisible characters.
   */
  title: string;
  description?: string;
  /**
   * A date, or a time; a time without an offset is wall-clock time in the service's default time zone.
   */
  due?: string;
  priority?: 'low' | 'normal' | 'high' | 'urgent';
  assignee?: string;
  tags?: Tags;
  external?: ExternalReference;
}
/**
 * What the outside system that carried the action out calls it.
 */
export interface ExternalReference {
  /**
   * The adapter that carried it out.
   */
  adapter: string;
  id: string;
  /**
   * Where it is to be seen, if the outside system says so.
   */
  url?: string;
}
export interface ReminderResult {
  success: true;
  reminder_id: string;
  /**
   * A text with a visible character, not only white space, control characters and invisible characters.
   */
  message: string;
  /**
   * A time with Z or an offset; without one it is wall-clock time in `timezone`, or in the service's default time zone.
   */
  time: string;
  /**
   * An IANA time zone name, such as Europe/Berlin. Only together with times that carry no offset.
   */
  timezone?: string;
  /**
   * An instant in UTC; a fraction of a second is cut off.
   */
  due_at: string;
  external?: ExternalReference;
}
export interface MeetingResult {
  success: true;
  meeting_id: string;
  /**
   * A text with a visible character, not only white space, control characters and invisible characters.
   */
  title: string;
  participants: Participants;
  /**
   * A time with Z or an offset; without one it is wall-clock time in `timezone`, or in the service's default time zone.
   */
  start_time: string;
  /**
   * A time with Z or an offset; without one it is wall-clock time in `timezone`, or in the service's default time zone.
   */
  end_time: string;
  /**
   * An IANA time zone name, such as Europe/Berlin. Only together with times that carry no offset.
   */
  timezone?: string;
  location?: string;
  description?: string;
  /**
   * An instant in UTC; a fraction of a second is cut off.
   */
  start_at: string;
  /**
   * An instant in UTC; a fraction of a second is cut off.
   */
  end_at: string;
  /**
   * Present if the adapter is `mock`: the meeting is only recorded.
   */
  mocked?: true;
  external?: ExternalReference;
}
export interface InfoResult {
  success: true;
  /**
   * A text with a visible character, not only white space, control characters and invisible characters.
   */
  query: string;
  /**
   * The execution that was asked for, or the operator's entry: any JSON value. A reminder that has not failed also has `delivered_at`: an instant in UTC, or null until it is delivered.
   */
  data: unknown;
}
