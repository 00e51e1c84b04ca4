// Bodies that are not valid JSON, JSON that is refused for its content, and JSON that is not a request.
import type { Case } from '../case.ts';
import { execute, fails, newTraceId, ok, one, skipped, task } from './build.ts';

const chat = { trace_id: 'contract-chat', decision: 'respond' };
const chatText = JSON.stringify(chat);

/** `depth` lists in one another. */
function nested(depth: number, inner = ''): string {
  return `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;
}

const notJson: Readonly<Record<string, string>> = {
  'an empty body': '',
  'a body of white space': ' \n\t ',
  'a word': 'hello',
  'a trailing comma': `${chatText.slice(0, -1)},}`,
  'single quotes': chatText.replaceAll('"', "'"),
  'a comment': `// chat\n${chatText}`,
  'two documents': `${chatText}${chatText}`,
  'the value NaN': '{"trace_id":"contract-chat","decision":"respond","n":NaN}',
  'a raw line feed in a string': '{"trace_id":"contract-chat","decision":"res\npond"}',
  'half a surrogate pair in a value': '{"trace_id":"contract-chat","decision":"respond","x":"\\ud83d"}',
  'the other half, in a list': '{"trace_id":"contract-chat","decision":"respond","x":["a","\\ude00"]}',
  'a surrogate pair the wrong way round': '{"trace_id":"contract-chat","decision":"x","y":"\\ude00\\ud83d"}',
  'half a surrogate pair in a key': '{"trace_id":"contract-chat","decision":"respond","\\uD83D":1}',
  'the key __proto__': '{"trace_id":"contract-chat","decision":"respond","__proto__":{}}',
  'the key __proto__, escaped': '{"trace_id":"contract-chat","decision":"respond","\\u005f_proto__":1}',
  'the key __proto__, nested': `{"trace_id":"c","decision":"respond","data":${nested(8, '{"a":{"__proto__":1}}')}}`,
  'the key __proto__, 30,000 levels deep': `{"trace_id":"c","decision":"respond","data":${nested(30_000, '{"__proto__":1}')}}`,
  'constructor.prototype': '{"trace_id":"c","decision":"respond","a":{"constructor":{"prototype":{}}}}',
};

const utf16 = (mark: readonly number[]) =>
  Buffer.from([...mark, ...Buffer.from(chatText, 'utf16le')]).toString('base64');

const notUtf8: Readonly<Record<string, readonly number[]>> = {
  'a byte that is never in UTF-8': [0xff],
  'a sequence cut short': [0xe2, 0x82],
  'an overlong form': [0xc0, 0xaf],
  'an encoded surrogate': [0xed, 0xa0, 0x80],
};

function withBytes(bytes: readonly number[]): string {
  const [before = '', after = ''] = '{"trace_id":"contract-chat","decision":"respond","x":"|"}'.split('|');
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]).toString('base64');
}

export const json: readonly Case[] = [
  ...Object.entries(notJson).map(([what, body]) =>
    one(
      `${what} is invalid JSON`,
      { body },
      { ...fails('invalid_json'), match: withoutTraceId('invalid_json') },
    ),
  ),
  ...Object.entries(notUtf8).map(([what, bytes]) => ({
    ...one(`${what} is invalid JSON`, { base64: withBytes(bytes) }, fails('invalid_json')),
    gatewayMayRewrite: true,
  })),
  {
    ...one(
      'a byte order mark is invalid JSON, and the message names it',
      { body: `\ufeff${chatText}` },
      fails('invalid_json', { message: 'the body begins with a byte order mark; send it without' }),
    ),
    gatewayMayRewrite: true,
  },
  ...[
    [0xff, 0xfe],
    [0xfe, 0xff],
  ].map((mark) => ({
    ...one(
      `the message names the byte order mark ${Buffer.from(mark).toString('hex')} of UTF-16`,
      { base64: utf16(mark) },
      fails('invalid_json', { message: 'the body begins with the byte order mark of UTF-16; send UTF-8' }),
    ),
    gatewayMayRewrite: true,
  })),
  ...Object.entries({
    null: '',
    true: '',
    '7': '',
    '"text"': ', not a string: send the object itself, not its JSON text',
    [JSON.stringify(chatText)]: ', not a string: send the object itself, not its JSON text',
    '[]': ', not a list',
    '[{}]': ', not a list',
  }).map(([body, instead]) =>
    one(
      `${body} is not a request`,
      { body },
      {
        ...fails('invalid_request'),
        match: withoutTraceId('invalid_request', `the body must be a JSON object${instead}`),
      },
    ),
  ),

  one(
    'JSON nested 30,000 levels deep is accepted',
    { body: deep('respond', `{"x":${nested(30_000)}}`) },
    skipped,
  ),
  one(
    'a title nested 30,000 levels deep is refused by its path',
    {
      body: deep(
        'workflow',
        `{"workflow_type":"workflow","payload":{"action_type":"task","title":${nested(30_000, '1')}}}`,
      ),
    },
    fails('invalid_payload', { details: [{ path: '/data/payload/title' }] }),
  ),
  one(
    'a surrogate pair in escapes is one character',
    { body: JSON.stringify(execute(task({ title: 'x' })).json).replace('"x"', '"\\ud83d\\ude00"') },
    ok({ title: '😀' }),
  ),
  one('__proto__ is accepted as a value', execute(task({ title: '__proto__' })), ok({ title: '__proto__' })),
  one(
    'every character of a string is returned as it was sent',
    execute(task({ title: '"\\/\b\f\n\r\t\u0000\u007f\u2028\u2029é漢😀</script>' })),
    ok({ title: '"\\/\b\f\n\r\t\u0000\u007f\u2028\u2029é漢😀</script>' }),
  ),
];

function deep(decision: string, data: string): string {
  return `{"trace_id":"${newTraceId()}","decision":"${decision}","data":${data}}`;
}

function withoutTraceId(code: string, message?: string): object {
  const result = { error_code: code, retryable: false, ...(message !== undefined && { message }) };
  return { trace_id: null, status: 'failed', execution_result: result };
}
