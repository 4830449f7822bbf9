import type { Options } from './interpreter.js';
import type {
  Answer,
  Channel,
  Ending,
  Filter,
  Filters,
  Handler,
  HandlerItem,
  Script,
  Step,
  Thenable,
  Value,
} from './script.js';

/** A difference from jQuery: a script that shows it, and the lines that appear in one log only. */
export interface Difference {
  /** The decision behind it. */
  readonly decision: 'D-001' | 'D-002' | 'D-006' | 'D-007' | 'D-008';
  readonly summary: string;
  /** The restriction that excludes it from the random scripts and their logs. */
  readonly keptOut: string;
  readonly script: Script;
  readonly options: Options;
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

const v0: Value = { kind: 'plain', name: 'v0' };
const e0: Value = { kind: 'plain', name: 'e0' };
const none: Value = { kind: 'plain', name: 'undefined' };
const d0: Value = { kind: 'deferred', index: 0 };
const d1: Value = { kind: 'deferred', index: 1 };

const handler: Handler = { kind: 'handler', steps: [] };
const filter = (ending: Ending): Filter => ({ kind: 'filter', steps: [], ending });
const throwing = filter({ kind: 'throw', value: e0 });
const throwingToo = filter({ kind: 'throw', value: e0 });
const returning = (value: Value): Filter => filter({ kind: 'return', value });
const answer = (method: Answer['method'], ...args: Value[]): Answer => ({ method, context: none, args });
const thenable = (answers: Answer[], rest: Partial<Thenable> = {}): Thenable => ({
  kind: 'thenable',
  answers,
  later: false,
  throws: 'never',
  ...rest,
});

const settle = (on: number, method: Answer['method'], ...args: Value[]): Step => ({
  op: 'settle',
  on,
  method,
  context: null,
  args,
  via: 'direct',
});
const add = (on: number, channel: Channel, ...items: HandlerItem[]): Step => ({
  op: 'add',
  on,
  channel,
  items,
  via: 'direct',
});
const callBack = (op: 'then' | 'pipe', on: number, ...filters: Filters): Step => ({ op, on, filters, via: 'direct' });
const script = (deferreds: number, ...steps: Step[]): Script => ({ deferreds, turns: [steps] });
const detailed: Options = { detailed: true };

/** The differences of the deferreds that this package itself creates. */
export const coreDifferences: readonly Difference[] = [
  {
    decision: 'D-001',
    summary: 'an error in a handler does not stop the other handlers, and never escapes',
    keptOut: 'handlers do not throw',
    script: script(1, add(0, 'done', throwing, handler), settle(0, 'resolve', v0)),
    options: detailed,
    theirs: ['deferreds[0].resolve threw the error of filter0'],
    ours: [
      'handler1 got (v0) on undefined with resolved',
      'deferreds[0].resolve gave its receiver',
      'reported the error of filter0',
      'd0.done got (v0) on undefined with resolved',
    ],
  },
  {
    decision: 'D-001',
    summary: 'nor does an error in a pipe filter',
    keptOut: 'filters of pipe do not throw',
    script: script(1, callBack('pipe', 0, throwing, null, null), settle(0, 'resolve', v0)),
    options: detailed,
    theirs: ['deferreds[0].resolve threw the error of filter0'],
    ours: [
      'deferreds[0].resolve gave its receiver',
      'reported the error of filter0',
      'd0.done got (v0) on undefined with resolved pending',
    ],
  },
  {
    decision: 'D-002',
    summary: 'callbacks of then run in a microtask',
    keptOut: 'a turn lasts until no timer is left',
    script: script(1, settle(0, 'resolve', v0), callBack('then', 0, returning(v0), null, null)),
    options: { withoutTimers: true },
    theirs: ['d0.done got (v0) on undefined with resolved pending'],
    ours: [
      'filter0 got (v0) on undefined with resolved pending',
      'd0.done got (v0) on undefined with resolved resolved',
      'p1.done got (v0) on undefined with resolved resolved',
    ],
  },
];

/** The differences of an installed package from jQuery, whose own lists get stuck once a handler has thrown. */
export const installedDifferences: readonly Difference[] = [
  {
    decision: 'D-001',
    summary: 'an error in a handler does not stop the other handlers, whether added before or later',
    keptOut: 'after an error in a handler, only the place where it escapes is compared',
    script: script(1, add(0, 'done', throwing, handler), settle(0, 'resolve', v0)),
    options: detailed,
    theirs: [],
    ours: ['handler1 got (v0) on undefined with resolved', 'd0.done got (v0) on undefined with resolved'],
  },
  {
    decision: 'D-001',
    summary: 'an error in a handler does not stop notifications',
    keptOut: 'after an error in a handler, only the place where it escapes is compared',
    script: script(1, add(0, 'progress', throwing), settle(0, 'notify', v0), settle(0, 'notify')),
    options: detailed,
    theirs: ['deferreds[0].notify gave its receiver'],
    ours: [
      'filter0 got () on undefined with pending',
      'filter0 throws the error of filter0',
      'deferreds[0].notify threw the error of filter0',
      'd0.progress got () on undefined with pending',
    ],
  },
  {
    decision: 'D-001',
    summary: 'of several errors the first escapes, and the others are reported',
    keptOut: 'after an error in a handler, only the place where it escapes is compared',
    script: script(1, add(0, 'done', throwing, throwingToo), settle(0, 'resolve', v0)),
    options: detailed,
    theirs: [],
    ours: [
      'filter1 got (v0) on undefined with resolved',
      'filter1 throws the error of filter1',
      'reported the error of filter1',
      'd0.done got (v0) on undefined with resolved',
    ],
  },
  {
    decision: 'D-001',
    summary: 'an error in a pipe filter does not stop handlers',
    keptOut: 'after an error in a filter of pipe, only the place where it escapes is compared',
    script: script(1, callBack('pipe', 0, throwing, null, null), settle(0, 'resolve', v0)),
    options: detailed,
    theirs: [],
    ours: ['d0.done got (v0) on undefined with resolved pending'],
  },
  {
    decision: 'D-001',
    summary: 'an error in a handler of the promise of then is reported, and not passed to the exception hook',
    keptOut: 'after an error in a handler, only the place where it escapes is compared',
    script: script(1, callBack('then', 0, null, null, null), add(1, 'done', throwing), settle(0, 'resolve', v0)),
    options: detailed,
    theirs: ['exception hook got the error of filter0'],
    ours: ['reported the error of filter0', 'p1.done got (v0) on undefined with resolved resolved'],
  },
];

/** The differences in thenables and hooks, which are the same for both. */
export const differences: readonly Difference[] = [
  {
    decision: 'D-006',
    summary: 'the exception hook is called where an error is thrown, and not again at every hop',
    keptOut: 'calls of the hook are not logged',
    script: script(
      1,
      callBack('then', 0, throwing, null, null),
      callBack('then', 1, null, null, null),
      settle(0, 'resolve', v0),
    ),
    options: detailed,
    theirs: ['exception hook got e0'],
    ours: [],
  },
  {
    decision: 'D-007',
    summary: 'when calls the then of a thenable that answers at once only once',
    keptOut: 'calls of then on thenables are not logged',
    script: script(1, { op: 'when', values: [thenable([answer('resolve', v0)])] }),
    options: detailed,
    theirs: ['thenable0 asked'],
    ours: [],
  },
  {
    decision: 'D-007',
    summary: 'when, with several values, counts a thenable that answers twice only once',
    keptOut: 'thenables among several values of when resolve once',
    script: script(1, { op: 'when', values: [d0, thenable([answer('resolve', v0), answer('resolve', v0)])] }),
    options: {},
    theirs: ['p1.done got (d0, v0) on [undefined, undefined] with pending resolved'],
    ours: [],
  },
  {
    decision: 'D-007',
    summary: 'then does not follow a thenable in a second answer',
    keptOut: 'calls of then on thenables are not logged',
    script: script(
      1,
      settle(0, 'resolve', thenable([answer('resolve', v0), answer('resolve', thenable([answer('resolve', e0)]))])),
      callBack('then', 0, null, null, null),
    ),
    options: detailed,
    theirs: ['thenable1 asked'],
    ours: [],
  },
  {
    decision: 'D-008',
    summary: 'then does not follow a thenable in a notification once the outcome is known',
    keptOut: 'calls of then on thenables are not logged',
    script: script(
      2,
      callBack('then', 0, null, null, null),
      settle(1, 'resolve', thenable([answer('resolve', v0)])),
      settle(0, 'notify', d1),
      settle(0, 'resolve', v0),
    ),
    options: detailed,
    theirs: ['thenable0 asked'],
    ours: [],
  },
  {
    decision: 'D-008',
    summary: 'a notification of a thenable, from a thenable, is passed on in a microtask',
    keptOut: 'notifications contain no thenables, unless a filter of then returns one',
    script: script(
      1,
      settle(0, 'resolve', thenable([answer('notify', thenable([answer('resolve', e0)])), answer('notify', v0)])),
      callBack('then', 0, null, null, null),
    ),
    options: {},
    theirs: ['p1.progress got (v0) on undefined with resolved pending'],
    ours: ['p1.progress got (e0) on undefined with resolved pending'],
  },
  {
    decision: 'D-008',
    summary: 'the rejection of a thenable in a notification, from a thenable, is reported and not thrown by its reject',
    keptOut: 'errors thrown by the callbacks of thenables are dropped, and their reports not logged',
    script: script(
      1,
      settle(0, 'resolve', thenable([answer('notify', thenable([answer('reject', e0)]))])),
      callBack('then', 0, null, null, null),
    ),
    options: detailed,
    theirs: [],
    ours: ['reported e0'],
  },
  {
    decision: 'D-008',
    summary: 'the rejection of a thenable in a notification is reported, even if the promise follows another thenable',
    keptOut: 'such reports are not logged',
    script: script(
      1,
      callBack('then', 0, null, null, returning(thenable([answer('reject', e0)]))),
      settle(0, 'notify', v0),
      settle(0, 'resolve', thenable([])),
    ),
    options: detailed,
    theirs: [],
    ours: ['reported e0'],
  },
];
