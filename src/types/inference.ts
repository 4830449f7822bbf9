import type { InteropObservable, Observable, ObservableInput } from 'rxjs';

import type { AnyNumberOf, ChannelOf, Channels, IsVoid, SingleOf } from './args.js';
import type { SettledOutcome } from './outcome.js';

/**
 * The channel of `when(value)`: a deferred keeps its arguments, a thenable is awaited, other values are themselves. For
 * one of several types, it is the union of their lists.
 */
export type Adopted<T> = ChannelFor<
  T,
  T extends Channels<infer TList, unknown, unknown> ? Followed<TList> : [value: Awaited<T>]
>;

/** The channel for the lists of one of several inputs: a single value, unless there are deferreds among them. */
type ChannelFor<T, TList> = [Extract<T, Channels<unknown, unknown, unknown>>] extends [never]
  ? SingleOf<TList>
  : ChannelOf<TList>;

/** The list of a deferred. A promise that it resolves with is awaited. */
type Followed<TList> = TList extends unknown
  ? { [K in keyof TList]: IsThenable<TList[K]> } extends readonly [true]
    ? { [K in keyof TList]: Awaited<TList[K]> }
    : TList
  : never;

type IsThenable<T> = [unknown] extends [T] ? false : [T] extends [PromiseLike<unknown>] ? true : false;

/** The argument of `when` for one of several values: `undefined` for no argument, an array for several. */
export type Joined<T> = T extends Channels<infer TList, unknown, unknown> ? Collapsed<TList> : Awaited<T>;

/**
 * An argument list as a single value: the only argument, `undefined` for none, an array for several. For a list of
 * variable length it may be any of these.
 */
export type Collapsed<TList> =
  unknown extends ChannelOf<TList>
    ? unknown
    : TList extends readonly [infer TValue]
      ? { [K in keyof TList]: IsVoid<TList[K]> } extends readonly [true]
        ? undefined
        : TValue
      : [] extends TList
        ? undefined | (TList & readonly unknown[])[0] | TList
        : TList extends readonly [infer TValue, ...infer TRest]
          ? [] extends TRest
            ? TValue | TList
            : TList
          : TList;

/** The list of `when` for several values: an argument for each. */
export type JoinedList<TList extends readonly unknown[]> = TList[number][] extends TList
  ? AnyNumberOf<Joined<TList[number]>>
  : { -readonly [K in keyof TList]: Joined<TList[K]> };

/** The channel of the rejections of several values. A thenable may reject with anything. */
export type FailOf<T> = ChannelOf<FailList<T>>;

export type FailList<T> =
  PromiseLike<unknown> extends T
    ? unknown[]
    : T extends Channels<unknown, infer TList, unknown>
      ? TList
      : T extends ObservableInput<unknown>
        ? unknown[]
        : never;

/** The channel of the notifications of several values. */
export type ProgressOf<T> = ChannelFor<T, ProgressList<T>>;

type ProgressList<T> =
  T extends Channels<unknown, unknown, infer TList>
    ? TList
    : T extends InteropObservable<infer TValue> | Observable<infer TValue>
      ? [value: TValue]
      : never;

/** The channel of any one of several inputs. */
export type OneOf<T> = ChannelFor<T, T extends Channels<infer TList, unknown, unknown> ? TList : [value: ValueOf<T>]>;

/** The value that an observable emits or a thenable resolves with. Other values are themselves. */
export type ValueOf<T> = T extends InteropObservable<infer TValue> | Observable<infer TValue> ? TValue : Awaited<T>;

export type JoinedInput<T> = T extends Channels<unknown, unknown, unknown> ? Joined<T> : ValueOf<T>;

export type OutcomeOf<T> = T extends unknown ? SettledOutcome<OneOf<T>, FailOf<T>> : never;

export type ElementOf<TList> = TList extends Iterable<infer T> ? T : never;

/** The tuple or array of the values, or of the outcomes, of an iterable of inputs. */
export type ListOf<TList, TKind extends 'value' | 'outcome'> = TList extends readonly unknown[]
  ? { -readonly [K in keyof TList]: Combined<TList[K], TKind> }
  : Combined<ElementOf<TList>, TKind>[];

export type Combined<T, TKind> = TKind extends 'value' ? JoinedInput<T> : OutcomeOf<T>;
