import type { ChannelOf } from '../types/args.js';
import type { NodeEvents } from './node-emitter.js';

/** The part of an `EventTarget` that is needed. */
export interface EventTargetLike {
  addEventListener(type: string, listener: never): void;
  removeEventListener(type: string, listener: never): void;
}

/** The part of an `EventEmitter` that is needed. */
export interface EmitterLike {
  on(name: string, listener: never): unknown;
  off(name: string, listener: never): unknown;
}

/** Names of events: one, several, or a record of names, each with `true` or a predicate that accepts its events. */
export type EventNames<TTarget> = EventName<TTarget> | readonly EventName<TTarget>[] | EventFilters<TTarget>;

/** The name of an event. Those that the type of the target names are suggested. */
export type EventName<TTarget> =
  | Extract<keyof EventMap<TTarget>, string>
  | (string & Record<never, never>)
  | (TTarget extends EventTargetLike ? never : symbol);

/** Names of events, each with `true` or a predicate. */
export type EventFilters<TTarget> = {
  readonly [TName in keyof EventMap<TTarget>]?: true | Predicate<TTarget, EventMap<TTarget>[TName]>;
} & Readonly<Record<string | symbol, true | Predicate<TTarget, UnknownEvent<TTarget>> | undefined>>;

/** Whether to accept an event. As that of a method, its parameters may be of narrower types. */
type Predicate<TTarget, TArgs> = {
  accept(this: TTarget, ...args: TArgs extends readonly unknown[] ? TArgs : never): boolean;
}['accept'];

/** The events that the type of a target names, with their arguments. */
type EventMap<TTarget> = TTarget extends EventTargetLike ? HandlerMap<TTarget> : NodeEvents<TTarget>;

/** The events that a target has a property for, such as `onload`. */
type HandlerMap<TTarget> = {
  [K in keyof TTarget as HandlerName<K, TTarget[K]>]: [event: HandledBy<TTarget[K]>];
};

type HandlerName<TKey, TValue> = TKey extends `on${infer TName}` ? (null extends TValue ? TName : never) : never;

/** The event that a handler gets. The `onerror` of a window may also get a text. */
type HandledBy<THandler> = THandler extends (event: infer TEvent, ...rest: never[]) => unknown
  ? Exclude<TEvent, string>
  : never;

/** The arguments of an event that the type of the target does not name. */
type UnknownEvent<TTarget> = TTarget extends EventTargetLike ? [event: Event] : unknown[];

type NamedArgs<TTarget, TName> = TName extends keyof EventMap<TTarget>
  ? EventMap<TTarget>[TName]
  : UnknownEvent<TTarget>;

/** The arguments that a predicate accepts: a parameter with a type, or a type guard, may know more about them. */
type Accepted<TArgs, TPredicate> = TPredicate extends (event: infer TEvent, ...rest: infer TRest) => boolean
  ? TPredicate extends (event: TEvent, ...rest: TRest) => event is TEvent & infer TGuarded
    ? Refined<TArgs, [event: TGuarded, ...rest: TRest]>
    : Refined<TArgs, Parameters<TPredicate>>
  : TArgs;

/** Arguments whose first ones have the types of another list. */
type Refined<TArgs, TList extends readonly unknown[]> = TArgs extends readonly [
  ...{ [TIndex in keyof TList]: unknown },
  ...infer TRest,
]
  ? [...TList, ...TRest]
  : [...TList, ...unknown[]];

/** The channel of the events of some names. */
export type EventsOf<TTarget, TNames> = ChannelOf<ArgsOf<TTarget, TNames>>;

/** The channel of rejections: an error, and what has come with its event. An abort has no event. */
export type FailuresOf<TTarget, TNames> = Failure<ArgsOf<TTarget, TNames>>;

type Failure<TArgs> = [TArgs] extends [never]
  ? [error: Error]
  : TArgs extends readonly [infer TError extends Error, ...infer TRest]
    ? [error: TError, ...rest: Partial<TRest>]
    : TArgs extends readonly [...infer TRest]
      ? [error: Error, ...rest: Partial<TRest>]
      : never;

/** The arguments of the events of some names: none if there are no names, which infers all of them. */
type ArgsOf<TTarget, TNames> = [EventNames<TTarget>] extends [TNames] ? never : Merged<SelectedArgs<TTarget, TNames>>;

/** A union of single events as a list of one. */
type Merged<TArgs> = [TArgs] extends [readonly [unknown]] ? [event: TArgs[0]] : TArgs;

type SelectedArgs<TTarget, TNames> = TNames extends PropertyKey
  ? NamedArgs<TTarget, TNames>
  : TNames extends readonly (infer TName)[]
    ? NamedArgs<TTarget, TName>
    : { [TName in keyof TNames]: Accepted<NamedArgs<TTarget, TName>, TNames[TName]> }[keyof TNames];
