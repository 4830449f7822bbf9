import type { Args, ChannelOf, Channels, Either, HandlerArgs, IsUnion } from './args.js';
import type { Adopted } from './inference.js';

/**
 * The receiver of those overloads of `then` and `catch` that find the channels in it: a union of promises, or a promise
 * for any number of values. For any other receiver it is `never`.
 *
 * @remarks
 * TypeScript calls a method of a union by an overload that is the same in all its members, so the channels of a member
 * must not be in it. In a list of any number of values no element is `undefined`, but the one value that `await` gives
 * may be: `await` does not read overloads with a type parameter as the receiver.
 */
export type InferredReceiver<TSelf> = TSelf &
  (true extends IsUnion<TSelf> | IsAnyNumber<DoneFrom<TSelf>> | IsAnyNumber<FailFrom<TSelf>> ? unknown : never);

/** Whether a channel is of any number of values: its list has a first element, and the rest parameter has not. */
type IsAnyNumber<T> = '0' extends keyof HandlerArgs<Args<T>> ? false : '0' extends keyof Args<T> ? true : false;

/** The channels of a promise, or of any one of a union of promises. */
export type DoneFrom<TSelf> = ChannelOf<TSelf extends Channels<infer TList, unknown, unknown> ? TList : never>;
export type FailFrom<TSelf> = ChannelOf<TSelf extends Channels<unknown, infer TList, unknown> ? TList : never>;
export type ProgressFrom<TSelf> = ChannelOf<TSelf extends Channels<unknown, unknown, infer TList> ? TList : never>;

/** Stands for the result of a callback that is not given. */
export interface Unchanged {
  readonly [unchanged]: true;
}

declare const unchanged: unique symbol;

/** The resolutions of `then`, for a receiver and the results of the callbacks. */
export type ThenDone<TSelf, RDone, RCaught> = Unchanged extends RDone
  ? Either<DoneFrom<TSelf>, Returned<Exclude<RCaught, Unchanged>>>
  : Returned<RDone | Exclude<RCaught, Unchanged>>;

/** The rejections of `then`: a callback may throw anything. */
export type ThenFail<TSelf, RDone, RCaught> = Unchanged extends RDone & RCaught ? FailFrom<TSelf> : unknown;

/** The channel of what a callback returns. */
type Returned<T> = [T] extends [never]
  ? never
  : [Extract<T, Channels<unknown, unknown, unknown>>] extends [never]
    ? [value: Awaited<T>]
    : Adopted<T>;
