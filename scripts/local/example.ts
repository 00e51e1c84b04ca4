// Owns the documented task request, the one that the start-up text offers to paste.

/** The request of the contract's first example, as one line of JSON. */
export const exampleRequest = JSON.stringify({
  trace_id: 'task-001',
  decision: 'workflow',
  data: { workflow_type: 'workflow', payload: { action_type: 'task', title: 'Submit payroll report' } },
});
