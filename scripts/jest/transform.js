// Turns TypeScript into the JavaScript that Jest runs, by esbuild. `npm run check` checks the types.
import { transformSync } from 'esbuild';

/** Jest's transformer: source text in, ES module with an inline source map out. */
export default {
  process(source, file) {
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node24',
      sourcefile: file,
      sourcemap: 'inline',
    });
    return { code };
  },
};
