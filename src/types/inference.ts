import type { InteropObservable, Observable, ObservableInput } from 'rxjs';

import type { AnyNumberOf, ChannelOf, Channels, Either, IsVoid, SingleOf } from './args.js';
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

/**
 * The list of `when` for several values: an argument for each. If there may be a single one, whose arguments are not one,
 * it is also the list of that, which `when` keeps.
 */
export type JoinedList<TList extends readonly unknown[]> =
  IsOne<OnlyOf<TList>> extends true
    ? TList[number][] extends TList
      ? AnyNumberOf<Joined<TList[number]>>
      : JoinedTuple<TList>
    : TList[number][] extends TList
      ? Either<OrNone<Adopted<TList[number]>>, Several<Joined<TList[number]>>>
      : Either<Adopted<OnlyOf<TList>>, JoinedTuple<TList>>;

type JoinedTuple<TList extends readonly unknown[]> = { -readonly [K in keyof TList]: Joined<TList[K]> };

type OrNone<TChannel> = Either<void, TChannel>;

type Several<T> = [first: T, second: T, ...others: T[]];

/** The value that is the only one in a list of variable length, if it has one element. */
type OnlyOf<TList extends readonly unknown[]> = number extends TList['length']
  ? TList extends readonly [infer T, ...infer TRest]
    ? WhereEmpty<TRest, T>
    : TList extends readonly [...infer TRest, infer T]
      ? WhereEmpty<TRest, T>
      : TList[number]
  : never;

type WhereEmpty<TRest, T> = [] extends TRest ? T : never;

/** Whether a value has exactly one argument, which `when` leaves as it is. */
type IsOne<T> = [T] extends [never] ? true : false extends IsOneOf<T> ? false : true;

type IsOneOf<T> =
  T extends Channels<infer TList extends readonly unknown[], unknown, unknown>
    ? TList['length'] extends 1
      ? { [K in keyof TList]: IsThenable<TList[K]> } extends readonly [true]
        ? false
        : true
      : false
    : true;

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
