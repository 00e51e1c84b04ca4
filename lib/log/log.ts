// Writes the log lines (schemas/README.md, Log lines). Nothing is kept from one line to the next: each call brings all fields.
import type { Config } from '../config/config.ts';
import { dispositionOf } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';
import { createLineLogger, type LineLogger } from './line.ts';

/** The fields that every line of an invocation carries. */
export type LogContext = {
  readonly trace_id: string | null;
  readonly request_id: string;
  readonly cold_start?: true;
};

export type Received = {
  readonly decision: string | null;
  readonly action_type: string | null;
  readonly bytes: number;
};

export type ExecutionStats = {
  readonly actionType: string | null;
  readonly durationMs: number;
  readonly storeCalls: number;
};

/** The delivery of a reminder, as far as it is known. */
export type ReminderLine = {
  readonly reminder_id: string;
  /** ISO 8601, UTC. */
  readonly due_at: string;
  readonly late_ms: number;
  readonly delivery: string;
};

export type Log = {
  received(context: LogContext, fields: Received): void;
  completed(context: LogContext, outcome: Outcome, stats: ExecutionStats): void;
  delivered(context: LogContext, delivery: ReminderLine): void;
  notDelivered(context: LogContext, delivery: Partial<ReminderLine>, cause: string): void;
  crashed(
    context: LogContext,
    error: { readonly name: string; readonly message: string; readonly stack?: string },
  ): void;
};

export function createLog({ service, stage, version, logLevel }: Config): Log {
  const info = { service, stage, version };
  const logger = createLineLogger(logLevel, info);
  return {
    received: (context, fields) => logger.info('REQUEST_RECEIVED', { ...context, ...fields }),
    completed: (context, outcome, stats) => writeOutcome(logger, context, outcome, stats),
    delivered: (context, delivery) => {
      // With delivery by the log this line is the delivery itself: it is written at every log level.
      const writer = delivery.delivery === 'log' ? createLineLogger('INFO', info) : logger;
      writer.info('REMINDER_DELIVERED', { ...context, ...delivery });
    },
    notDelivered: (context, delivery, cause) =>
      logger.error('REMINDER_FAILED', { ...context, ...delivery, cause }),
    crashed: (context, error) => logger.error('EXECUTION_CRASH', { ...context, error: { ...error } }),
  };
}

function writeOutcome(
  logger: LineLogger,
  context: LogContext,
  outcome: Outcome,
  { actionType, durationMs, storeCalls }: ExecutionStats,
): void {
  const duration_ms = Math.round(durationMs * 100) / 100;
  if (outcome.status === 'skipped') {
    logger.info('EXECUTION_SKIPPED', { ...context, decision: outcome.decision, duration_ms });
    return;
  }
  const fields = { ...context, action_type: actionType };
  if (outcome.status === 'planned') {
    logger.info('EXECUTION_PLANNED', { ...fields, duration_ms });
    return;
  }
  if (outcome.status === 'success') {
    const { created, replayed, adapter } = outcome;
    const id = created === undefined ? {} : { [created.idField]: created.id };
    const message = replayed ? 'EXECUTION_REPLAYED' : 'EXECUTION_SUCCESS';
    logger.info(message, { ...fields, ...id, adapter, duration_ms, store_calls: storeCalls });
    return;
  }
  const { code, cause } = outcome.failure;
  const { status, retryable } = dispositionOf(outcome.failure);
  const why = {
    error_code: code,
    http_status: status,
    retryable,
    adapter: outcome.adapter,
    duration_ms,
    store_calls: storeCalls,
    cause,
  };
  if (outcome.replayed) logger.info('EXECUTION_REPLAYED', { ...fields, ...why });
  else if (status < 500) logger.warn('EXECUTION_FAILED', { ...fields, ...why });
  else logger.error('EXECUTION_FAILED', { ...fields, ...why });
}
