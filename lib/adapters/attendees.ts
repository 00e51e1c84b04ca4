// Reads the participants of a meeting for a calendar: each an e-mail address, alone or as `Name <address>`, each address once.
import { domainToASCII } from 'node:url';
import type { Detail } from '../domain/failure.ts';
import { lazyPattern } from '../domain/lazy-pattern.ts';

export type Attendee = {
  /** As it was sent, its domain in ASCII (RFC 5890). */
  readonly address: string;
  /** On one line, without control characters. */
  readonly name?: string;
};

/** A name in quotation marks, which may hold anything; one without, which may not hold what would make it two participants. */
const quotedName = /^"((?:[^"\\]|\\.)*)"$/s;
const plainName = /^[^"<>@]*$/;
/** RFC 5322, section 3.2.3: a dot-atom; with the characters beyond ASCII of RFC 6532, but those that cannot be seen. */
const atom = "(?:[\\w!#$%&'*+/=?^`{|}~-]|[^\\p{ASCII}\\p{C}\\p{Z}])+";
const dotAtom = lazyPattern(`^${atom}(?:\\.${atom})*$`, 'u');
/** Letters, with the two joiners that some scripts need; Node's conversion would cut off a path or a port. */
const internationalName = lazyPattern(String.raw`^[\p{L}\p{M}\p{N}\p{Join_Control}.-]+$`, 'u');
const ascii = lazyPattern(String.raw`^\p{ASCII}*$`, 'u');
const whiteOrControl = lazyPattern(String.raw`[\s\p{Cc}]+`, 'gu');
/** RFC 1123, section 2.1. */
const hostName = /^(?!-)[a-z\d-]{1,63}(?<!-)(?:\.(?!-)[a-z\d-]{1,63}(?<!-))*$/i;
/** RFC 5321, section 4.5.3.1: 64 octets before the sign; a path is at most 256 with its angle brackets. */
const maxLocalBytes = 64;
const maxAddressBytes = 254;

/** @returns `undefined` if the text is neither an e-mail address nor `Name <address>` */
export function parseAttendee(text: string): Attendee | undefined {
  const trimmed = text.trim();
  if (!trimmed.endsWith('>')) return parseAddress(trimmed);
  const open = trimmed.lastIndexOf('<');
  const address = trimmed.slice(open + 1, -1);
  const attendee = parseAddress(address);
  if (open === -1 || attendee === undefined) return undefined;
  const name = parseName(trimmed.slice(0, open).trim(), address);
  if (name === undefined) return undefined;
  return name === '' ? attendee : { ...attendee, name };
}

/** Every address once, whatever the case of its letters: in the spelling and the place of its first entry, with the first name. */
export function readAttendees(participants: readonly string[]): readonly Attendee[] {
  const byAddress = new Map<string, Attendee>();
  for (const attendee of participants.map(parseAttendee)) {
    if (attendee === undefined) continue;
    const key = attendee.address.normalize('NFC').toLowerCase();
    byAddress.set(key, { ...attendee, ...byAddress.get(key) });
  }
  return [...byAddress.values()];
}

/** The entries that are not of the form, by their paths in the request. */
export function findAttendeeBreaches(participants: readonly string[]): readonly Detail[] {
  return participants.flatMap((text, index) =>
    parseAttendee(text) === undefined
      ? [{ path: `/data/payload/participants/${index}`, message: breachMessage }]
      : [],
  );
}

const breachMessage = 'must be one e-mail address, alone or as Name <jane@example.com>';

function parseAddress(text: string): Attendee | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(0, at));
  const sent = text.slice(at + 1);
  const isConverted = !ascii().test(sent) && internationalName().test(sent);
  const domain = isConverted ? domainToASCII(sent) : sent;
  const address = `${local}@${domain}`;
  const fits = Buffer.byteLength(local) <= maxLocalBytes && Buffer.byteLength(address) <= maxAddressBytes;
  return fits && dotAtom().test(local) && hostName.test(domain) ? { address } : undefined;
}

/** Empty if the name adds nothing to the address; `undefined` if it could be another participant. */
function parseName(text: string, address: string): string | undefined {
  if (text.toLowerCase() === address.toLowerCase()) return '';
  const quoted = quotedName.exec(text)?.[1];
  if (quoted === undefined && !plainName.test(text)) return undefined;
  const name = quoted === undefined ? text : quoted.replaceAll(/\\(.)/gs, '$1');
  return name.replaceAll(whiteOrControl(), ' ').trim();
}
