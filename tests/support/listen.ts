// Starts a test's server on 127.0.0.1, on a port that the system picks.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Resolves with the server's URL, without a path, once it listens. */
export async function listenLocally(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
