// Leaves the tables of variables of the adapters to the check of the generated files, which notices each change of them: they are
// descriptions and patterns, from which the validators and the contract's page are generated.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const ignorer = {
  shouldIgnore(path) {
    const isTable =
      path.isObjectProperty() && path.node.key.name === 'variables' && path.getFunctionParent() === null;
    return isTable ? 'the check of the generated files notices it' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'variables', ignorer)];
