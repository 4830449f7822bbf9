import fc from 'fast-check';
import { rounds, runGraph } from '../support/consumer-graph.js';
import { collectReportsInTime } from '../support/reported-errors.js';

collectReportsInTime();

describe('work in a graph of promises', () => {
  it('is aborted exactly when somebody has left and nobody waits for it any more (S36, S38)', async () => {
    const counts = { aborted: 0, kept: 0 };
    // In a part of the graphs nothing is aborted: they are drawn until both were seen often enough.
    do {
      await fc.assert(
        fc.asyncProperty(rounds, (all) => runGraph(all, counts)),
        { numRuns: 200 },
      );
    } while (Math.min(counts.aborted, counts.kept) <= 100);
  }, 600_000);
});
