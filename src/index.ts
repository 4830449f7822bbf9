export { Deferred, isDeferred } from './deferred.js';
export { when } from './when.js';

export type { Args, First } from './channels.js';
export type {
  DeferredConstructor,
  DeferredHooks,
  DeferredInit,
  DeferredPromise,
  DeferredState,
  Handler,
  Handlers,
  When,
} from './types.js';
