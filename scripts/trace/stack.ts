// Owns: the places of a stack in the sources, where it names those of the minified bundle that was built here.
import { readFileSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import type { LogLine } from './lines.ts';
import { isObject, thrown } from './lines.ts';

/** The line with the places of its error's stack in the sources, if the source map beside `bundle` is of that time. */
export function withSources(line: LogLine, bundle: string): LogLine {
  const { error } = line.fields;
  if (!isObject(error) || typeof error['stack'] !== 'string' || !error['stack'].includes(bundle)) return line;
  const map = readMap(`${bundle}.map`, line.atMs);
  if (map === undefined) return line;
  const stack = error['stack'].split('\n').map((place) => origin(place, bundle, map));
  return { ...line, fields: { ...line.fields, error: { ...error, stack: stack.join('\n') } } };
}

function readMap(file: string, atMs: number): SourceMap | undefined {
  try {
    // A later build has its code in other places.
    if (statSync(file).mtimeMs > atMs) return undefined;
    return new SourceMap(
      JSON.parse(readFileSync(file, 'utf8')) as ConstructorParameters<typeof SourceMap>[0],
    );
  } catch (error) {
    if (thrown(error).code === 'ENOENT') return undefined;
    throw error;
  }
}

function origin(place: string, bundle: string, map: SourceMap): string {
  const at = place.indexOf(`${bundle}:`);
  const [, line, column] = /^:(\d+):(\d+)/u.exec(place.slice(at + bundle.length)) ?? [];
  if (at === -1 || line === undefined || column === undefined) return place;
  const found = map.findOrigin(Number(line), Number(column));
  if (!('fileName' in found)) return place;
  const file = relative(process.cwd(), resolve(dirname(bundle), found.fileName));
  return `    at ${file}:${found.lineNumber}:${found.columnNumber}`;
}
