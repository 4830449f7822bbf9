import { has, libraries, type Library } from './libraries.js';
import { hears } from './picture.js';
import { isAdd, type Add, type Send, type Step } from './script.js';
import { see, settlementIn, type Seen } from './seen.js';
import type { Line, Session } from './session.js';

/** What there is to say about a line. */
interface Facts {
  readonly library: Library;
  readonly line: Line;
  readonly seen: Seen;

  /** The handlers that were there before it. */
  readonly handlers: readonly Add[];

  /** What had settled the deferred before it. */
  readonly settled: Send | undefined;

  /** The names of the handlers that the reference has called, and this library has not. */
  readonly missed: readonly string[];
}

/** Says in short words what has just happened. */
export function explain(session: Session, reference: Session): string {
  const { library } = session;
  const line = session.lines.at(-1);
  const all = see(session);
  const seen = all.at(-1);
  if (line === undefined || seen === undefined) {
    return 'There are no handlers yet.';
  }
  const { step } = seen;
  if (!has(library, step)) {
    return missing(library, step);
  }
  const before = all.slice(0, -1);
  const facts: Facts = {
    library,
    line,
    seen,
    handlers: before.map((each) => each.step).filter((each) => isAdd(each) && has(library, each)) as Add[],
    settled: settlementIn(before)?.step,
    missed: (see(reference).find((other) => other.step === step)?.calls ?? [])
      .map(({ name }) => name)
      .filter((name) => !seen.calls.some((call) => call.name === name)),
  };
  return isAdd(step) ? added(facts, step) : sent(facts, step);
}

function missing({ name }: Library, { type }: Step): string {
  const who = name === libraries.jQuery4.name ? 'A deferred of jQuery' : `${/^A/.test(name) ? 'An' : 'A'} ${name}`;
  return type === 'abort' ? `${who} cannot be aborted.` : `${who} has no progress. Nobody hears it.`;
}

function added({ library, line, seen, handlers, settled, missed }: Facts, { name, type, throws }: Add): string {
  const [call] = seen.calls;
  if (missed.length > 0) {
    return `${name} is never called: the list is stuck since a handler has thrown.`;
  }
  if (call?.isLater) {
    return `Later, not at once: the value is there, but ${name} is only called in a microtask, when the line has ended.`;
  }
  if (call && type === 'progress') {
    return 'The last notification is kept: a late progress handler hears it at once.';
  }
  if (call) {
    const it = library === libraries.asyncSubject ? 'The subject has completed' : 'The deferred has settled';
    const replay = `${it}: a late handler is called at once, with the same value.`;
    const end = line.thrown === undefined ? 'The error is reported, and the line returns.' : 'The error ends the line.';
    return throws ? `${replay} ${end}` : replay;
  }
  if (settled && type === 'progress') {
    return 'It has settled, and there was no notification to replay.';
  }
  if (settled) {
    const state = settled.type === 'resolve' ? 'resolved' : 'been rejected';
    return `It has ${state}: a ${type} handler that comes now is not called.`;
  }
  return handlers.length > 0
    ? `${list([...handlers.map((each) => each.name), name])} wait, in this order.`
    : `${name} waits.`;
}

function sent(facts: Facts, step: Send): string {
  const { library, seen, handlers, settled } = facts;
  const called = handlers.filter(({ name }) => seen.calls.some((call) => call.name === name));
  if (settled) {
    return step.type === 'notify'
      ? 'It has settled: nobody hears a notification any more.'
      : 'It settles once: a second outcome changes nothing.';
  }
  if (step.type === 'notify' && library === libraries.asyncSubject) {
    return 'An AsyncSubject keeps only the last value, until it completes: nobody hears this one.';
  }
  if (step.type === 'notify') {
    return called.length > 0
      ? `${names(called)} ${called.length === 1 ? 'hears' : 'hear'} it. The others wait for the end.`
      : 'Nobody listens for progress. The last notification is kept for a handler that comes later.';
  }
  return [heard(step, called, seen), ...errors(facts, step, called), ...others(facts, step, called)].join(' ');
}

function heard({ type }: Send, called: readonly Add[], { calls }: Seen): string {
  if (called.length === 0) {
    return type === 'abort'
      ? 'abort() rejects it with an AbortError.'
      : 'The outcome is kept for handlers that come later.';
  }
  const what = { resolve: 'the value', reject: 'the error', abort: 'an AbortError', notify: '' }[type];
  if (calls.some(({ isLater }) => isLater)) {
    return `The line had ended before ${names(called)} heard ${what}: microtasks call them.`;
  }
  return `${names(called)} heard ${what}${called.length > 1 ? ', in the order in which they were added' : ''}.`;
}

function errors({ library, line, missed }: Facts, { type }: Send, called: readonly Add[]): string[] {
  const thrower = called.find(({ throws }) => throws);
  if (thrower && line.thrown !== undefined) {
    const stuck = missed.length > 0 ? `, and ${list(missed)} never ran: the list is stuck` : '';
    return [`${thrower.name} threw out of ${type}()${stuck}.`];
  }
  if (thrower && library === libraries.nativePromise) {
    return [`The error of ${thrower.name} is an unhandled rejection.`];
  }
  if (thrower) {
    return [`${thrower.name} threw: that is reported, and stops nobody.`];
  }
  const { length } = line.reported;
  return length > 0 ? [`${length === 1 ? 'An error is' : `${String(length)} errors are`} reported as unhandled.`] : [];
}

function others({ library }: Facts, { type }: Send, called: readonly Add[]): string[] {
  if (!called.some((each) => each.type === 'always')) {
    return [];
  }
  return library === libraries.nativePromise
    ? ['finally hears of both outcomes, but gets no value.']
    : [`always hears both: resolve and ${type === 'resolve' ? 'reject' : type}.`];
}

const names = (handlers: readonly Add[]): string => list(handlers.map(({ name }) => name));

const list = (all: readonly string[]): string => new Intl.ListFormat('en-GB').format(all);

/** What to do next. */
export interface Hint {
  readonly action: string | undefined;
  readonly text: string;
}

export function suggest(session: Session): Hint {
  const seen = see(session);
  const settled = settlementIn(seen);
  if (!settled) {
    return seen.some(({ step }) => isAdd(step) && hears(step, 'resolve'))
      ? { action: 'resolve', text: 'Press resolve.' }
      : { action: 'done', text: 'Add a handler.' };
  }
  const isLate = seen.slice(seen.indexOf(settled)).some(({ step }) => isAdd(step));
  if (!isLate) {
    return { action: 'late', text: 'Now add a late handler.' };
  }
  const isOurs = session.library === libraries.rxDeferred;
  return { action: undefined, text: isOurs ? 'Now run the same script on a promise: choose it at the top.' : '' };
}
