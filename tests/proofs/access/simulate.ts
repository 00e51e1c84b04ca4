// Asks the simulator what a role may do. A question that AWS would not know (an unknown action, a resource that the action does not
// take, a condition key that nobody reads) is an error here, never a refusal.
import { runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { account } from '../../support/template.ts';
import type { Role } from './roles.ts';

export type AccessRequest = {
  readonly action: string;
  readonly on: string;
  /** Condition keys of the request. */
  readonly given?: Readonly<Record<string, string>>;
};

/** Whether the policies of `role` allow the request. */
export async function mayDo(role: Role, request: AccessRequest): Promise<boolean> {
  // AWS lists the resources of API Gateway twice, for its two versions, and the simulator knows one list.
  if (request.action.startsWith('apigateway:')) return mayDoUnchecked(role, request);
  return await decide(simulationOf(role, request), request);
}

/** The same without the check of the request, for sweeps over thousands. */
export function mayDoUnchecked(role: Role, request: AccessRequest): boolean {
  return runUnsafeSimulation(simulationOf(role, request), {}) === 'Allowed';
}

/** Whether `principal` (a service, or a provider of identities) may take `role`. */
export async function mayTake(
  role: Role,
  principal: string,
  given: Readonly<Record<string, string>> = {},
  action = 'sts:AssumeRole',
): Promise<boolean> {
  const request = { action, on: role.arn, given };
  const simulation = {
    ...simulationOf(role, request),
    identityPolicies: [],
    resourcePolicy: known(role.trust),
  };
  return await decide({ ...simulation, request: { ...simulation.request, principal } }, request);
}

export function describeRequest({ action, on, given }: AccessRequest): string {
  return [action, 'on', on, ...(given ? [JSON.stringify(given)] : [])].join(' ');
}

function simulationOf(role: Role, { action, on, given = {} }: AccessRequest): Simulation {
  return {
    request: {
      principal: role.arn,
      action,
      resource: { resource: known(on), accountId: account },
      contextVariables: known({ ...given }),
    },
    ...documentsOf(role),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(on.startsWith('arn:aws:kms:') && { resourcePolicy: keyPolicy }),
  };
}

type Documents = Pick<Simulation, 'identityPolicies' | 'permissionBoundaryPolicies'>;

/** Made once for a role, and not for each of its thousands of requests. */
const documents = new WeakMap<Role, Documents>();

function documentsOf(role: Role): Documents {
  const made = documents.get(role) ?? {
    identityPolicies: role.policies.map((policy, index) => ({
      name: `policy ${index}`,
      policy: known(policy),
    })),
    ...(role.boundary !== undefined && {
      permissionBoundaryPolicies: [{ name: 'boundary', policy: known(role.boundary) }],
    }),
  };
  documents.set(role, made);
  return made;
}

/**
 * In words that the simulator knows, used on both sides. The id of an API, which it takes for a type of resource (IAM lets none
 * be a `*`), gets a type before it; the keys of GitHub's tokens become tags of the principal.
 */
function known<Value>(value: Value): Value {
  const text = JSON.stringify(value)
    .replaceAll(/(arn:aws:execute-api:[^:]*:[^:]*:)/g, '$1apis/')
    .replaceAll('"token.actions.githubusercontent.com:', '"aws:PrincipalTag/');
  return JSON.parse(text) as Value;
}

/** What the key of the account lets its principals do; KMS alone asks the key too. */
const keyPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
  ],
};

async function decide(simulation: Simulation, request: AccessRequest): Promise<boolean> {
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === 'error') {
    throw new Error(`${describeRequest(request)} cannot be simulated: ${JSON.stringify(answer.errors)}`);
  }
  const results = answer.resultType === 'single' ? [answer.result] : answer.results;
  const ignored = results.flatMap(({ ignoredContextKeys = [] }) => ignoredContextKeys);
  if (ignored.length > 0) throw new Error(`${describeRequest(request)}: nobody reads ${ignored.join(', ')}`);
  return answer.overallResult === 'Allowed';
}
