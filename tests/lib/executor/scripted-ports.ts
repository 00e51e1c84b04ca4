// The outside systems as a script: scripted executions, one topic or none, and a scheduler that accepts every reminder.
import type { Ports } from '../../../lib/ports/ports.ts';
import { scriptedExecutions } from './scripted-executions.ts';
import { inMemoryScheduler } from '../../support/in-memory-scheduler.ts';

/** @param topicJson the JSON text of every topic; `undefined`: no topic is known */
export function scriptedPorts(executions = scriptedExecutions(), topicJson?: string) {
  const scheduled: { readonly traceId: string; readonly atSeconds: number | undefined }[] = [];
  const topicsRead: string[] = [];
  const ports: Ports = {
    executions,
    topics: {
      find: (topic) => {
        topicsRead.push(topic);
        return Promise.resolve(topicJson);
      },
    },
    adapters: {
      reminder: inMemoryScheduler(({ traceId, dueSeconds }) => {
        scheduled.push({ traceId, atSeconds: dueSeconds });
        return Promise.resolve({ kind: 'done' });
      }),
      meeting: { kind: 'record', fields: { mocked: true } },
    },
  };
  return { ports, calls: executions.calls, scheduled, topicsRead };
}
