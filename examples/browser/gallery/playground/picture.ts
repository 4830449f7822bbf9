import type { Kind, Lane, Marble, Note, Track } from '../track.js';
import { has } from './libraries.js';
import { columnsOf, isAdd, type Add, type Step } from './script.js';
import { see, type Seen, type SeenCall } from './seen.js';
import type { Session } from './session.js';

/** An emission in the picture. */
interface Sent {
  readonly kind: Kind;
  readonly at: number;
  readonly value: string;
}

interface Handler {
  readonly step: Add;
  readonly from: number;
  readonly index: number;
  readonly marbles: Marble[];
}

/** How far right of its line a handler is that is called later. */
const delay = 0.4;

/** Makes a picture of what a session has done, beside what the reference has done with the same script. */
export function toTrack(session: Session, reference: Session, isAnimated: boolean): Track {
  const lines = see(session);
  const expected = see(reference);
  const columns = columnsOf(lines.map(({ step }) => step));
  const emissions: Marble[] = [];
  const handlers: Handler[] = [];
  let notified: Sent | undefined;
  let settled: Sent | undefined;
  lines.forEach((line, i) => {
    const { step, sent } = line;
    const at = columns[i] ?? 0;
    const isFresh = isAnimated && i === lines.length - 1;
    if (isAdd(step)) {
      handlers.push({ step, from: at, index: i, marbles: [] });
    } else if (has(session.library, step)) {
      const emission = { kind: sent ?? step.type, at, value: step.value };
      emissions.push({ ...emission, text: textOf(emission), notes: sent ? [] : ['ignored'], isFresh, step: i });
      if (sent === 'notify') {
        notified = emission;
      } else if (sent) {
        settled = emission;
      }
    }
    for (const handler of handlers) {
      const emission = handler.step.type === 'progress' ? notified : settled;
      if (emission) {
        const calls = arrivals(handler.step.name, line, expected);
        handler.marbles.push(
          ...calls.map(({ isLater, text = textOf(emission), notes }) => {
            return { kind: emission.kind, sentAt: emission.at, at: isLater ? at + delay : at, text, notes, isFresh };
          }),
        );
      }
    }
  });
  const end = settled;
  return {
    name: session.library.variable,
    from: 0,
    emissions,
    lanes: handlers.map(({ step, from, index, marbles }): Lane => {
      const over = end && (hears(step, end.kind) ? marbles.at(-1)?.at : Math.max(end.at, from));
      const missing = has(session.library, step) ? undefined : 'there is no progress';
      return { name: step.name, channel: step.type, from, marbles, over, missing, step: index };
    }),
  };
}

interface Arrival {
  readonly isLater: boolean;
  readonly text?: string;
  readonly notes: readonly Note[];
}

/** The calls of a handler in a line, or the one that is missing beside the reference. */
function arrivals(name: string, { step, calls }: Seen, expected: readonly Seen[]): Arrival[] {
  const own = calls.filter((call) => call.name === name);
  const others = expected.find((line) => line.step === step)?.calls ?? [];
  return own.length === 0 && others.some((call) => call.name === name)
    ? [{ isLater: false, text: '', notes: ['never ran'] }]
    : own.map((call) => ({
        isLater: call.isLater,
        ...(call.value === undefined && { text: '–' }),
        notes: notesOf(call),
      }));
}

function notesOf({ value, isReplay, isLater, hasThrown }: SeenCall): Note[] {
  const notes: Note[] = isLater ? ['later'] : isReplay ? ['replay'] : [];
  return [...notes, ...(value === undefined ? ['no value' as const] : []), ...(hasThrown ? ['threw' as const] : [])];
}

/** Whether a handler waits for an emission of this kind. */
export const hears = ({ type }: Step, kind: Kind): boolean =>
  type === 'always'
    ? kind !== 'notify'
    : type === { resolve: 'done', reject: 'fail', abort: 'fail', notify: 'progress' }[kind];

/** The value as it fits into a marble, if it does. */
const textOf = ({ kind, value }: Sent): string | undefined =>
  kind === 'notify' || kind === 'resolve' ? value.replaceAll("'", '') : undefined;
