// Media type, content encoding and size: what is checked before a request is parsed.
import type { Case } from '../case.ts';
import { fails, one, skipped } from './build.ts';

const chat = { trace_id: 'contract-chat', decision: 'respond' };
const chatText = JSON.stringify(chat);
const maxBytes = 65_536;

const accepted = [
  'application/json',
  'APPLICATION/JSON',
  'Application/Json; Charset=UTF-8',
  'application/json;charset=utf-8',
  'application/json ; charset=utf-8',
  'application/json; charset=iso-8859-1',
  'application/problem+json',
  'application/vnd.api+JSON; version=1',
];
const refused = [
  'text/json',
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'application/xml',
  'application/jsonp',
  'application/json-seq',
  'application/json, text/plain',
  'json',
];

function encoded(coding: string) {
  return { 'content-type': 'application/json', 'content-encoding': coding };
}

export const media: readonly Case[] = [
  ...accepted.map((type) =>
    one(`${type} is JSON`, { json: chat, headers: { 'content-type': type } }, skipped),
  ),
  ...refused.map((type) =>
    one(
      `${type} is not JSON`,
      { json: chat, headers: { 'content-type': type } },
      fails('unsupported_media_type'),
    ),
  ),
  {
    ...one(
      'no content type is not JSON',
      { json: chat, headers: {} },
      fails('unsupported_media_type', {
        message: 'the content type is absent; send content-type: application/json',
      }),
    ),
    gatewayMayRewrite: true,
  },

  ...['identity', 'Identity', ' identity ', '', 'identity, identity'].map((coding) =>
    one(`content-encoding "${coding}" is accepted`, { json: chat, headers: encoded(coding) }, skipped),
  ),
  ...['gzip', 'GZIP', 'br', 'deflate', 'zstd', 'x-gzip', 'identity, gzip', 'aws-chunked', 'utf-8'].map(
    (coding) => ({
      ...one(
        `content-encoding ${coding} is refused`,
        { json: chat, headers: encoded(coding) },
        fails('unsupported_media_type', {
          message: 'the body has a content-encoding; send it as it is, without one',
        }),
      ),
    }),
  ),
  one(
    'the content type is checked before the content-encoding',
    { json: chat, headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' } },
    fails('unsupported_media_type', {
      message: 'the content type is not JSON; send content-type: application/json',
    }),
  ),

  one('a body of 64 KiB is accepted', { body: chatText.padEnd(maxBytes) }, skipped),
  one(
    'a body of 64 KiB and one byte is too large',
    { body: chatText.padEnd(maxBytes + 1) },
    fails('payload_too_large'),
  ),
  one(
    'the size is counted in bytes, not in characters',
    { json: { ...chat, text: 'é'.repeat(maxBytes / 2) } },
    fails('payload_too_large'),
  ),
];
