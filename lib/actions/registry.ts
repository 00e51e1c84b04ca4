// Every action of this service. An action without a schema, or a schema without an action, does not compile.
import type { ActionType } from '../generated/tables.ts';
import { info } from './info.ts';
import { meeting } from './meeting.ts';
import type { Action } from './plan.ts';
import { reminder } from './reminder.ts';
import { task } from './task.ts';

export const actions: { readonly [Type in ActionType]: Action<Type> } = { task, reminder, meeting, info };
