// Delivery by SNS: one Publish of its Query API (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html), signed by the part of the
// AWS SDK that the other clients sign with. The whole client, with its reader of XML, would be a seventh of the bundle for this one call.
import { setTimeout } from 'node:timers/promises';
import { partition } from '@aws-sdk/core/client';
import { Sha256 } from '@smithy/core/checksum';
import { loadConfig } from '@smithy/core/config';
import { SignatureV4 } from '@smithy/signature-v4';
import type { DeliveryConfig } from '../../config/config.ts';
import { defaultProvider } from '../environment-credentials.ts';
import type { DueReminder, EffectResult } from '../../domain/effect.ts';
import type { Delivery } from '../../ports/delivery.ts';
import { clientLimits, sendWithin } from '../send.ts';
import { markReserveMs, postErrorName, post, readUpTo, type Post } from './post.ts';

/** An answer takes a few hundred bytes. */
const maxAnswerBytes = 16_384;
const contractVersion = 1;

/** Where SNS has a region's topics: https://docs.aws.amazon.com/general/latest/gr/sns.html */
export function endpointOf(region: string): string {
  return `https://sns.${region}.${partition(region).dnsSuffix}`;
}

/** @param endpoint where SNS is, if not where the environment says or where the topic's region has it */
export function createSnsDelivery(
  { topicArn }: Extract<DeliveryConfig, { kind: 'sns' }>,
  endpoint?: string,
): Delivery {
  const region = topicArn.split(':')[3] ?? '';
  // Under the names that the SDK's clients know; '' if neither is set.
  const readEndpoint = loadConfig({
    environmentVariableSelector: (env) => env['AWS_ENDPOINT_URL_SNS'] || env['AWS_ENDPOINT_URL'] || '',
    configFileSelector: () => undefined,
    default: '',
  });
  const signer = new SignatureV4({ service: 'sns', region, sha256: Sha256, credentials: defaultProvider() });

  /** @throws CredentialsProviderError if the environment has none */
  async function signPublish(reminder: DueReminder): Promise<Post> {
    const given = endpoint ?? (await readEndpoint());
    const url = new URL(given === '' ? endpointOf(region) : given);
    const { protocol, host, hostname, pathname: path } = url;
    const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
    const body = String(new URLSearchParams(toPublishParameters(reminder, topicArn)));
    const signed = await signer.sign({ method: 'POST', protocol, hostname, path, query: {}, headers, body });
    return { url: url.href, headers: signed.headers, body };
  }

  return {
    name: 'sns',
    async handOver(reminder, invocation) {
      try {
        return await sendWithin(invocation, markReserveMs, async ({ abortSignal }) => {
          for (let attempt = 1; ; attempt += 1) {
            const tried = await tryOnce(await signPublish(reminder), abortSignal);
            if (!tried.mayRetry || attempt === clientLimits.maxAttempts) return tried.result;
            await setTimeout(50 * 2 ** attempt, undefined, { signal: abortSignal });
          }
        });
      } catch (error) {
        return { kind: 'unavailable', cause: postErrorName(error) };
      }
    },
  };
}

/** `mayRetry`: another attempt at once may succeed. */
type PublishAttempt = { readonly result: EffectResult; readonly mayRetry: boolean };

async function tryOnce(request: Post, signal: AbortSignal): Promise<PublishAttempt> {
  const timeout = AbortSignal.timeout(clientLimits.requestHandler.requestTimeout);
  try {
    const answer = await post(request, AbortSignal.any([signal, timeout]));
    const text = await readUpTo(maxAnswerBytes, answer);
    // A proxy may answer an empty 200; SNS names the message that it accepted.
    if (answer.ok && /<MessageId>[^<]/.test(text)) return { result: { kind: 'done' }, mayRetry: false };
    const code = /<Code>([A-Za-z.]{1,64})<\/Code>/.exec(text)?.[1] ?? `HTTP ${answer.status}`;
    const mayRetry = answer.status >= 500 || answer.status === 429 || /throttl/i.test(code);
    return { result: { kind: 'unavailable', cause: answer.ok ? 'UnnamedMessage' : code }, mayRetry };
  } catch (error) {
    return { result: { kind: 'unavailable', cause: postErrorName(error) }, mayRetry: true };
  }
}

function toPublishParameters(reminder: DueReminder, topicArn: string): Record<string, string> {
  const { reminderId, traceId, message, dueAt } = reminder;
  return {
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topicArn,
    Message: JSON.stringify({
      contract_version: contractVersion,
      reminder_id: reminderId,
      trace_id: traceId,
      message,
      due_at: dueAt,
    }),
    ...toAttribute(1, 'reminder_id', reminderId),
    ...toAttribute(2, 'trace_id', traceId),
  };
}

/** With these, subscribers can filter, and recognise duplicates, without reading the message. */
function toAttribute(position: number, name: string, value: string): Record<string, string> {
  const entry = `MessageAttributes.entry.${position}`;
  return {
    [`${entry}.Name`]: name,
    [`${entry}.Value.DataType`]: 'String',
    [`${entry}.Value.StringValue`]: value,
  };
}
