/** A handler that records the context and the arguments of each of its calls. */
export interface Recorder {
  (this: unknown, ...args: unknown[]): void;
  readonly calls: unknown[][];
  readonly contexts: unknown[];
}

export function recorder(): Recorder {
  const calls: unknown[][] = [];
  const contexts: unknown[] = [];
  return Object.assign(
    function (this: unknown, ...args: unknown[]): void {
      calls.push(args);
      contexts.push(this);
    },
    { calls, contexts },
  );
}

/** Creates handlers that write their names and arguments to one log. */
export function logger(): { log: string[]; as: (name: string) => (...args: unknown[]) => void } {
  const log: string[] = [];
  return {
    log,
    as:
      (name) =>
      (...args) => {
        log.push([name, ...args].map(String).join(' '));
      },
  };
}

interface Settling {
  state(): string;
  always(...handlers: ((this: unknown, ...args: unknown[]) => unknown)[]): unknown;
}

/** Waits until a promise is settled, and returns its outcome. */
export function outcomeOf(promise: Settling): Promise<{ state: string; context: unknown; args: unknown[] }> {
  return new Promise((resolve) => {
    promise.always(function (...args) {
      resolve({ state: promise.state(), context: this, args });
    });
  });
}

/** Returns the current outcome of a promise. The arguments are undefined while it is pending. */
export function outcomeNow(promise: Settling): { state: string; context: unknown; args: unknown[] | undefined } {
  const handler = recorder();
  promise.always(handler);
  return { state: promise.state(), context: handler.contexts[0], args: handler.calls[0] };
}
