// The plan of an info: a lookup of what its query names.
import { expect, test } from '@jest/globals';
import { info } from '../../../lib/actions/info.ts';
import { context } from './action-context.ts';

test('an info is planned as a query of what it asks for', () => {
  expect(info({ action_type: 'info', query: 'trace:any-7' }, context)).toStrictEqual({
    kind: 'query',
    lookup: { kind: 'execution', traceId: 'any-7' },
  });
});
