// The errors of the client. None carries a value of a payload, a credential or a token.

/**
 * Thrown if the client learnt nothing: whether the decision was executed is not known. Sending the same decision again under `traceId` is
 * safe, now or later: it tells the outcome, or brings it about. `cause` says why the last try brought no answer, or is the reason of the
 * signal that ended the call.
 */
export class NoOutcomeError extends Error {
  override readonly name = 'NoOutcomeError';
  readonly traceId: string;
  /** How many times the decision was sent, or tried to be sent. */
  readonly attempts: number;

  constructor(traceId: string, attempts: number, cause: unknown) {
    super(`the outcome of ${JSON.stringify(traceId)} is not known (attempts: ${attempts})`, { cause });
    this.traceId = traceId;
    this.attempts = attempts;
  }
}

/** The cause of a try that was answered, but not by the service: by a gateway or a proxy in front of it, as a rule. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
  readonly status: number;
  /** The media type, without parameters; `undefined` if the answer named none. */
  readonly contentType: string | undefined;

  constructor(status: number, contentType: string | undefined) {
    super(`HTTP ${status} with ${contentType ?? 'no content type'} is no answer of the Workflow Executor`);
    this.status = status;
    this.contentType = contentType;
  }
}
