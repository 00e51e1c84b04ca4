// info: reads, and answers the current state.
import { readQuery } from './lookup.ts';
import type { Action } from './plan.ts';

export const info: Action<'info'> = ({ query }) => ({ kind: 'query', lookup: readQuery(query) });
