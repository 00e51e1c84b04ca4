// Every adapter of this service, one line each. An action's first adapter is its default.
import type { AdapterModule } from './adapter-module.ts';
import { caldav } from './caldav/caldav.ts';
import { eventbridge } from './eventbridge/eventbridge.ts';
import { google } from './google/google.ts';
import { mock } from './mock.ts';
import { record } from './record.ts';
import { webhook } from './webhook.ts';

export const adapterModules: readonly AdapterModule[] = [record, eventbridge, mock, webhook, caldav, google];
