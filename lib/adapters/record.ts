// Tasks that are kept in the service's own table: the record of the execution is the task.
import type { AdapterModule } from './adapter-module.ts';

export const record: AdapterModule = {
  name: 'record',
  variables: { required: [], properties: {} },
  actions: { task: () => ({ kind: 'record', fields: {} }) },
};
