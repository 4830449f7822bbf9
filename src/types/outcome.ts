import type { Args } from './args.js';

/** The state of a deferred: `pending` until it settles, then permanently `resolved` or `rejected`. */
export type DeferredState = 'pending' | 'resolved' | 'rejected';

/** The outcome of a settled deferred: its state, all arguments and the context. */
export type SettledOutcome<TDone = unknown, TFail = unknown> =
  | { readonly state: 'resolved'; readonly args: OutcomeArgs<TDone>; readonly context: unknown }
  | { readonly state: 'rejected'; readonly args: OutcomeArgs<TFail>; readonly context: unknown };

type OutcomeArgs<T> = Args<T> extends readonly [] ? [value?: undefined] : Args<T>;

/** The outcome of a deferred: its state and, once it is settled, all arguments and the context. */
export type Outcome<TDone = unknown, TFail = unknown> = { readonly state: 'pending' } | SettledOutcome<TDone, TFail>;
