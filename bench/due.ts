// Reminders that are due, as the scheduler hands them to the function.
import type { Order } from './child/driver.ts';
import type { Driver, StandIn } from './processes.ts';

/** Has `count` reminders made, waits until they are due, and gives what delivers them. The function has a lead of 0 s. */
export async function makeDue(standIn: StandIn, driver: Driver, count: number): Promise<Partial<Order>> {
  await standIn.takeInputs();
  await driver.run({ kind: 'reminder-due', count });
  // Schedules are made for whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return { due: await standIn.takeInputs() };
}
