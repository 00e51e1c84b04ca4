// Starts a test's server on 127.0.0.1, on a port that the system picks.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Resolves with the server's URL, without a path, once it listens. */
export async function listenLocally(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port that nobody uses, for a server that cannot pick one itself; another process may still take it before it is used. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const { port } = new URL(await listenLocally(server));
  await new Promise((resolve) => server.close(resolve));
  return Number(port);
}
