/**
 * The language of the random scripts: calls on deferreds, as data.
 *
 * Deferreds and promises are identified by number, in the order of their creation and modulo their count when the step
 * runs, so that every script is valid, however it is shrunk.
 */

export type Channel = 'done' | 'fail' | 'always' | 'progress';
export type Settling = 'resolve' | 'reject' | 'notify';

/** How a method is called: `d.done()`, `const { done } = d; done()`, or `other.done = d.done; other.done()`. */
export type Via = 'direct' | 'detached' | 'borrowed';

export const plainNames = ['undefined', 'null', 'false', '0', "''", "'text'", 'v0', 'v1', 'e0', 'e1'] as const;
export type PlainName = (typeof plainNames)[number];

export type Value =
  | { readonly kind: 'plain'; readonly name: PlainName }
  | { readonly kind: 'deferred'; readonly index: number }
  | { readonly kind: 'any'; readonly index: number }
  | { readonly kind: 'array'; readonly items: readonly Value[] }
  | Thenable
  /** An object with a `promise` method that returns the promise of a deferred, or throws. */
  | { readonly kind: 'promising'; readonly deferred: number; readonly throws: boolean };

export interface Thenable {
  readonly kind: 'thenable';
  readonly answers: readonly Answer[];
  /** Whether the answers wait for an `answer` step. */
  readonly later: boolean;
  /** When the thenable throws: when `then` is read, or when it is called, after its answers. */
  readonly throws: 'never' | 'when read' | 'when called';
}

/** A call of one of the callbacks that were passed to a `then` method. */
export interface Answer {
  readonly method: Settling;
  readonly context: Value;
  readonly args: readonly Value[];
}

/** A handler, whose steps run the first few times that it is called. */
export interface Handler {
  readonly kind: 'handler';
  readonly steps: readonly Step[];
}

/** Values that are neither functions nor lists of functions. */
export const junkValues = {
  undefined: undefined,
  null: null,
  false: false,
  '0': 0,
  '3': 3,
  "''": '',
  "'text'": 'text',
  '{}': {},
  '{ length: 0 }': { length: 0 },
  '{ length: 3 }': { length: 3 },
};

/** An argument of `done` and the like. */
export type HandlerItem =
  | Handler
  /** A handler that throws (D-001). Its return value is ignored. */
  | Filter
  /** A handler that has been used before. */
  | { readonly kind: 'again'; readonly index: number }
  | { readonly kind: 'list'; readonly items: readonly HandlerItem[]; readonly arrayLike: boolean }
  | { readonly kind: 'junk'; readonly name: keyof typeof junkValues };

/** A callback of `then` or `pipe`. */
export interface Filter {
  readonly kind: 'filter';
  readonly steps: readonly Step[];
  readonly ending: Ending;
}

export type Ending =
  | { readonly kind: 'return' | 'throw'; readonly value: Value }
  | { readonly kind: 'return the argument' }
  /** The promise that `then` has returned for this callback. */
  | { readonly kind: 'return the promise' };

/** The callbacks of `then` and `pipe`: for done, fail and progress. */
export type Filters = readonly [Filter | null, Filter | null, Filter | null];

export type Step =
  | {
      readonly op: 'add';
      readonly on: number;
      readonly channel: Channel;
      readonly items: readonly HandlerItem[];
      readonly via: Via;
    }
  | {
      readonly op: 'settle';
      readonly on: number;
      readonly method: Settling;
      /** The context of the With form, which is used if there is one. */
      readonly context: Value | null;
      readonly args: readonly Value[];
      readonly via: Via;
    }
  /** `from.done(to.resolve)` and so on. */
  | {
      readonly op: 'forward';
      readonly from: number;
      readonly channel: Channel;
      readonly to: number;
      readonly method: Settling;
    }
  | { readonly op: 'then' | 'pipe'; readonly on: number; readonly filters: Filters; readonly via: Via }
  | { readonly op: 'catch'; readonly on: number; readonly filter: Filter | null; readonly via: Via }
  | { readonly op: 'when'; readonly values: readonly Value[] }
  | { readonly op: 'promise'; readonly on: number; readonly target: 'none' | 'object' | 'function' }
  /** `{ ...on }`: where methods are properties of their own, that is another deferred or promise. */
  | { readonly op: 'copy'; readonly on: number }
  | { readonly op: 'create'; readonly init: Handler | null; readonly isNew: boolean }
  /** Runs the answers of the waiting thenables. */
  | { readonly op: 'answer' };

/** Steps in turns. Between two turns, all scheduled work runs. */
export interface Script {
  readonly deferreds: number;
  readonly turns: readonly (readonly Step[])[];
}
