// Meetings that go into no calendar: recorded, and the result says that they are mocked.
import type { AdapterModule } from './adapter-module.ts';

export const mock: AdapterModule = {
  name: 'mock',
  variables: { required: [], properties: {} },
  actions: { meeting: () => ({ kind: 'record', fields: { mocked: true } }) },
};
