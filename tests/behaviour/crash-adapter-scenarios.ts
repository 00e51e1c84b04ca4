// The scenarios that together call every function of the adapters of outside systems.
import { meetingRequest, reminderRequest, taskRequest } from '../support/requests.ts';
import { variablesOf } from '../support/outside-server.ts';
import type { Scenario } from './crash-scenarios.ts';

/**
 * New requests at each call, since every trace id is used once.
 *
 * @param url of what `startOutsideServer` started
 */
export function makeAdapterScenarios(url: string): readonly Scenario[] {
  const missing = `${url}/missing`;
  const webhook = variablesOf.webhook(url);
  const caldav = variablesOf.caldav(url);
  const google = variablesOf.google(url, `${url}/token`);
  const again = taskRequest();
  return [
    { name: 'a task by webhook', request: taskRequest(), variables: webhook },
    {
      name: 'a task by webhook, whose secret is a parameter',
      request: taskRequest(),
      variables: { ...webhook, WEBHOOK_SECRET: 'ssm:/webhook' },
    },
    {
      name: 'a task by webhook, for which the receiver has no place',
      request: taskRequest(),
      variables: variablesOf.webhook(missing),
    },
    {
      name: 'a task by webhook, which is tried again',
      before: [again],
      variablesBefore: variablesOf.webhook(missing),
      request: again,
      variables: webhook,
    },
    {
      name: 'a task in a calendar',
      request: taskRequest({ payload: { description: 'All of them', due: '2041-03-03', tags: ['garden'] } }),
      variables: caldav,
    },
    { name: 'a reminder in a calendar', request: reminderRequest(), variables: caldav },
    { name: 'a meeting in a calendar', request: meetingRequest(), variables: caldav },
    {
      name: 'a meeting in Google Calendar',
      request: meetingRequest(),
      variables: google,
    },
    {
      name: 'a meeting in a calendar that Google does not have',
      request: meetingRequest(),
      variables: variablesOf.google(missing, `${url}/token`),
    },
    {
      name: 'a meeting with credentials that are none',
      request: meetingRequest(),
      variables: { ...google, GOOGLE_CREDENTIALS: '{}' },
    },
  ];
}
