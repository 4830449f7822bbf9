export { deferredMutation } from './deferred-mutation.js';
export { deferredResource } from './deferred-resource.js';
export { fromHttpEvents } from './from-http-events.js';
export { injectAbortSignal } from './inject-abort-signal.js';
export { toResource } from './to-resource.js';

export type { DeferredMutation, DeferredMutationOptions, MutationConcurrency } from './deferred-mutation.js';
export type { DeferredResourceOptions, DeferredResourceRef } from './deferred-resource.js';
export type { Work, WorkContext } from './load.js';
export type { DeferredResource, DeferredResourceSnapshot, ToResourceOptions } from './resource.js';
