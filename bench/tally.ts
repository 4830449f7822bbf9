import { expectEqual } from './operation.js';

/** Counts the calls of a handler and sums up its arguments. At the last call that is due it checks the sum. */
export class Tally {
  private due = 0;
  private sum = 0;
  private expectedSum = 0;
  private finish: (() => void) | undefined;

  /** A single handler for all calls, so that creating handlers does not count. */
  readonly handler = (value: number): void => {
    this.sum += value;
    this.due -= 1;
    if (this.due === 0) {
      this.end();
    }
  };

  /** Starts a new count. An excess call in the previous one is found here. */
  expect(calls: number, sum: number, finish: () => void): void {
    expectEqual('the calls still due', this.due, 0);
    this.due = calls;
    this.sum = 0;
    this.expectedSum = sum;
    this.finish = finish;
  }

  private end(): void {
    expectEqual('the sum of the values', this.sum, this.expectedSum);
    this.finish?.();
  }
}

/** Returns 0 + 1 + … + (n − 1). */
export function sumBelow(n: number): number {
  return (n * (n - 1)) / 2;
}
