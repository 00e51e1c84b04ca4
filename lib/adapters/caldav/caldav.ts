// caldav: tasks, reminders and meetings in a calendar that speaks CalDAV, RFC 4791 (schemas/README.md, Adapters). Its variables, and
// the adapter of each action.
import type { EffectAction, EffectPayload } from '../../domain/effect.ts';
import type { OutsideAdapter } from '../../ports/adapter.ts';
import type { AdapterModule, AwsEndpoints, Variables } from '../adapter-module.ts';
import { findAttendeeBreaches } from '../attendees.ts';
import { callableBaseUrl } from '../callable-url.ts';
import { requireVariable } from '../require-variable.ts';
import { createSecret } from '../secret.ts';
import { putObject } from './put-object.ts';

export const caldav: AdapterModule = {
  name: 'caldav',
  variables: {
    required: ['CALDAV_URL'],
    dependentRequired: { CALDAV_USERNAME: ['CALDAV_PASSWORD'], CALDAV_PASSWORD: ['CALDAV_USERNAME'] },
    properties: {
      CALDAV_URL: { ...callableBaseUrl, description: 'The calendar collection for meetings.' },
      CALDAV_TASKS_URL: {
        ...callableBaseUrl,
        description: 'The collection for tasks and reminders (VTODO). Default: that of `CALDAV_URL`.',
      },
      CALDAV_USERNAME: {
        type: 'string',
        pattern: String.raw`^[^:\u0000-\u001f\u007f]+$`,
        'x-pattern-message': 'must have neither a colon nor a control character',
        description: 'For basic authentication. Without it the server is called without authentication.',
      },
      CALDAV_PASSWORD: {
        type: 'string',
        pattern: '^(?!ssm:(?!/))',
        'x-pattern-message': 'must be the password, or ssm:/ and the name of the parameter with it',
        description: 'The password for `CALDAV_USERNAME`.',
        'x-secret': true,
      },
      CALDAV_ORGANIZER: {
        type: 'string',
        pattern: String.raw`^[A-Za-z0-9.!#$%&'*+/=?^_\x60{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$`,
        'x-pattern-message': 'must be an e-mail address, its domain in ASCII',
        description:
          'The e-mail address in whose name the server invites the participants of a meeting: one that belongs to the calendar. Without it nobody is invited, and the participants are only shown.',
      },
    },
  },
  actions: {
    task: (variables, { ssm }) => createAdapter('task', tasksUrl(variables), variables, ssm),
    reminder: (variables, { ssm }) => createAdapter('reminder', tasksUrl(variables), variables, ssm),
    meeting: (variables, { ssm }) => ({
      ...createAdapter('meeting', requireVariable(variables, 'CALDAV_URL'), variables, ssm),
      findBreaches: ({ participants }: EffectPayload<'meeting'>) => findAttendeeBreaches(participants),
    }),
  },
};

function createAdapter<Type extends EffectAction>(
  actionType: Type,
  collectionUrl: string,
  variables: Variables,
  ssmEndpoint: AwsEndpoints['ssm'],
): OutsideAdapter<Type> {
  const { CALDAV_USERNAME: username, CALDAV_ORGANIZER: organizer } = variables;
  const authentication =
    username === undefined
      ? undefined
      : { username, password: createSecret(requireVariable(variables, 'CALDAV_PASSWORD'), ssmEndpoint) };
  const folder = collectionUrl.endsWith('/') ? collectionUrl : `${collectionUrl}/`;
  return {
    kind: 'outside',
    name: 'caldav',
    async perform(effect, invocation) {
      const { calendarTexts } = await import('./objects.ts');
      const text = calendarTexts[actionType](effect, organizer);
      const uid = effect.effectKey;
      return await putObject({ uid, url: `${folder}${uid}.ics`, text }, authentication, invocation);
    },
  };
}

function tasksUrl(variables: Variables): string {
  return variables['CALDAV_TASKS_URL'] ?? requireVariable(variables, 'CALDAV_URL');
}
