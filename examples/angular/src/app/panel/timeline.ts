import { isPlatformBrowser } from '@angular/common';
import { computed, inject, Injectable, PLATFORM_ID, signal, untracked } from '@angular/core';
import type { DeferredPromise } from 'rx-deferred';

export type Fate = 'pending' | 'resolved' | 'rejected' | 'aborted';

/** What has happened to a deferred. Times are in milliseconds of the clock. */
export interface Track {
  readonly id: number;
  readonly label: string;
  readonly start: number;
  readonly end: number | undefined;
  readonly fate: Fate;

  /** When it notified. */
  readonly marks: readonly number[];
}

/** Watches deferreds. It has `progress` and `always` handlers only, which keep no work alive. */
@Injectable({ providedIn: 'root' })
export class Timeline {
  readonly #isBrowser = isPlatformBrowser(inject(PLATFORM_ID));
  readonly #tracks = signal<readonly Track[]>([]);
  readonly #now = signal(0);
  readonly tracks = this.#tracks.asReadonly();

  /** The clock. It stands still while nothing is pending. */
  readonly now = this.#now.asReadonly();
  readonly pending = computed(() => this.#tracks().filter(({ fate }) => fate === 'pending').length);
  #startedAt: number | undefined;
  #before = 0;

  /** Records what happens to a promise, and returns it. A loader that calls it depends on nothing here. */
  watch<T extends Pick<DeferredPromise, 'state' | 'always' | 'progress'>>(label: string, promise: T): T {
    if (this.#isBrowser) {
      const id = untracked(this.#tracks).length + 1;
      this.#start();
      const start = this.#time();
      this.#tracks.update((all) => [...all, { id, label, start, end: undefined, fate: 'pending', marks: [] }]);
      promise
        .progress(() => {
          const now = this.#time();
          this.#change(id, ({ marks }) => ({ marks: [...marks, now] }));
        })
        .always((...args: unknown[]) => {
          const [reason] = args;
          const isAborted = reason instanceof Error && reason.name === 'AbortError';
          const state = promise.state();
          this.#change(id, () => ({ end: this.#time(), fate: isAborted ? 'aborted' : state }));
        });
    }
    return promise;
  }

  #change(id: number, change: (track: Track) => Partial<Track>): void {
    this.#tracks.update((all) => all.map((track) => (track.id === id ? { ...track, ...change(track) } : track)));
  }

  #time(): number {
    return this.#before + (this.#startedAt === undefined ? 0 : performance.now() - this.#startedAt);
  }

  #start(): void {
    if (this.#startedAt === undefined) {
      this.#startedAt = performance.now();
      requestAnimationFrame(this.#tick);
    }
  }

  readonly #tick = (): void => {
    this.#now.set(this.#time());
    if (this.pending() > 0) {
      requestAnimationFrame(this.#tick);
    } else {
      this.#before = this.#time();
      this.#startedAt = undefined;
    }
  };
}
