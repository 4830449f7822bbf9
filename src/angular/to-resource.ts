import { expected } from '../base/errors.js';
import { isPromising } from '../base/guards.js';
import { onAbort } from '../base/signal.js';
import { Emission } from '../state/emission.js';
import { emit } from '../state/settlement.js';
import type { Channels, First } from '../types/args.js';
import type { OneOf, ProgressOf } from '../types/inference.js';
import { ResourceState, type DeferredResource, type ToResourceOptions } from './resource.js';

export function toResource<TSource extends Channels<unknown, unknown, unknown>>(
  source: TSource,
  options?: ToResourceOptions<NoInfer<First<OneOf<TSource>> | undefined>>,
): DeferredResource<First<OneOf<TSource>> | undefined, First<ProgressOf<TSource>>>;
export function toResource(source: unknown, options?: ToResourceOptions<unknown>): unknown {
  if (!isPromising(source)) {
    throw expected('source', 'a deferred or a promise of this package', source);
  }
  const state = new ResourceState(options);
  const { lifetime } = state;
  if (!lifetime.aborted) {
    const load = state.begin();
    load.follow(source);
    // Not an abort: that would abort the source too, if nobody else waits for it.
    onAbort(lifetime, (reason) => {
      emit(load, new Emission('reject', undefined, reason));
    });
  }
  return state.members();
}
