export { Deferred, isDeferred } from './deferred.js';
export { oneShot } from './one-shot.js';
export { toDeferred } from './to-deferred.js';
export { when } from './when.js';

export type { Args, First } from './channels.js';
export type {
  AbortablePromise,
  CombineOptions,
  Completion,
  // The name by which a declaration file refers to the type of what `Deferred()` gives.
  Deferred as DeferredInstance,
  DeferredConstructor,
  DeferredHooks,
  DeferredInit,
  DeferredOptions,
  DeferredPromise,
  DeferredState,
  FromSource,
  Handler,
  Handlers,
  OneShot,
  OneShotFactory,
  OneShotOf,
  OneShotOptions,
  Outcome,
  SettledOutcome,
  ToDeferredOperator,
  ToDeferredOptions,
  UnhandledRejection,
  When,
} from './types.js';
