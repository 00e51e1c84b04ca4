// Collects every assertion on the packaged template.
import { alarmAssertions } from './alarms.ts';
import { apiAssertions } from './api.ts';
import { metricAssertions } from './metrics.ts';
import { reminderAssertions } from './reminders.ts';
import { roleAssertions } from './roles.ts';
import { storeAssertions } from './store.ts';

export const assertions = {
  ...storeAssertions,
  ...roleAssertions,
  ...apiAssertions,
  ...reminderAssertions,
  ...metricAssertions,
  ...alarmAssertions,
};

export type AssertionTitle = keyof typeof assertions;
