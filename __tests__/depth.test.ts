import { Deferred } from 'rx-deferred';
import { recorder } from './support/recorder.js';
import { collectReports } from './support/reported-errors.js';

const reports = collectReports();

describe('handlers that settle the next deferred', () => {
  it('go 1,000 deep with the usual stack', () => {
    let steps = 0;
    const next = (): void => {
      steps += 1;
      if (steps < 1_000) {
        Deferred().done(next).resolve();
      }
    };
    next();
    expect(steps).toBe(1_000);
  });

  it('leave no deferred stuck where the stack overflows (S4)', () => {
    const deferreds = Array.from({ length: 20_000 }, () => Deferred());
    deferreds.forEach((d, i) => {
      const following = deferreds[i + 1];
      if (following) {
        d.done(following.resolve);
      }
    });
    deferreds[0]?.resolve();
    const resolved = deferreds.filter((d) => d.state() === 'resolved');
    const late = recorder();
    resolved.forEach((d) => void d.done(late));
    expect(resolved.length).toBeLessThan(deferreds.length);
    expect(late.calls).toHaveLength(resolved.length);
    expect(reports().length).toBeGreaterThan(0);
  });
});
