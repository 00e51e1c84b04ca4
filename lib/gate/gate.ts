// The workflow gate: run, or skip.

/** Whether this decision executes: only exactly `workflow` does. */
export function opensFor(decision: string): boolean {
  return decision === 'workflow';
}
