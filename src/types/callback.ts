/** An optional callback of `then`. Without it, the emission is passed on unchanged. */
export type Maybe<TCallback> = TCallback | null | undefined;

/**
 * No callback: `null`, `undefined`, or a function type that no function has.
 *
 * @remarks
 * TypeScript compares method parameters bivariantly, and `null` is assignable to any optional callback: with `null`
 * alone, a promise of numbers would be assignable to a promise of strings. The function type closes that hole. It
 * requires a second argument, so it is assignable to no callback of `PromiseLike` or `Promise`; and it has a property,
 * so no callback is assignable to it. Its first parameter is the value because `await` infers from the first parameter
 * of the callbacks of all overloads.
 */
export type Nothing<TValue> = null | undefined | NoCallback<TValue>;

declare const none: unique symbol;

interface NoCallback<TValue> {
  (value: TValue, none: unknown): never;
  readonly [none]: true;
}

/** A callback of `then`, but none where TypeScript compares types and has no receiver. See {@link Nothing}. */
export type Callback<TSelf, TList extends readonly unknown[], TResult> = unknown extends TSelf
  ? NoCallback<never>
  : (...args: TList) => TResult;
