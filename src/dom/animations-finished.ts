import { expected } from '../base/errors.js';
import { isFunction, isObject } from '../base/guards.js';
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
export function animationsFinished(target: unknown, options: AnimationsFinishedOptions = {}): unknown {
  const { subtree = true } = options;
  const signal = signalOf(options);
  const all = when.all(
    animationsOf(target, subtree)
      .filter(isEnding)
      .map(({ finished }) => finished),
  );
  return signal ? all.until(signal) : all;
}

function animationsOf(target: unknown, subtree: boolean): Animation[] {
  if (isObject(target) && isFunction(target['getAnimations'])) {
    return (target as unknown as Animatable).getAnimations({ subtree });
  }
  if (isObject(target) && 'finished' in target) {
    return [target as unknown as Animation];
  }
  throw expected('target', 'an element or an animation', target);
}

/** Whether an animation ends by itself. The end of one that follows a scroll position is no number. */
function isEnding({ effect, playState, playbackRate }: Animation): boolean {
  return playState === 'running' && playbackRate !== 0 && Number.isFinite(effect?.getComputedTiming().endTime);
}
