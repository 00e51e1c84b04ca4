// Bodies are read whole up to a limit.
import { expect, test } from '@jest/globals';
import { maxAnswerBytes, readBody } from '../../../lib/client/read-body.ts';

/** A response in chunks of these sizes; the n-th is filled with n. */
function chunked(...sizes: readonly number[]) {
  let cancelled = false;
  let index = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const size = sizes[index];
        index += 1;
        if (size === undefined) controller.close();
        else controller.enqueue(new Uint8Array(size).fill(index));
      },
      cancel: () => {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { response: new Response(stream), isCancelled: () => cancelled };
}

test('a body comes together from its chunks, in order', async () => {
  const { response } = chunked(2, 0, 3);
  expect(await readBody(response)).toEqual(Uint8Array.of(1, 1, 3, 3, 3));
});

test('an answer without a body is empty', async () => {
  expect(await readBody(new Response(null, { status: 204 }))).toEqual(new Uint8Array());
});

test('a body of 1 MiB is read, and one byte more is not', async () => {
  expect(maxAnswerBytes).toBe(1024 * 1024);
  const { response } = chunked(maxAnswerBytes - 1, 1);
  expect(await readBody(response)).toHaveLength(maxAnswerBytes);
  const large = chunked(maxAnswerBytes, 1, 5);
  await expect(readBody(large.response)).rejects.toThrow(new Error('the answer is over 1048576 bytes'));
  expect(large.isCancelled()).toBe(true);
});
