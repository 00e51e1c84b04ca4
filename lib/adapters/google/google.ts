// google: meetings in Google Calendar (schemas/README.md, Adapters). Its variables, and what it is made of.
import type { AdapterModule } from '../adapter-module.ts';
import { callableBaseUrl } from '../callable-url.ts';
import { requireVariable } from '../require-variable.ts';
import { createSecret } from '../secret.ts';
import { createGoogleCalendar } from './calendar.ts';
import { createTokens } from './tokens.ts';

const defaults = {
  GOOGLE_CALENDAR_ID: 'primary',
  GOOGLE_SEND_UPDATES: 'none',
  GOOGLE_API_URL: 'https://www.googleapis.com',
};

export const google: AdapterModule = {
  name: 'google',
  variables: {
    required: ['GOOGLE_CREDENTIALS'],
    properties: {
      GOOGLE_CREDENTIALS: {
        type: 'string',
        pattern: String.raw`^(?:\s*\{|ssm:(?:/[A-Za-z0-9_.-]+)+$)`,
        'x-pattern-message':
          'must be the JSON of application default credentials, or ssm:/ and the name of the parameter with it',
        description: 'Application default credentials, as JSON: `service_account` or `authorized_user`.',
        'x-secret': true,
      },
      GOOGLE_SUBJECT: {
        type: 'string',
        pattern: String.raw`^[^\s@]+@[^\s@]+$`,
        'x-pattern-message': 'must be an e-mail address',
        description:
          'The user for whom a service account acts, by domain-wide delegation; without it the service account acts for itself, and cannot invite anyone.',
      },
      GOOGLE_CALENDAR_ID: {
        type: 'string',
        pattern: String.raw`^(primary|[^\s@]+@[^\s@]+)$`,
        'x-pattern-message':
          'must be primary, or the id of a calendar, which has the form of an e-mail address',
        description: 'The calendar for meetings: `primary` for that of the user, or the id of another.',
        default: defaults.GOOGLE_CALENDAR_ID,
      },
      GOOGLE_SEND_UPDATES: {
        enum: ['none', 'all', 'externalOnly'],
        description:
          'Whom Google sends an e-mail about a new meeting: nobody, all participants, or those who do not use Google Calendar.',
        default: defaults.GOOGLE_SEND_UPDATES,
      },
      GOOGLE_API_URL: {
        ...callableBaseUrl,
        description: 'Where the API of Google is, without `/calendar/v3`. Another address is for tests.',
        default: defaults.GOOGLE_API_URL,
      },
    },
  },
  actions: {
    meeting: (variables, { ssm }) => {
      const chosen = (name: keyof typeof defaults) => variables[name] ?? defaults[name];
      const credentials = createSecret(requireVariable(variables, 'GOOGLE_CREDENTIALS'), ssm);
      return createGoogleCalendar(
        {
          apiUrl: chosen('GOOGLE_API_URL'),
          calendarId: chosen('GOOGLE_CALENDAR_ID'),
          sendUpdates: chosen('GOOGLE_SEND_UPDATES'),
        },
        createTokens(credentials, variables['GOOGLE_SUBJECT']),
      );
    },
  },
};
