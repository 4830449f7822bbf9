export { Deferred, isDeferred } from './deferred.js';
export { oneShot } from './one-shot.js';
export { toDeferred } from './to-deferred.js';
export { when } from './when.js';

export type { Combinators, CombineOptions, Completion } from './combine.js';
export type { DeferredConstructor, DeferredHooks, DeferredInit, DeferredOptions } from './deferred.js';
export type { OneShot, OneShotFactory, OneShotOf, OneShotOptions } from './one-shot.js';
export type { UnhandledRejection } from './state/rejections.js';
export type { AbortablePromise, FromSource, ToDeferredOperator, ToDeferredOptions } from './to-deferred.js';
export type { AnyNumberOf, Args, ChannelOf, Channels, Either, First, Single } from './types/args.js';
export type { DeferredState, Outcome, SettledOutcome } from './types/outcome.js';
export type { DeferredPromise, Handler, Handlers } from './types/promise.js';
export type { When } from './when.js';
