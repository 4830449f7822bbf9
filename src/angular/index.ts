export { deferredMutation } from './deferred-mutation.js';
export { deferredResource } from './deferred-resource.js';
export { fromHttpEvents } from './from-http-events.js';
export { injectAbortSignal } from './inject-abort-signal.js';
export { toResource } from './to-resource.js';

export type {
  DeferredMutation,
  DeferredMutationOptions,
  MutationConcurrency,
  MutationContext,
} from './deferred-mutation.js';
export type { DeferredResourceOptions, LoadedResource, LoaderContext } from './deferred-resource.js';
export type { DeferredResource, ResourceOptions, Snapshot } from './resource.js';
export type { ToResourceOptions } from './to-resource.js';
