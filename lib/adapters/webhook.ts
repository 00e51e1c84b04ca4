// Tasks, reminders and meetings by webhook: each is one signed POST, and the receiver may say what it calls the thing that it made
// (schemas/README.md, Adapters).
import type { Effect, EffectAction, EffectResult, External } from '../domain/effect.ts';
import { field, parseIfJson } from '../domain/json.ts';
import type { OutsideAdapter } from '../ports/adapter.ts';
import type { AdapterModule, AwsEndpoints, Variables } from './adapter-module.ts';
import { callableUrl } from './callable-url.ts';
import { unavailable, type HttpAnswer } from './http-call.ts';
import { requireVariable } from './require-variable.ts';
import { createSecret } from './secret.ts';
import { postWebhook, toWebhookBody, webhookSecretPattern } from './standard-webhook.ts';
import { toUnavailable } from './unavailable.ts';

export const webhook: AdapterModule = {
  name: 'webhook',
  variables: {
    required: ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
    properties: {
      WEBHOOK_URL: {
        ...callableUrl,
        description: 'Where webhooks are posted; https, or http on this machine.',
      },
      WEBHOOK_SECRET: {
        type: 'string',
        pattern: `^(?:${webhookSecretPattern}|ssm:(?:/[A-Za-z0-9_.-]+)+)$`,
        'x-pattern-message':
          'must be whsec_ and the base64 of 16 to 64 bytes, several separated by a space; or ssm: and the name of a parameter that holds them, with its first slash',
        description:
          '`whsec_…`, with which webhooks are signed; several, separated by a space, while one replaces another.',
        'x-secret': true,
      },
    },
  },
  actions: { task: createWebhook, reminder: createWebhook, meeting: createWebhook },
};

function createWebhook<Type extends EffectAction>(
  variables: Variables,
  endpoints: AwsEndpoints,
): OutsideAdapter<Type> {
  const receiver = {
    url: requireVariable(variables, 'WEBHOOK_URL'),
    secret: createSecret(requireVariable(variables, 'WEBHOOK_SECRET'), endpoints.ssm),
  };
  return {
    kind: 'outside',
    name: webhook.name,
    async perform(effect, invocation) {
      try {
        return translate(await postWebhook(toMessage(effect), receiver, invocation));
      } catch (error) {
        return toUnavailable(error);
      }
    },
  };
}

function toMessage({ effectKey, actionType, createdAt, ...subject }: Effect) {
  const body = toWebhookBody(`workflow.${actionType}`, createdAt, { ...subject, actionType });
  return { id: effectKey, body };
}

function translate(answer: HttpAnswer): EffectResult {
  const { status, text } = answer;
  if (status >= 200 && status < 300) {
    const external = readExternal(text);
    return { kind: 'done', ...(external !== undefined && { external }) };
  }
  const isRefusal = status === 400 || status === 410 || status === 422;
  return isRefusal ? { kind: 'rejected', cause: `HTTP ${status}` } : unavailable(answer);
}

const maxIdLength = 512;
const maxUrlLength = 2_048;

/** What a receiver calls the thing, if its answer is a JSON object that says so. An id that is none, or a URL, is left out. */
function readExternal(text: string): External | undefined {
  // Many receivers answer with plain text, or with nothing.
  const answer = parseIfJson(text);
  const [id, url] = [field(answer, 'id'), field(answer, 'url')];
  const name = Number.isSafeInteger(id) ? String(id) : id;
  if (typeof name !== 'string' || name === '' || name.length > maxIdLength) return undefined;
  return { id: name, ...(isWebUrl(url) && { url }) };
}

/** An absolute URL that a caller can open, and that carries no password. */
function isWebUrl(url: unknown): url is string {
  return (
    typeof url === 'string' &&
    url.length <= maxUrlLength &&
    /^https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/i.test(url) &&
    URL.canParse(url)
  );
}
