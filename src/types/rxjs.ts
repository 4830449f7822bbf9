import type { OperatorFunction } from 'rxjs';

import type { Channels } from './args.js';

declare module 'rxjs' {
  interface Observable<T> {
    pipe<R extends Channels<unknown, unknown, unknown>>(last: (source: this) => R): R;
    pipe<A, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      last: (source: Observable<A>) => R,
    ): R;
    pipe<A, B, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      last: (source: Observable<B>) => R,
    ): R;
    pipe<A, B, C, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      last: (source: Observable<C>) => R,
    ): R;
    pipe<A, B, C, D, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      last: (source: Observable<D>) => R,
    ): R;
    pipe<A, B, C, D, F, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      op5: OperatorFunction<D, F>,
      last: (source: Observable<F>) => R,
    ): R;
    pipe<A, B, C, D, F, G, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      op5: OperatorFunction<D, F>,
      op6: OperatorFunction<F, G>,
      last: (source: Observable<G>) => R,
    ): R;
    pipe<A, B, C, D, F, G, H, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      op5: OperatorFunction<D, F>,
      op6: OperatorFunction<F, G>,
      op7: OperatorFunction<G, H>,
      last: (source: Observable<H>) => R,
    ): R;
    pipe<A, B, C, D, F, G, H, I, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      op5: OperatorFunction<D, F>,
      op6: OperatorFunction<F, G>,
      op7: OperatorFunction<G, H>,
      op8: OperatorFunction<H, I>,
      last: (source: Observable<I>) => R,
    ): R;
  }
}
