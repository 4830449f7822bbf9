import { expectEqual } from './operation.js';

/** Counts the calls of a handler and sums up what it gets. At the last call that is due it checks both. */
export class Tally {
  private due = 0;
  private sum = 0;
  private expectedSum = 0;
  private finish: (() => void) | undefined;

  /** One handler for everything, so that no implementation pays for its making. */
  readonly handler = (value: number): void => {
    this.sum += value;
    this.due -= 1;
    if (this.due === 0) {
      this.end();
    }
  };

  /** Starts anew. A call too many in the last round shows here. */
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

/** Gives 0 + 1 + … + (n − 1). */
export function sumBelow(n: number): number {
  return (n * (n - 1)) / 2;
}
