import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import type { Speed } from '../app/panel/server-state';

/** How many times as long a step takes. */
const factors: Readonly<Record<Speed, number>> = { normal: 1, slow: 4, paused: Infinity };

/** Slows the API down, so that one can see what happens meanwhile. */
export class Pace {
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #speed: Speed = 'normal';

  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
    this.#changes.emit('change');
  }

  /** Waits for a step of so many milliseconds. A change of the speed changes steps under way. */
  async step(ms: number, signal: AbortSignal): Promise<void> {
    const begin = performance.now();
    for (;;) {
      const left = ms * factors[this.#speed] - (performance.now() - begin);
      if (left <= 0) {
        return;
      }
      const first = new AbortController();
      const options = { signal: AbortSignal.any([signal, first.signal]) };
      const changed = once(this.#changes, 'change', options);
      await Promise.race(Number.isFinite(left) ? [changed, wait(left, undefined, options)] : [changed]).finally(() => {
        first.abort();
      });
    }
  }
}
