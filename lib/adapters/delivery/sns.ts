// Delivery by SNS: one Publish of its Query API (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html), signed by the part of the
// AWS SDK that the other clients sign with. The whole client, with its reader of XML, would be a seventh of the bundle for this one call.
import { partition } from '@aws-sdk/core/client';
import { Sha256 } from '@smithy/core/checksum';
import { loadConfig } from '@smithy/core/config';
import { SignatureV4 } from '@smithy/signature-v4';
import type { DeliveryConfig } from '../../config/config.ts';
import { defaultProvider } from '../environment-credentials.ts';
import type { DueReminder, EffectResult } from '../../domain/effect.ts';
import type { Delivery } from '../../ports/delivery.ts';
import { callHttp, type HttpAnswer, type HttpCall } from '../http-call.ts';
import { clientLimits, errorName } from '../send.ts';
import { toUnavailable, UnavailableError } from '../unavailable.ts';

const limits = {
  maxAttempts: clientLimits.maxAttempts,
  attemptTimeoutMs: clientLimits.requestHandler.requestTimeout,
  // An answer takes a few hundred bytes.
  maxAnswerBytes: 16_384,
  mayPass: (answer: HttpAnswer) =>
    answer.status >= 500 || answer.status === 429 || /throttl/i.test(errorCode(answer)),
};
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

  /** @throws UnavailableError if the environment has no credentials */
  async function signPublish(reminder: DueReminder): Promise<HttpCall> {
    const given = endpoint ?? (await readEndpoint());
    const url = new URL(given === '' ? endpointOf(region) : given);
    const { protocol, host, hostname, pathname: path } = url;
    const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
    const body = String(new URLSearchParams(toPublishParameters(reminder, topicArn)));
    const request = { method: 'POST', protocol, hostname, path, query: {}, headers, body };
    const signed = await signer.sign(request).catch((error: unknown) => {
      throw new UnavailableError(errorName(error));
    });
    return { method: 'POST', url: url.href, headers: signed.headers, body };
  }

  return {
    name: 'sns',
    async handOver(reminder, invocation) {
      try {
        return translate(await callHttp(await signPublish(reminder), invocation, limits));
      } catch (error) {
        return toUnavailable(error);
      }
    },
  };
}

function translate(answer: HttpAnswer): EffectResult {
  const { status, text, brokenBy = 'UnnamedMessage' } = answer;
  if (status !== 200) return { kind: 'unavailable', cause: errorCode(answer) };
  // A proxy may answer an empty 200; SNS names the message that it accepted.
  return /<MessageId>[^<]/.test(text) ? { kind: 'done' } : { kind: 'unavailable', cause: brokenBy };
}

function errorCode({ status, text }: HttpAnswer): string {
  return /<Code>([A-Za-z.]{1,64})<\/Code>/.exec(text)?.[1] ?? `HTTP ${status}`;
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
