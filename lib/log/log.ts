// The log lines of section 7 of the contract. Nothing is kept from one line to the next: each call brings all its fields.
import type { Config } from '../config/config.ts';
import { dispositionOf } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';
import { createLineLogger, type LineLogger } from './line.ts';

/** What tells whose line it is. */
export type Whose = {
  readonly trace_id: string | null;
  readonly request_id: string;
  readonly cold_start?: true;
};

export type Received = {
  readonly decision: string | null;
  readonly action_type: string | null;
  readonly bytes: number;
};

/** How an execution went, beside its outcome. */
export type Run = {
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
  received(whose: Whose, fields: Received): void;
  outcome(whose: Whose, outcome: Outcome, run: Run): void;
  delivered(whose: Whose, delivery: ReminderLine): void;
  notDelivered(whose: Whose, delivery: Partial<ReminderLine>, cause: string): void;
  crash(
    whose: Whose,
    error: { readonly name: string; readonly message: string; readonly stack?: string },
  ): void;
};

export function createLog({ service, stage, version, logLevel }: Config): Log {
  const origin = { service, stage, version };
  const logger = createLineLogger(logLevel, origin);
  return {
    received: (whose, fields) => logger.info('REQUEST_RECEIVED', { ...whose, ...fields }),
    outcome: (whose, outcome, run) => writeOutcome(logger, whose, outcome, run),
    delivered: (whose, delivery) => {
      // With delivery by the log this line is the delivery itself: no log level may keep it back.
      const writer = delivery.delivery === 'log' ? createLineLogger('INFO', origin) : logger;
      writer.info('REMINDER_DELIVERED', { ...whose, ...delivery });
    },
    notDelivered: (whose, delivery, cause) =>
      logger.error('REMINDER_FAILED', { ...whose, ...delivery, cause }),
    crash: (whose, error) => logger.error('EXECUTION_CRASH', { ...whose, error: { ...error } }),
  };
}

function writeOutcome(
  logger: LineLogger,
  whose: Whose,
  outcome: Outcome,
  { actionType, durationMs, storeCalls }: Run,
): void {
  const duration_ms = Math.round(durationMs * 100) / 100;
  if (outcome.status === 'skipped') {
    logger.info('EXECUTION_SKIPPED', { ...whose, decision: outcome.decision, duration_ms });
    return;
  }
  const fields = { ...whose, action_type: actionType };
  if (outcome.status === 'success') {
    const made = outcome.made === undefined ? {} : { [outcome.made.idField]: outcome.made.id };
    const message = outcome.replayed ? 'EXECUTION_REPLAYED' : 'EXECUTION_SUCCESS';
    logger.info(message, { ...fields, ...made, duration_ms, store_calls: storeCalls });
    return;
  }
  const { code, cause } = outcome.failure;
  const { status, retryable } = dispositionOf(outcome.failure);
  const how = {
    error_code: code,
    http_status: status,
    retryable,
    duration_ms,
    store_calls: storeCalls,
    cause,
  };
  if (outcome.replayed) logger.info('EXECUTION_REPLAYED', { ...fields, ...how });
  else if (status < 500) logger.warn('EXECUTION_FAILED', { ...fields, ...how });
  else logger.error('EXECUTION_FAILED', { ...fields, ...how });
}
