/**
 * The argument list that the handlers of a channel receive.
 *
 * @remarks
 * A tuple is the list itself. `void` stands for no arguments, `unknown` (the default of a channel) for any list, and
 * `never` for a channel that is not used. Any other type, arrays such as `User[]` included, is a single argument.
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

/**
 * Whether a list type is an array of any length, and not a tuple. An array has no property `'0'`. Assignability does
 * not tell them apart: `unknown[]` is assignable to `[value?: unknown, ...values: unknown[]]`.
 */
type IsArray<T extends readonly unknown[]> = '0' extends keyof T
  ? false
  : T[number][] extends T
    ? true
    : readonly T[number][] extends T
      ? true
      : false;

export type IsVoid<T> = [unknown] extends [T]
  ? false
  : [T] extends [void]
    ? [void] extends [T]
      ? true
      : false
    : false;

/**
 * The first argument of a channel: the value of `await` and of observables. It is `void` if there is none.
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

/** The channel of exactly one value: an array, or a value of unknown type, remains a single argument. */
export type Single<TValue> = unknown extends TValue
  ? [value: TValue]
  : [TValue] extends [never]
    ? never
    : [TValue] extends [readonly unknown[]]
      ? [value: TValue]
      : TValue;

/**
 * The channel for a list of exactly one value, as {@link Single} has it for the value.
 *
 * @remarks
 * TypeScript leaves a conditional type as it is where it depends on a type parameter `T` of the caller. It decides this
 * one: the condition of a mapped tuple is compared with `any` for `T`, and is then false, so the channel is `[value: T]`.
 */
export type SingleOf<TList> = { [K in keyof TList]: IsChannel<TList[K]> } extends readonly [true]
  ? FirstOf<TList>
  : TList;

type IsChannel<T> = [unknown] extends [T]
  ? false
  : [T] extends [never]
    ? true
    : [T] extends [readonly unknown[]]
      ? false
      : true;

/**
 * The parameters of a function that is called with any one of several lists, merged position by position. A position
 * that one of the lists lacks is optional. For the bare union, TypeScript would accept only a function whose parameters
 * match each list in length.
 */
export type Params<TList extends readonly unknown[]> = true extends IsUnion<TList> ? Positions<TList, []> : TList;

/**
 * The parameters of a handler. A list of any number of values is a rest parameter: that the list may be empty makes no
 * element of it `undefined`.
 */
export type HandlerArgs<TList extends readonly unknown[]> =
  Params<TList> extends AnyNumberOf<infer TValue>
    ? AnyNumberOf<TValue> extends Params<TList>
      ? TValue[]
      : Params<TList>
    : Params<TList>;

/**
 * The channel of any number of values: their list, as a tuple. An array would be a single argument.
 *
 * @example
 * ```ts
 * import { Deferred, type AnyNumberOf } from 'rx-deferred';
 *
 * const log: string[] = [];
 * const d = Deferred<AnyNumberOf<string>>().done((...names) => log.push(names.join(' and ')));
 * d.resolve('Ada', 'Grace');
 *
 * log; // => ['Ada and Grace']
 * ```
 */
export type AnyNumberOf<TValue> = [value?: TValue, ...values: TValue[]];

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

type Tail<TList> = TList extends readonly [] ? [] : TList extends readonly [unknown?, ...infer TTail] ? TTail : [];

export type IsUnion<T, TWhole = T> = [T] extends [never]
  ? false
  : T extends unknown
    ? Same<T, TWhole> extends true
      ? false
      : true
    : never;

/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- two functions over any type are compared */
/** Whether two types are identical. TypeScript also decides this for types with type parameters in them. */
type Same<T1, T2> = (<X>() => X extends T1 ? 1 : 2) extends <X>() => X extends T2 ? 1 : 2 ? true : false;
/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

/** The list of a `then` handler. An empty list becomes `[void]`, so that `await` infers `void` from it. */
export type ThenList<T> = ToThenList<Args<T>>;

type ToThenList<TList> = TList extends readonly [] ? [value: void] : TList;

/** The parameters of a `then` handler. */
export type ThenArgs<T> = ThenList<T> extends infer TList extends readonly unknown[] ? Params<TList> : never;

/** The same for a list of any number of values as a rest parameter. */
export type ThenHandlerArgs<T> =
  ThenList<T> extends infer TList extends readonly unknown[] ? HandlerArgs<TList> : never;

/** Converts an argument list back to a channel: `unknown[]` becomes `unknown`. */
export type ChannelOf<TList> = [TList] extends [never]
  ? never
  : '0' extends keyof TList
    ? TList
    : unknown[] extends TList
      ? unknown
      : TList;

/** The union of two channels. */
export type Either<T1, T2> = [T1] extends [never]
  ? T2
  : [T2] extends [never]
    ? T1
    : unknown extends T1 | T2
      ? unknown
      : Args<T1> | Args<T2>;

/**
 * The rejections of work that a signal or `abort()` may end: the reason of an abort is an `Error`, as the `AbortError` of
 * the platform is, unless the code that aborts gives another one.
 */
export type OrAbort<TFail> = [reason: Error] extends Args<TFail> ? TFail : Either<TFail, [reason: Error]>;

export declare const channels: unique symbol;

/** Lets TypeScript infer the channels of a deferred. The property does not exist at run time. */
export interface Channels<TDone, TFail, TProgress> {
  readonly [channels]: [done: TDone, fail: TFail, progress: TProgress];
}
