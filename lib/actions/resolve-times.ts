// Turns the times of a payload into instants, or into one refusal that names every invalid time.
import { failure, type Detail } from '../domain/failure.ts';
import type { Instant } from '../time/instant.ts';
import { checkDate, resolveTime } from '../time/resolve.ts';
import { isTimezone } from '../time/timezone.ts';
import type { Plan } from './plan.ts';

type RefusedPlan = Extract<Plan, { kind: 'refused' }>;
type Times<Field extends string> =
  { readonly kind: 'resolved'; readonly instants: Readonly<Record<Field, Instant>> } | RefusedPlan;

const unknownTimezone = 'is not a known IANA time zone name, such as Europe/Berlin';

/** @param fields the payload's times by field name, of the form that their schema asks for */
export async function resolveTimes<Field extends string>(
  fields: Readonly<Record<Field, string>>,
  timezone: string | undefined,
  defaultTimezone: string,
): Promise<Times<Field>> {
  const isUnknown = timezone !== undefined && !isTimezone(timezone);
  // What no zone has is refused in an unknown one, too; UTC skips no time.
  const zone = { name: isUnknown ? 'UTC' : (timezone ?? defaultTimezone), chosen: timezone !== undefined };
  const instants: Partial<Record<Field, Instant>> = {};
  const problems: Detail[] = isUnknown ? [detail('timezone', unknownTimezone)] : [];
  let byZone = true;
  for (const field of Object.keys(fields) as Field[]) {
    const resolved = await resolveTime(fields[field], zone);
    if ('invalid' in resolved) {
      problems.push(detail(field, resolved.invalid));
      byZone &&= resolved.byZone === true;
    } else instants[field] = resolved;
  }
  if (problems.length > 0) return refuse(problems, byZone);
  return { kind: 'resolved', instants: instants as Record<Field, Instant> };
}

/** The refusal of a date that is not on the calendar, if so. */
export function checkDateField(field: string, date: string) {
  const problem = checkDate(date);
  return problem && refuse([detail(field, problem.invalid)], false);
}

function detail(field: string, message: string): Detail {
  return { path: `/data/payload/${field}`, message };
}

/** @param byZone whether the times are invalid only because of time zones */
function refuse(details: readonly Detail[], byZone: boolean): RefusedPlan {
  const message = details
    .map(({ path, message: problem }) => `${path.slice('/data/payload/'.length)} ${problem}`)
    .join('; ');
  const refusal = failure('invalid_time', { message, details });
  return { kind: 'refused', failure: refusal, ...(byZone && { onlyIfFirst: true }) };
}
