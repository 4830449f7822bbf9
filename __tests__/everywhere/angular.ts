import { Deferred } from 'rx-deferred';
import { deferredMutation, deferredResource, fromHttpEvents, injectAbortSignal, toResource } from 'rx-deferred/angular';

export const user = toResource(Deferred<string>());
export const name: string | undefined = user.value();
// @ts-expect-error a text is no number
export const age: number | undefined = user.value();
export const others = [deferredMutation, deferredResource, fromHttpEvents, injectAbortSignal];
