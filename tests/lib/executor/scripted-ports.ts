// The outside systems as a script: scripted executions, one topic or none, and a scheduler that accepts every reminder.
import type { Ports } from '../../../lib/ports/ports.ts';
import { scriptedExecutions } from './scripted-executions.ts';

/** @param topicJson the JSON text of every topic; `undefined`: no topic is known */
export function scriptedPorts(executions = scriptedExecutions(), topicJson?: string) {
  const scheduled: { readonly traceId: string; readonly atSeconds: number }[] = [];
  const topicsRead: string[] = [];
  const ports: Ports = {
    executions,
    topics: {
      find: (topic) => {
        topicsRead.push(topic);
        return Promise.resolve(topicJson);
      },
    },
    reminders: {
      schedule: ({ traceId }, atSeconds) => {
        scheduled.push({ traceId, atSeconds });
        return Promise.resolve({ kind: 'done' });
      },
    },
  };
  return { ports, calls: executions.calls, scheduled, topicsRead };
}
