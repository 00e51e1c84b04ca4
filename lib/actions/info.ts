// info: reads, and answers what is true now.
import { readQuery } from './lookup.ts';
import type { Action } from './plan.ts';

export const info: Action<'info'> = ({ query }) => ({ kind: 'query', lookup: readQuery(query) });
