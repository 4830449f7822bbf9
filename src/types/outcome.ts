import type { Args } from './args.js';

/** The state of a deferred: `pending` until it is settled, then `resolved` or `rejected` for good. */
export type DeferredState = 'pending' | 'resolved' | 'rejected';

/** The record of a settled deferred, with all arguments and the context. */
export type SettledOutcome<TDone = unknown, TFail = unknown> =
  | { readonly state: 'resolved'; readonly args: OutcomeArgs<TDone>; readonly context: unknown }
  | { readonly state: 'rejected'; readonly args: OutcomeArgs<TFail>; readonly context: unknown };

type OutcomeArgs<T> = Args<T> extends readonly [] ? [value?: undefined] : Args<T>;

/** A snapshot of a deferred: its state, with all arguments and the context once it is settled. */
export type Outcome<TDone = unknown, TFail = unknown> = { readonly state: 'pending' } | SettledOutcome<TDone, TFail>;
