// What each adapter adds to the first meeting of a fresh process, above one that is mocked; and what a secret from Systems Manager adds.
import { generateKeyPairSync } from 'node:crypto';
import { meetingRequest } from '../../tests/support/requests.ts';
import { takeTurns, type Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import { firstAnswer, type ProcessVariables } from '../processes.ts';
import { createRow, type Row } from '../rows.ts';
import { median } from '../statistics.ts';
import { fasterOfTwo } from './load.ts';

type AdapterTurn = { readonly name: string; readonly above?: string; readonly variables: ProcessVariables };

/** @param url where the outside systems are */
function turnsAt(url: string): AdapterTurn[] {
  const webhook = {
    MEETING_ADAPTER: 'webhook',
    WEBHOOK_URL: `${url}/webhook`,
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString('base64')}`,
  };
  const caldav = {
    MEETING_ADAPTER: 'caldav',
    CALDAV_URL: `${url}/calendar/`,
    CALDAV_USERNAME: 'bench',
    CALDAV_PASSWORD: 'bench',
    CALDAV_ORGANIZER: 'bench@example.com',
  };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const credentials = {
    type: 'service_account',
    client_email: 'bench@example.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: `${url}/token`,
  };
  const google = {
    MEETING_ADAPTER: 'google',
    GOOGLE_API_URL: url,
    GOOGLE_CREDENTIALS: JSON.stringify(credentials),
    GOOGLE_SUBJECT: 'bench@example.com',
  };
  return [
    { name: 'mock', variables: { MEETING_ADAPTER: 'mock' } },
    { name: 'webhook', above: 'mock', variables: webhook },
    { name: 'caldav', above: 'mock', variables: caldav },
    { name: 'google', above: 'mock', variables: google },
    {
      name: 'webhook with a secret from SSM',
      above: 'webhook',
      variables: { ...webhook, WEBHOOK_SECRET: 'ssm:/bench' },
    },
  ];
}

export async function measureFirstUse({ candidates: { ours }, env, quick }: Bench): Promise<Row[]> {
  const turns = turnsAt(env['AWS_ENDPOINT_URL_SSM'] ?? '');
  const request = meetingRequest().json;
  const samples = await takeTurns(turns, { warmUp: 1, rounds: quick ? 8 : 25 }, ({ variables }) =>
    fasterOfTwo(() => firstAnswer(ours, { ...env, ...variables }, { request })),
  );
  const millisecondsOf = (name: string) =>
    (samples[turns.findIndex((turn) => turn.name === name)] ?? []).map(({ firstAnswerMs }) => firstAnswerMs);
  return turns.map(({ name, above }) => {
    const ours = millisecondsOf(name);
    if (above === undefined) return createRow(`load to first meeting, ${name}`, 'ms', { ours });
    const without = millisecondsOf(above);
    const extraMs = median(ours.map((ms, round) => ms - (without[round] ?? Number.NaN)));
    const measured = `load to first meeting, ${name} (${extraMs.toFixed(1)} ms above ${above})`;
    return createRow(measured, 'ms', { ours, without }, budgets.firstUse);
  });
}
