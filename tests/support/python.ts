// Runs Python for tests: a script that turns JSON into JSON, and moto as a server.
import { spawn, spawnSync } from 'node:child_process';
import { readLines } from '../../scripts/local/lines.ts';

/**
 * Runs a script that reads JSON from its input and writes JSON.
 *
 * @param script its path from the root of the repository
 * @param python the interpreter to run it
 * @throws what the script wrote to its stderr, when it failed
 */
export function askPython(script: string, question: unknown, python = 'python3'): unknown {
  const input = JSON.stringify(question);
  const { status, stdout, stderr } = spawnSync(python, [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return JSON.parse(stdout);
}

export type Moto = {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
};

/** It ends when its input does, so that it never outlives the test. */
const motoServer = `
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
server.start()
print('http://%s:%d' % server.get_host_and_port(), flush=True)
sys.stdin.read()
`;

/** AWS in memory, on a port that the system picks. */
export async function startMoto(): Promise<Moto> {
  const python = spawn('python3', ['-c', motoServer], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => void python.once('close', () => resolve()));
  const lines = readLines(python.stdout);
  const { value: endpoint } = await lines.next();
  await lines.return();
  python.stdout.resume();
  if (endpoint === undefined) throw new Error('moto did not start');
  return {
    endpoint,
    stop: async () => {
      python.kill('SIGKILL');
      await ended;
    },
  };
}
