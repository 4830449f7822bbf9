import type { Cast } from './cast.js';
import type { Labels } from './print.js';
import type { Answer, Thenable, Value } from './script.js';

/** Creates the values of a script. */
export class Values {
  readonly #waiting: (() => void)[] = [];

  /** @param onAsked - Is called with the name of a thenable whenever its `then` is called. */
  constructor(
    private readonly cast: Cast,
    private readonly labels: Labels,
    private readonly onAsked: (name: string) => void,
  ) {}

  make(value: Value): unknown {
    switch (value.kind) {
      case 'plain':
        return this.cast.names.plain(value.name);
      case 'deferred':
        return this.cast.deferred(value.index);
      case 'any':
        return this.cast.any(value.index);
      case 'array':
        return this.makeAll(value.items);
      case 'thenable':
        return this.#thenable(value);
      case 'promising': {
        const deferred = this.cast.deferred(value.deferred);
        const error = this.cast.names.plain('e1');
        return {
          promise() {
            if (value.throws) {
              throw error;
            }
            return deferred.promise();
          },
        };
      }
    }
  }

  makeAll(values: readonly Value[]): unknown[] {
    return values.map((value) => this.make(value));
  }

  /** Runs the answers of the waiting thenables. */
  answer(): void {
    for (const answer of this.#waiting.splice(0)) {
      answer();
    }
  }

  #thenable(value: Thenable): object {
    const { names } = this.cast;
    const name = this.labels.of(value);
    const then = (...listeners: unknown[]): void => {
      this.onAsked(name);
      const answer = (): void => {
        for (const each of value.answers) {
          this.#give(each, listeners);
        }
      };
      if (value.later) {
        this.#waiting.push(answer);
      } else {
        answer();
      }
      if (value.throws === 'when called') {
        throw names.plain('e1');
      }
    };
    return names.give(
      {
        get then() {
          if (value.throws === 'when read') {
            throw names.plain('e0');
          }
          return then;
        },
      },
      name,
    );
  }

  #give({ method, context, args }: Answer, listeners: readonly unknown[]): void {
    const listener = listeners[['resolve', 'reject', 'notify'].indexOf(method)];
    if (typeof listener === 'function') {
      const values = this.makeAll(args);
      try {
        Reflect.apply(listener as () => unknown, this.make(context), values);
      } catch {
        // In jQuery, rejecting a thenable in a notification throws: see the differences.
      }
    }
  }
}
