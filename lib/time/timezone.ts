// Which names of time zones are known: IANA's, as the runtime's zone data has them.

/** The runtime would also take `+01:00`. */
const offset = /^[+-]/;

/** Names that only ICU knows, and that mean different zones to different people (IST, say): not IANA's. */
const icuOnly =
  /^(?:SystemV\/.*|ACT|AET|AGT|ART|AST|BET|BST|CAT|CNT|CST|CTT|EAT|ECT|IET|IST|JST|MIT|NET|NST|PLT|PNT|PRT|PST|SST|VST)$/i;

export function isTimezone(name: string): boolean {
  // Asking the zone data costs milliseconds of a cold start, and every runtime knows this one.
  if (name === 'UTC') return true;
  if (offset.test(name) || icuOnly.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
