// Which folder may import which. Imports run one way, downwards:
// functions → lib/http, lib/delivery → lib/executor → validation, actions → ports → domain. Adapters implement the ports.
const tools = '^(scripts|tests|bench)/';
const client = '^lib/client/';

/** A rule that fails the check when a file under `from` imports one under `to`. */
const never = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    never('no-cycle', 'Two files that need each other are one file, or three.', {}, { circular: true }),
    // aws-lambda is a package of types alone: it is under @types. The examples import the client as it is packed.
    never(
      'no-missing',
      'Every import resolves.',
      {},
      { couldNotResolve: true, pathNot: '^(aws-lambda|workflow-executor-client)$' },
    ),
    never(
      'lib-is-self-contained',
      'The library knows neither its entry point nor the tools around it.',
      { path: '^lib/' },
      { path: `^functions/|${tools}` },
    ),
    never(
      'functions-ship-no-tools',
      'What is deployed holds nothing of tests and tools.',
      { path: '^functions/' },
      { path: tools },
    ),
    never(
      'http-is-the-top',
      'Only the composition root sees HTTP.',
      { path: '^lib/(?!http[/.])' },
      { path: '^lib/http[/.]' },
    ),
    never(
      'executor-is-below-http',
      'What the executor calls does not call it back.',
      { path: '^lib/(?!http[/.]|executor[/.])' },
      { path: '^lib/executor[/.]' },
    ),
    never(
      'adapters-behind-ports',
      'Only the composition root knows which adapter implements a port.',
      { path: '^lib/(?!adapters/)|^functions/(?!compose[.])' },
      { path: '^lib/adapters/' },
    ),
    never(
      'actions-and-validation-compute-only',
      'They compute from values: no log, no settings, no delivery.',
      { path: '^lib/(actions|validation)/' },
      { path: '^lib/(?!actions/|validation/|ports/|domain/|generated/|time/)' },
    ),
    never(
      'ports-know-the-domain-alone',
      'A port is described in the words of the domain, and of the contract that is generated.',
      { path: '^lib/ports/' },
      { path: '^lib/(?!ports/|domain/|generated/)' },
    ),
    never(
      'domain-is-the-base',
      'The domain knows no other part of the service.',
      { path: '^lib/domain/' },
      { path: '^lib/(?!domain/|generated/|time/)' },
    ),
    never(
      'aws-in-adapters',
      "Amazon's clients and their errors stay behind the ports.",
      { path: '^(lib|functions)/', pathNot: '^lib/adapters/' },
      { path: '@aws-sdk/|@smithy/' },
    ),
    never(
      'middy-at-the-edge',
      'Middleware is wired at the edge only.',
      { path: '^lib/', pathNot: '^lib/http/' },
      { path: '@middy/' },
    ),
    never(
      'deployed-code-runs-on-dependencies',
      'What is bundled is listed under dependencies.',
      { path: '^(lib|functions)/', pathNot: client },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    never(
      'client-is-a-package-of-its-own',
      'It imports itself alone, and what its package.json lists.',
      { path: client },
      { pathNot: `${client}|^workflow-executor-client$|^node_modules/aws4fetch/` },
    ),
    never(
      'service-does-not-use-its-client',
      'The service knows nothing of its callers.',
      { path: '^(lib|functions)/', pathNot: client },
      { path: client },
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^bench/(peers|node_modules)/', String.raw`\.d\.ts$`] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
