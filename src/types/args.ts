/**
 * The argument list of a channel, as its handlers get it.
 *
 * @remarks
 * A tuple is the list itself, `void` is no argument, `unknown` (a channel left out) is any list, `never` a
 * channel that is not used, and all else, arrays such as `User[]` included, is one argument.
 *
 * @example
 * ```ts
 * import type { Args } from 'rx-deferred';
 *
 * const list: Args<[user: string, ms: number]> = ['Ada', 12];
 * const one: Args<string[]> = [['Ada', 'Grace']];
 * const none: Args<void> = [];
 *
 * [list.length, one.length, none.length]; // => [2, 1, 0]
 * ```
 */
export type Args<T> = unknown extends T
  ? T[]
  : [T] extends [never]
    ? never
    : [T] extends [readonly unknown[]]
      ? IsArray<T> extends true
        ? [value: T]
        : T
      : IsVoid<T> extends true
        ? []
        : [value: T];

/** Whether a list type is a plain array, of which any number of elements may be given, and not a tuple. */
type IsArray<T extends readonly unknown[]> = T[number][] extends T
  ? true
  : readonly T[number][] extends T
    ? true
    : false;

type IsVoid<T> = [T] extends [void] ? ([void] extends [T] ? true : false) : false;

/**
 * The first argument of a channel: what `await` and observables carry. It is `void` where there is none.
 *
 * @example
 * ```ts
 * import type { First } from 'rx-deferred';
 *
 * const user: First<[user: string, ms: number]> = 'Ada';
 *
 * user; // => 'Ada'
 * ```
 */
export type First<T> = FirstOf<Args<T>>;

type FirstOf<TList> = TList extends readonly [] ? void : TList extends readonly unknown[] ? TList[0] : never;

/** The channel of exactly one value: an array, or a value of unknown type, stays one argument. */
export type Single<TValue> = unknown extends TValue
  ? [value: TValue]
  : [TValue] extends [never]
    ? never
    : [TValue] extends [readonly unknown[]]
      ? [value: TValue]
      : TValue;

/**
 * The parameters of a function that gets any of several lists: position by position, optional where a list ends.
 * Against a union of lists TypeScript refuses every function that has not the length of each of them.
 */
export type Params<TList extends readonly unknown[]> = IsUnion<TList> extends true ? Positions<TList, []> : TList;

type Positions<TList extends readonly unknown[], TDone extends unknown[]> = [TList] extends [readonly []]
  ? TDone
  : true extends AnyIsArray<TList>
    ? [...TDone, ...TList[number][]]
    : [] extends TList
      ? Positions<Tail<TList>, [...TDone, (Head<TList> | undefined)?]>
      : Positions<Tail<TList>, [...TDone, Head<TList>]>;

type AnyIsArray<TList> = TList extends readonly unknown[] ? IsArray<TList> : never;

type Head<TList> = TList extends readonly [(infer THead)?, ...unknown[]]
  ? TList extends readonly []
    ? never
    : THead
  : never;

type Tail<TList> = TList extends readonly [unknown?, ...infer TTail] ? TTail : [];

type IsUnion<T, TWhole = T> = [T] extends [never]
  ? false
  : T extends unknown
    ? [TWhole] extends [T]
      ? false
      : true
    : never;

/** The list of a `then` handler. An empty list becomes `[void]`, so that `await` infers `void` from it. */
export type ThenList<T> = ToThenList<Args<T>>;

type ToThenList<TList> = TList extends readonly [] ? [value: void] : TList;

/** The parameters of a `then` handler. */
export type ThenArgs<T> = ThenList<T> extends infer TList extends readonly unknown[] ? Params<TList> : never;

/** The channel of a list: a list of anything is a channel left out. */
export type ChannelOf<TList> = [TList] extends [never] ? never : unknown[] extends TList ? unknown : TList;

/** A channel that carries what either of two channels carries. */
export type Either<T1, T2> = [T1] extends [never]
  ? T2
  : [T2] extends [never]
    ? T1
    : unknown extends T1 | T2
      ? unknown
      : Args<T1> | Args<T2>;

declare const channels: unique symbol;

/** The channels of a deferred as a type that is inferred from it. There is no such property. */
export interface Channels<TDone, TFail, TProgress> {
  readonly [channels]: [done: TDone, fail: TFail, progress: TProgress];
}
