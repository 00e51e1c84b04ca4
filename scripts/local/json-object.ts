// Responsible for reading a JSON text of which only its members are of interest, such as a line of the log.

import { isRecord } from './template.ts';

/** The object that `json` is, or an empty one. */
export function jsonObject(json: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
