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

/** The arguments of a `then` handler. An empty list becomes `[void]`, so that `await` infers `void` from it. */
export type ThenArgs<T> = ToThenArgs<Args<T>>;

type ToThenArgs<TList> = TList extends readonly [] ? [value: void] : TList;

/** A channel that carries what either of two channels carries. */
export type Either<T1, T2> = [T1] extends [never]
  ? T2
  : [T2] extends [never]
    ? T1
    : unknown extends T1 | T2
      ? unknown
      : Args<T1> | Args<T2>;
