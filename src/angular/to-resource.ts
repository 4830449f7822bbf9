import { expected } from '../base/errors.js';
import { isPromising } from '../base/guards.js';
import { onAbort } from '../base/signal.js';
import { Emission } from '../state/emission.js';
import { emit } from '../state/settlement.js';
import type { Channels, First } from '../types/args.js';
import type { OneOf, ProgressOf } from '../types/inference.js';
import { follow } from './load.js';
import { createState, membersOf, type DeferredResource, type ToResourceOptions } from './resource.js';

/**
 * Shows a deferred or a promise that somebody else owns as an Angular resource.
 *
 * @param source - A deferred or a promise of this package.
 * @param options - `injector` is the one whose destruction ends the resource: by default that of the current injection
 * context. `equal` compares two values.
 * @returns A resource whose value is the first argument of the resolution, and `undefined` before.
 * @throws TypeError if `source` is no deferred and no promise of this package. NG0203 without an injector outside of an
 * injection context.
 * @remarks
 * The outcome of a settled deferred is there when this function returns, so a template shows no loading state. The
 * resource never aborts the deferred, and leaves it when the injector is destroyed. The application is not stable, and
 * the server does not render, until the deferred settles. An error is shown, and counts as handled; an abort is `idle`.
 *
 * @see {@link https://angular.dev/api/core/Resource | Resource}
 * @example
 * ```ts
 * import { TestBed } from '@angular/core/testing';
 * import { Deferred } from 'rx-deferred';
 * import { toResource } from 'rx-deferred/angular';
 *
 * const session = Deferred<string>();
 *
 * // In its template: @if (user.hasValue()) { {{ user.value() }} }
 * class UserBadge {
 *   readonly user = toResource(session);
 * }
 *
 * const { user } = TestBed.runInInjectionContext(() => new UserBadge());
 *
 * user.status(); // => 'loading'
 * session.resolve('Ada');
 * user.value(); // => 'Ada'
 * ```
 */
export function toResource<TSource extends Channels<unknown, unknown, unknown>>(
  source: TSource,
  options?: ToResourceOptions<NoInfer<First<OneOf<TSource>>>>,
): DeferredResource<First<OneOf<TSource>> | undefined, First<ProgressOf<TSource>>>;
export function toResource(source: unknown, options: ToResourceOptions<unknown> = {}): unknown {
  if (!isPromising(source)) {
    throw expected('source', 'a deferred or a promise of this package', source);
  }
  const { lifetime, state, begin } = createState(options);
  if (!lifetime.aborted) {
    const load = begin();
    load.source = source;
    follow(load, source);
    // Not an abort: that would abort the source too, if nobody else waits for it.
    onAbort(lifetime, (reason) => {
      emit(load, new Emission('reject', undefined, reason));
    });
  }
  return membersOf(state, options);
}
