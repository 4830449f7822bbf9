import { config } from 'rxjs';
import { Deferred } from 'rx-deferred';
import { restoreErrorHooks } from '../support/error-hooks.js';
import { collectReports } from '../support/reported-errors.js';
import { logger, recorder } from '../support/recorder.js';
import { drainMicrotasks } from '../support/turn.js';

const reports = collectReports();
restoreErrorHooks();

describe('what no caller may see', () => {
  it('is reported to the onUnhandledError that RxJS has when the report arrives (S4)', () => {
    const late = recorder();
    Deferred()
      .done(() => {
        throw new Error('handler');
      })
      .resolve();
    config.onUnhandledError = late;
    jest.runAllTimers();
    expect(late.calls).toStrictEqual([[new Error('handler')]]);
  });

  it('is thrown on a new call stack, each error alone, where RxJS has none (S4)', () => {
    config.onUnhandledError = null;
    const fail = (message: string) => () => {
      throw new Error(message);
    };
    Deferred().done(fail('a'), fail('b')).resolve();
    expect(jest.getTimerCount()).toBe(2);
    expect(() => {
      jest.advanceTimersToNextTimer();
    }).toThrow('a');
    expect(() => {
      jest.advanceTimersToNextTimer();
    }).toThrow('b');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not escape where RxJS is told to throw synchronously (S4)', () => {
    const { log, as } = logger();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it can still be set
    config.useDeprecatedSynchronousErrorHandling = true;
    try {
      const d = Deferred().done(() => {
        throw new Error('handler');
      }, as('next'));
      expect(d.resolve(1)).toBe(d);
      d.done(as('late'));
    } finally {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- it can still be set
      config.useDeprecatedSynchronousErrorHandling = false;
    }
    expect(log).toStrictEqual(['next 1', 'late 1']);
    expect(reports()).toStrictEqual([new Error('handler')]);
  });

  it('is nothing where nothing throws (S4)', async () => {
    const d = Deferred().done(recorder()).progress(recorder()).notify().resolve();
    await d.then(recorder()).finally(recorder());
    await drainMicrotasks();
    expect(jest.getTimerCount()).toBe(0);
  });
});
