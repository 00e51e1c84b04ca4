// A case of the contract: requests in order, each with the response that it must get. The worked examples are data (cases.json);
// the cases in cases/ are written with builders, in the same form.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { field } from '../../lib/domain/json.ts';

export type RequestHeaders = Readonly<Record<string, string>>;

export type Step = {
  /** One of: `json`, written as the body; `body`, sent unchanged; `base64`, bytes that may not be text. */
  readonly request: {
    readonly json?: unknown;
    readonly body?: string;
    readonly base64?: string;
    /** In place of `content-type: application/json`. */
    readonly headers?: RequestHeaders;
  };
  readonly response: {
    readonly status: number;
    /** The whole body, order of keys included. */
    readonly json?: unknown;
    /** A part of the body. */
    readonly match?: unknown;
    /** The paths of `details`, in order. */
    readonly detailPaths?: readonly string[];
    /** Strings that must not occur in the body. */
    readonly notContains?: readonly string[];
    /** Headers; `null` must be absent. */
    readonly headers?: Readonly<Record<string, string | null>>;
  };
};

export type Case = {
  readonly name: string;
  readonly steps: readonly Step[];
  /** A gateway before the service may repair this request, so that behind a gateway the case proves nothing. */
  readonly gatewayMayRewrite?: boolean;
  /** The released version whose case this is. It runs under trace ids of its own. */
  readonly version?: string;
};

/** The worked examples of the contract. */
export function readWorkedExamples(): readonly Case[] {
  const file = new URL('./cases.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] }).cases;
}

/** The case with every `{{run}}` replaced. @param run a word that is new for each run, of letters and digits */
export function withRun(given: Case, run: string): Case {
  // Cases of several versions use the same trace ids for different requests. The length stays: trace ids have a longest one.
  const digest = createHash('sha256').update(`${run} ${given.version}`).digest('hex');
  const word = given.version === undefined ? run : digest.slice(0, run.length);
  return JSON.parse(JSON.stringify(given).replaceAll('{{run}}', word)) as Case;
}

/** Whether the case stores nothing: every step is skipped, refused, or only reads. */
export function isReadOnly({ steps }: Case): boolean {
  return steps.every(({ request, response }) => {
    if (response.status !== 200) return true;
    const expected = (response.json ?? response.match) as { status?: unknown } | undefined;
    return expected?.status === 'skipped' || actionTypeOf(request.json) === 'info';
  });
}

/** Whether another adapter may answer it otherwise: a calendar invites by e-mail address and refuses other participants. */
export function dependsOnAdapter({ steps }: Case): boolean {
  return steps.some(({ request }) => {
    const participants = field(payloadOf(request.json), 'participants');
    return Array.isArray(participants) && participants.some((one) => !String(one).includes('@'));
  });
}

function actionTypeOf(request: unknown): unknown {
  return field(payloadOf(request), 'action_type');
}

function payloadOf(request: unknown): unknown {
  return field(field(request, 'data'), 'payload');
}
