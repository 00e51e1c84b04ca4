// Every adapter of this service, one line each. An action's first adapter is its default.
import type { AdapterModule } from './adapter-module.ts';
import { eventbridge } from './eventbridge/eventbridge.ts';
import { mock } from './mock.ts';
import { record } from './record.ts';
import { webhook } from './webhook.ts';

export const adapterModules: readonly AdapterModule[] = [record, eventbridge, mock, webhook];
