import type { DeferredSide, PromiseSide } from './implementations.js';
import { Names } from './names.js';

/** All deferreds and promises of a script, in the order of their creation. */
export class Cast {
  readonly names = new Names();

  readonly #all: PromiseSide[] = [];
  readonly #deferreds: DeferredSide[] = [];
  readonly #copies = new Set<unknown>();

  get all(): readonly PromiseSide[] {
    return this.#all;
  }

  /** Adds a promise, unless it is known already, and returns its name. */
  addPromise(promise: PromiseSide): string {
    if (!this.#all.includes(promise)) {
      this.names.give(promise, `p${String(this.#all.length)}`);
      this.#all.push(promise);
    }
    return this.names.nameOf(promise);
  }

  addDeferred(deferred: DeferredSide): string {
    if (!this.#all.includes(deferred)) {
      const name = `d${String(this.#all.length)}`;
      this.names.give(deferred, name);
      this.names.give(deferred.promise(), `${name}.promise()`);
      this.#all.push(deferred);
      this.#deferreds.push(deferred);
    }
    return this.names.nameOf(deferred);
  }

  /** Adds an object with the methods of another one. */
  addCopy(copy: PromiseSide | DeferredSide): string {
    this.#copies.add(copy);
    return 'resolve' in copy ? this.addDeferred(copy) : this.addPromise(copy);
  }

  any(index: number): PromiseSide {
    return pick(this.#all, index);
  }

  deferred(index: number): DeferredSide {
    return pick(this.#deferreds, index);
  }

  /** Returns the index among the deferreds: -1 for promises, and for objects with the methods of another one. */
  placeOf(value: unknown): number {
    return this.#copies.has(value) ? -1 : this.#deferreds.indexOf(value as DeferredSide);
  }

  /** Whether a value is a promise that could follow itself if a filter returned it. */
  isDerived(value: unknown): boolean {
    return this.#all.includes(value as PromiseSide) && this.placeOf(value) < 0;
  }

  states(): string {
    return this.#all.map((promise) => promise.state()).join(' ');
  }
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
