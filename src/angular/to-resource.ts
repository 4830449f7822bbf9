import { DestroyRef, type Injector } from '@angular/core';

import type { Channels, First } from '../types/args.js';
import type { OneOf, ProgressOf } from '../types/inference.js';
import { injectorOf, ResourceState, type DeferredResource, type ResourceOptions, type Source } from './resource.js';

/** The options of `toResource`. */
export interface ToResourceOptions<T> extends ResourceOptions<T | undefined> {
  readonly injector?: Injector | undefined;
}

/**
 * Shows a deferred or promise that somebody else owns, as an Angular resource.
 *
 * @remarks
 * The outcome of a settled one is there at once, so a template shows no loading state. The resource never aborts the
 * deferred, and leaves it when the injector is destroyed. The application is not stable, and the server does not render,
 * until the deferred settles.
 *
 * @example
 * ```ts no-run
 * import { inject } from '@angular/core';
 * import { Deferred } from 'rx-deferred';
 * import { toResource } from 'rx-deferred/angular';
 *
 * class Session {
 *   readonly user = Deferred<string>();
 * }
 *
 * // In its template: @if (user.hasValue()) { {{ user.value() }} }
 * class UserBadge {
 *   readonly user = toResource(inject(Session).user);
 * }
 * ```
 *
 * @param source - A deferred or a promise of this package.
 * @returns a resource with the first argument of the resolution as its value
 */
export function toResource<TSource extends Channels<unknown, unknown, unknown> & Source>(
  source: TSource,
  options?: ToResourceOptions<NoInfer<First<OneOf<TSource>>>>,
): DeferredResource<First<OneOf<TSource>> | undefined, First<ProgressOf<TSource>>>;
export function toResource(source: Source, options?: ToResourceOptions<unknown>): unknown {
  const injector = injectorOf(options);
  const state = new ResourceState<unknown, unknown>(injector, undefined, options?.equal);
  state.start('loading');
  state.follow(source);
  injector.get(DestroyRef).onDestroy(() => {
    state.stop();
  });
  return state.members();
}
