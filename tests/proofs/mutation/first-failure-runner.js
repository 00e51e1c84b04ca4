// Runs the test files for a mutant until one fails. The mutant is noticed then, whatever the files say that are left; Stryker would run
// them all. Jest begins with the files that failed for the mutant before.
import TestRunner from 'jest-runner';

/** Jest's runner of test files. */
export default class FirstFailureRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    this.on('test-file-success', ([, { numFailingTests }]) => {
      if (numFailingTests > 0) watcher.setState({ interrupted: true });
    });
    await super.runTests(tests, watcher, options);
  }
}
