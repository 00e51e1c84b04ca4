// Owns: what an error of AWS means to the person who asked, as one sentence that says what to do about it.
import { thrown } from './lines.ts';
import type { StageNames } from './names.ts';

export interface AwsFault {
  /** Faults of one kind are told once, though logs and table both met them. */
  readonly kind: string;
  readonly sentence: string;
}

/** What was being asked of AWS, in words. */
export interface Question {
  /** `the log group /aws/lambda/…` */
  readonly of: string;
  /** `logs:StartQuery and logs:GetQueryResults` */
  readonly rights: string;
}

const kinds: Readonly<Record<string, readonly string[]>> = {
  missing: ['ResourceNotFoundException'],
  forbidden: ['AccessDeniedException', 'AccessDenied', 'UnauthorizedException'],
  expired: ['ExpiredTokenException', 'ExpiredToken', 'RequestExpired'],
  unknown: [
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'IncompleteSignatureException',
    'MissingAuthenticationTokenException',
  ],
  absent: ['CredentialsProviderError', 'TokenProviderError'],
  busy: [
    'ThrottlingException',
    'LimitExceededException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
  ],
  unreachable: [
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'TimeoutError',
  ],
  broken: ['InternalFailure', 'InternalServerError', 'ServiceUnavailableException', 'ServiceUnavailable'],
};

export function awsFault(error: unknown, { of, rights }: Question, { stage, region }: StageNames): AwsFault {
  const kind = kindOf(error);
  const sentences: Readonly<Record<string, string>> = {
    missing: `There is no ${of} in ${region}: deploy stage ${stage} there first, or name the right --stage and --region.`,
    forbidden: `Your credentials may not read the ${of}: ask for ${rights} on it.`,
    expired: 'Your AWS credentials have expired: sign in again, with `aws sso login` or as you got them.',
    unknown:
      'AWS does not accept these credentials: check AWS_PROFILE or the keys in your environment, and the clock.',
    absent: 'No AWS credentials were found: set AWS_PROFILE, or sign in with `aws sso login`.',
    busy: 'AWS has too many requests of this account at once: wait a minute and ask again.',
    unreachable: `AWS could not be reached in ${region}: check the network, and the region's name.`,
    broken: 'AWS failed on its side: ask again in a minute; its state is at https://health.aws.amazon.com.',
  };
  const sentence = sentences[kind] ?? `The ${of} could not be read: ${describe(error)}.`;
  // A table missing or forbidden says nothing new where the log group was too, but rights are asked for one by one.
  return { kind: kind === 'forbidden' || kind === 'other' ? `${kind} ${of}` : kind, sentence };
}

function kindOf(error: unknown): string {
  const { name, code, message } = thrown(error);
  // The client may wrap an error of the network in one of its own, whose message then names the code.
  const names = new Set([name, code, ...message.split(/[^A-Z_]+/u)]);
  const [kind = 'other'] =
    Object.entries(kinds).find(([, known]) => known.some((one) => names.has(one))) ?? [];
  return kind === 'absent' && /expired/iu.test(message) ? 'expired' : kind;
}

function describe(error: unknown): string {
  const { name, message } = thrown(error);
  return `${name}, ${message}`.replace(/\.$/u, '');
}
