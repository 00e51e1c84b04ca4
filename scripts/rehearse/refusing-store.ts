// Responsible for a store that refuses every write, as a wrong policy of the function's role does: it stands before the stand-in and hands on
// everything else.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

const write = /^DynamoDB_\d+\.(PutItem|UpdateItem|DeleteItem|TransactWriteItems|BatchWriteItem)$/;
const refusal = {
  __type: 'com.amazon.coral.service#AccessDeniedException',
  Message: 'User is not authorized to perform this action',
};

export interface RefusingStore {
  readonly url: string;
  /** Writes that were refused. */
  readonly refused: () => number;
  readonly close: () => void;
}

/** @param endpoint where everything else goes */
export async function startRefusingStore(endpoint: string): Promise<RefusingStore> {
  let refused = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      if (write.test(String(request.headers['x-amz-target']))) {
        refused += 1;
        response
          .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
          .end(JSON.stringify(refusal));
        return;
      }
      const headers = Object.entries(request.headers).filter(([name]) =>
        /^(x-amz-|authorization|content-type)/.test(name),
      );
      const answer = await fetch(endpoint + (request.url ?? '/'), {
        method: 'POST',
        headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
        body,
      });
      const passedOn = [...answer.headers].filter(([name]) => /^(x-amz|content-type)/.test(name));
      response.writeHead(answer.status, Object.fromEntries(passedOn));
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: () => refused,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
