import { expected } from '../base/errors.js';
import type { Completion } from '../combine.js';
import { signalOf } from '../promise/abort.js';
import type { DeferredPromise } from '../types/promise.js';
import { when } from '../when.js';

/** The options of `animationsFinished`. */
export interface AnimationsFinishedOptions {
  /** Rejects the promise with its reason. The animations go on. */
  readonly signal?: AbortSignal | null | undefined;

  /** Whether the animations of descendants and of pseudo-elements count too: `true` by default. */
  readonly subtree?: boolean | undefined;
}

/**
 * Waits until the animations that are running now have finished: CSS animations, CSS transitions and those of
 * `animate()`.
 *
 * @param target - An element with its descendants, a document, a shadow root, or a single animation.
 * @param options - `subtree: false` leaves the descendants out. `signal` ends the waiting.
 * @returns A promise that resolves with an array of the animations, and notifies each time that one finishes.
 * @throws TypeError if the target has no animations, or if the signal is not an `AbortSignal`.
 * @remarks
 * Resolves before it returns if nothing is running, as where reduced motion turns animations off, and otherwise in a
 * microtask after the last one. What never ends by itself is left out: animations that repeat for ever or are paused, and
 * those that follow a scroll position. A transition that a class has just started is included.
 *
 * Rejects with an `AbortError` when one is cancelled, as `display: none` does to a transition. The promise only waits: it
 * has no `abort()`, and its signal cancels no animation, because they belong to the style sheet or to the code that has
 * started them, and a cancelled one jumps.
 *
 * @see {@link https://developer.mozilla.org/docs/Web/API/Animation/finished | Animation.finished}
 * @example
 * ```ts
 * import { animationsFinished } from 'rx-deferred/dom';
 *
 * const box = document.body.appendChild(document.createElement('div'));
 * const log: string[] = [];
 * box.animate({ opacity: [0, 1] }, 40);
 * box.animate({ translate: ['0', '9px'] }, 20);
 *
 * const animations = await animationsFinished(box).progress(({ completed, total }) => log.push(`${completed}/${total}`));
 *
 * animations.length; // => 2
 * log; // => ['1/2', '2/2']
 * animationsFinished(box).state(); // => 'resolved'
 * ```
 */
export function animationsFinished(
  target: Animation | Animatable | DocumentOrShadowRoot,
  options?: AnimationsFinishedOptions,
): DeferredPromise<[animations: Animation[]], DOMException, Completion>;
export function animationsFinished(
  target: Partial<Animatable & Animation> | null | undefined,
  options: AnimationsFinishedOptions = {},
): unknown {
  const { subtree = true } = options;
  const signal = signalOf(options);
  const animations = target?.getAnimations?.({ subtree }) ?? (target?.finished && [target as Animation]);
  if (!animations) {
    throw expected('target', 'an element or an animation', target);
  }
  const all = when.all(
    animations
      // The end of an animation that follows a scroll position is no number.
      .filter(
        ({ effect, playState, playbackRate }) =>
          playState === 'running' && playbackRate && (effect?.getComputedTiming().endTime as number) < Infinity,
      )
      .map(({ finished }) => finished),
  );
  return signal ? all.until(signal) : all;
}
