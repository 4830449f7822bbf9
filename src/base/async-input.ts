import { Observable } from 'rxjs';

import { callReporting, reportError } from './errors.js';
import { isFunction } from './guards.js';

/** What is read value by value: an async iterable, or a stream. A stream of Node.js is an async iterable. */
export interface AsyncInput {
  readonly [Symbol.asyncIterator]?: () => AsyncIterator<unknown>;
  readonly getReader?: () => Pick<ReadableStreamDefaultReader<unknown>, 'read' | 'cancel' | 'releaseLock'>;
  readonly pipe?: unknown;
  readonly destroy?: () => void;
}

export function isAsyncInput(value: AsyncInput): boolean {
  return isFunction(value.getReader) || isFunction(value[Symbol.asyncIterator]);
}

/**
 * Reads an async input. Unsubscribing ends it at once, even while a read is pending: RxJS waits for the next value, and
 * never cancels a stream. Errors of that end are reported.
 *
 * A stream is read by its reader: its iterator, like a generator, would end only after the pending read. For the same
 * reason a stream of Node.js is destroyed.
 */
export function fromAsync(input: AsyncInput): Observable<unknown> {
  return new Observable((subscriber) => {
    const reader = input.getReader?.();
    const iterator = reader
      ? { next: () => reader.read(), return: () => reader.cancel() }
      : (input as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    let isOver = false;
    const release = (): void => {
      callReporting(() => {
        reader?.releaseLock();
      });
    };

    const read = async (): Promise<void> => {
      try {
        // The loop checks the results. It calls no `return()`, since there is none.
        for await (const value of { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) }) {
          subscriber.next(value);
          if (subscriber.closed) {
            return;
          }
        }
        isOver = !subscriber.closed;
        release();
        subscriber.complete();
      } catch (error) {
        isOver = true;
        release();
        subscriber.error(error);
      }
    };

    const cancel = async (): Promise<void> => {
      try {
        const ending = iterator.return?.();
        release();
        if (isFunction(input.pipe)) {
          input.destroy?.();
        }
        await ending;
      } catch (error) {
        // The error of a read that was pending is the reason why it could not be ended.
        if (!isOver) {
          reportError(error);
        }
      }
    };

    void read();
    return () => {
      if (!isOver) {
        void cancel();
      }
    };
  });
}
