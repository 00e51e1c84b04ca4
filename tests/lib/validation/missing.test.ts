// Which values count as missing, by one rule for every field of a payload.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { withoutMissing } from '../../../lib/validation/missing.ts';

test.each([null, '', ' ', '\t\r\n', '\u00a0\u2003\u3000\ufeff', '\u0000', '\u200b\u3164\u2800', []])(
  '%j counts as missing',
  (value) => {
    expect(withoutMissing({ field: value }, ['field'])).toEqual({});
  },
);

test.each([0, false, 'x', ' x ', '\u200bx', '\u2801', '\u{1f600}', [['']], [null], {}, Number.NaN])(
  '%j does not count as missing',
  (value) => {
    expect(withoutMissing({ field: value }, ['field'])).toEqual({ field: value });
  },
);

test("the schema's pattern agrees with Unicode about every character, visible or not", () => {
  const { $defs } = JSON.parse(readFileSync('schemas/common.schema.json', 'utf8')) as {
    $defs: { visible: { pattern: string } };
  };
  const bySchema = new RegExp($defs.visible.pattern, 'u');
  const byUnicode = /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;
  const differing: string[] = [];
  for (let codePoint = 0; codePoint <= 0x10_ff_ff; codePoint += 1) {
    const text = String.fromCodePoint(codePoint);
    if (text.isWellFormed() && bySchema.test(text) !== byUnicode.test(text))
      differing.push(codePoint.toString(16));
  }
  expect(differing).toEqual([]);
});

test('missing fields are left out, and the others stay unchanged and in order', () => {
  const payload = { title: ' x ', tags: [], due: null, priority: 'high', assignee: '\u200b' };
  const fields = ['title', 'description', 'due', 'priority', 'assignee', 'tags'];
  expect(JSON.stringify(withoutMissing(payload, fields))).toBe('{"title":" x ","priority":"high"}');
});

test('a field of an unknown name stays, whatever its value', () => {
  const payload = { titel: null, toString: '', title: null };
  expect(withoutMissing(payload, ['title'])).toEqual({ titel: null, toString: '' });
});
