// The calendar object of each action (schemas/README.md, Adapters): the same bytes for the same effect, whoever makes them.
import type { Effect, EffectAction } from '../../domain/effect.ts';
import { formatInstant } from '../../time/instant.ts';
import { readAttendees } from '../attendees.ts';
import {
  calendarText,
  component,
  dateLine,
  instantLine,
  optionalTextLine,
  personLine,
  textLine,
  type ContentLine,
} from './icalendar.ts';

/** RFC 5545, section 3.8.1.9: 1 is the highest, 5 the medium and 9 the lowest priority. */
const priorities = { urgent: 1, high: 3, normal: 5, low: 9 };

type ToText<Type extends EffectAction> = (effect: Effect<Type>, organizer: string | undefined) => string;

/** @param organizer the e-mail address in whose name the server invites */
export const calendarTexts: { readonly [Type in EffectAction]: ToText<Type> } = {
  task: (effect) => {
    const { title, description, due, priority, tags } = effect.result;
    return objectText('VTODO', effect, [
      textLine('SUMMARY', title),
      ...optionalTextLine('DESCRIPTION', withAssignee(description, effect.result.assignee)),
      ...(due === undefined ? [] : [dueLine(due, effect.dueSeconds)]),
      ...(priority === undefined ? [] : [`PRIORITY:${priorities[priority]}`]),
      ...(tags === undefined ? [] : [textLine('CATEGORIES', ...tags)]),
    ]);
  },

  reminder: (effect) => {
    const { message, due_at: dueAt } = effect.result;
    const due = effect.dueSeconds === undefined ? dueAt : formatSeconds(effect.dueSeconds);
    return objectText('VTODO', effect, [
      textLine('SUMMARY', message),
      instantLine('DUE', due),
      ...component('VALARM', [
        'ACTION:DISPLAY',
        instantLine('TRIGGER;VALUE=DATE-TIME', due),
        textLine('DESCRIPTION', message),
      ]),
    ]);
  },

  meeting: (effect, organizer) => {
    const { title, location, description, start_at: start, end_at: end } = effect.result;
    return objectText('VEVENT', effect, [
      textLine('SUMMARY', title),
      instantLine('DTSTART', start),
      instantLine('DTEND', end === start ? oneSecondAfter(end) : end),
      ...optionalTextLine('LOCATION', location),
      ...optionalTextLine('DESCRIPTION', description),
      ...peopleLines(effect.result.participants, organizer),
    ]);
  },
};

function objectText(name: string, { effectKey, createdAt }: Effect, lines: readonly ContentLine[]): string {
  const stamps = [instantLine('DTSTAMP', createdAt), instantLine('CREATED', createdAt)];
  return calendarText(component(name, [`UID:${effectKey}`, ...stamps, ...lines]));
}

/**
 * iCalendar has no property for who is to do a task. ATTENDEE would make the server invite them, and clients show neither it nor
 * CONTACT (nextcloud/tasks, issues 72 and 2019; tasks/tasks, issue 1327). All of them show the description.
 */
function withAssignee(description: string | undefined, assignee: string | undefined): string | undefined {
  if (assignee === undefined) return description;
  return [`Assignee: ${assignee}`, ...(description === undefined ? [] : [description])].join('\n\n');
}

/** @param dueSeconds of a due that is a time, not a date */
function dueLine(due: string, dueSeconds: number | undefined): ContentLine {
  return dueSeconds === undefined ? dateLine('DUE', due) : instantLine('DUE', formatSeconds(dueSeconds));
}

/**
 * For a meeting that ends in the second in which it starts: an end must be later than the start (RFC 5545, section 3.8.2.2), and
 * iCloud takes no event without an end (bitfireAT/davx5-ose, issue 1859).
 */
function oneSecondAfter(instant: string): string {
  return formatSeconds(Date.parse(instant) / 1000 + 1);
}

function formatSeconds(epochSeconds: number): string {
  return formatInstant({ epochSeconds, nanoseconds: 0 });
}

/**
 * The server invites in the organizer's name (RFC 6638, section 3.2). Without an organizer it invites nobody, and the attendees are
 * only shown. An organizer who takes part has accepted already.
 */
function peopleLines(participants: readonly string[], organizer: string | undefined): readonly ContentLine[] {
  const attendees = readAttendees(participants);
  if (organizer === undefined) return attendees.map((attendee) => personLine('ATTENDEE', attendee, ''));
  const isOrganizer = (address: string) => address.toLowerCase() === organizer.toLowerCase();
  const own = attendees.find(({ address }) => isOrganizer(address));
  return [
    personLine('ORGANIZER', { ...own, address: organizer }, ''),
    ...attendees.map((attendee) =>
      personLine(
        'ATTENDEE',
        attendee,
        isOrganizer(attendee.address) ? ';PARTSTAT=ACCEPTED' : ';PARTSTAT=NEEDS-ACTION;RSVP=TRUE',
      ),
    ),
  ];
}
