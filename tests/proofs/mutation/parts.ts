// The parts that are mutated one by one, each with the tests that must notice: few enough to run for every mutant.
// The core keeps the promise of the contract, and is mutated on every change; the rest every night, the adapters of outside systems
// among it, whose tests wait for real time. The threshold is one for all.

type Part = {
  readonly core: boolean;
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Whether its tests wait for real time: a mutant runs only those that reach it. */
  readonly isSlow?: true;
};

export const parts: Readonly<Record<string, Part>> = {
  names: {
    core: true,
    mutate: ['lib/domain/{ids,fingerprint,effect-key}.ts'],
    tests: ['tests/lib/domain/{ids,fingerprint,effect-key}.test.ts'],
  },
  protocol: {
    core: true,
    mutate: ['lib/executor/*.ts'],
    tests: ['tests/lib/executor/*.test.ts'],
  },
  store: {
    core: true,
    mutate: ['lib/adapters/dynamodb/*.ts'],
    // Not tests/lib/ports/executions.test.ts: a store of its own for every mutant would take ten times as long.
    tests: ['tests/lib/adapters/dynamodb/*.test.ts'],
  },
  deliveries: {
    core: true,
    mutate: ['lib/delivery/*.ts'],
    tests: ['tests/lib/delivery/*.test.ts'],
  },
  calls: {
    core: false,
    isSlow: true,
    mutate: ['lib/adapters/{attempts,http-call}.ts'],
    tests: ['tests/lib/adapters/{attempts,http-call}.test.ts'],
  },
  choice: {
    core: false,
    mutate: [
      'lib/adapters/{callable-url,choose,registry,signed-call,unavailable}.ts',
      'lib/domain/lazy-pattern.ts',
    ],
    tests: [
      'tests/lib/adapters/{callable-url,choose,registry,signed-call,unavailable}.test.ts',
      'tests/lib/domain/lazy-pattern.test.ts',
    ],
  },
  secrets: {
    core: false,
    mutate: ['lib/adapters/{secret,share-call}.ts'],
    tests: ['tests/lib/adapters/{secret,share-call}.test.ts'],
  },
  parameters: {
    core: false,
    mutate: ['lib/adapters/parameter-store.ts'],
    tests: ['tests/lib/adapters/parameter-store.test.ts'],
  },
  webhook: {
    core: false,
    isSlow: true,
    mutate: ['lib/adapters/{webhook,standard-webhook}.ts'],
    tests: ['tests/lib/adapters/{webhook,standard-webhook}.test.ts'],
  },
  caldav: {
    core: false,
    isSlow: true,
    mutate: ['lib/adapters/attendees.ts', 'lib/adapters/caldav/*.ts'],
    tests: ['tests/lib/adapters/attendees.test.ts', 'tests/lib/adapters/caldav/*.test.ts'],
  },
  outcomes: {
    core: false,
    mutate: ['lib/domain/{failure,invocation,json,outcome,truncate}.ts', 'lib/http/*.ts'],
    // Not tests/behaviour/crash.test.ts: it builds the service from its sources, without Stryker's mutants.
    tests: [
      'tests/lib/domain/{failure,invocation,json,outcome,truncate}.test.ts',
      'tests/lib/http/*.test.ts',
      'tests/contract/in-memory.test.ts',
    ],
  },
  entry: {
    core: false,
    mutate: ['functions/*.ts'],
    tests: ['tests/functions/*.test.ts', 'tests/contract/contract.test.ts'],
  },
  requests: {
    core: false,
    mutate: ['lib/validation/*.ts'],
    tests: ['tests/lib/validation/*.test.ts', 'tests/contract/in-memory.test.ts'],
  },
  plans: {
    core: false,
    mutate: ['lib/time/*.ts', 'lib/actions/*.ts'],
    tests: ['tests/lib/actions/*.test.ts', 'tests/lib/time/*.test.ts', 'tests/contract/in-memory.test.ts'],
  },
  reminders: {
    core: false,
    mutate: [
      'lib/adapters/{environment-credentials,mock,record,require-variable,send}.ts',
      'lib/adapters/{eventbridge,delivery}/*.ts',
    ],
    tests: [
      'tests/lib/adapters/{environment-credentials,mock,record,require-variable,send}.test.ts',
      'tests/lib/adapters/{delivery,eventbridge}/*.test.ts',
    ],
  },
  googleValues: {
    core: false,
    mutate: ['lib/adapters/google/{credentials,event,google,reasons}.ts'],
    tests: ['tests/lib/adapters/google/{credentials,event,google,reasons}.test.ts'],
  },
  googleTokens: {
    core: false,
    isSlow: true,
    mutate: ['lib/adapters/google/{token-request,tokens}.ts'],
    tests: ['tests/lib/adapters/google/{token-request,tokens}.test.ts'],
  },
  googleCalendar: {
    core: false,
    isSlow: true,
    mutate: ['lib/adapters/google/calendar.ts'],
    tests: ['tests/lib/adapters/google/calendar.test.ts'],
  },
  client: {
    core: false,
    isSlow: true,
    mutate: ['lib/client/*.ts'],
    tests: ['tests/lib/client/*.test.ts'],
  },
  settings: {
    core: false,
    mutate: ['lib/config/*.ts'],
    tests: ['tests/lib/config/*.test.ts'],
  },
  log: {
    core: false,
    mutate: ['lib/log/*.ts'],
    tests: ['tests/lib/log/*.test.ts', 'tests/behaviour/log-lines.test.ts'],
  },
};
