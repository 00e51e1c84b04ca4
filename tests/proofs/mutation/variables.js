// Leaves the tables of variables of the adapters to the check of the generated files, which notices each change of them: they are
// descriptions and patterns, from which the validators and the contract's page are generated.

const ignorer = {
  shouldIgnore(path) {
    const isTable =
      path.isObjectProperty() && path.node.key.name === 'variables' && path.getFunctionParent() === null;
    return isTable ? 'the check of the generated files notices it' : undefined;
  },
};

/** As `declareValuePlugin` of @stryker-mutator/api makes it. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'variables', value: ignorer }];
