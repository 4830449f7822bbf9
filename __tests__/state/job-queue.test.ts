import { execFileSync } from 'node:child_process';
import { Deferred } from 'rx-deferred';
import { collectReports } from '../support/reported-errors.js';
import { logger } from '../support/recorder.js';
import { drainMicrotasks } from '../support/turn.js';

const reports = collectReports();

describe('reactions', () => {
  it('run in the order in which they were scheduled, across deferreds (S23)', async () => {
    const { log, as } = logger();
    const a = Deferred();
    const b = Deferred();
    b.then(as('b then'));
    a.then(as('a then'));
    a.notify(0).resolve(1);
    b.reject(2);
    b.catch(as('b catch'));
    a.then(as('a again'));
    await drainMicrotasks();
    expect(log).toStrictEqual(['a then 1', 'b catch 2', 'a again 1']);
  });

  it('that others schedule run after them, before the code that awaits (S23)', async () => {
    const { log, as } = logger();
    const d = Deferred().resolve(1);
    d.then(() => {
      d.then(as('inner'));
      log.push('outer');
    });
    d.then(as('second'));
    await drainMicrotasks();
    expect(log).toStrictEqual(['outer', 'second 1', 'inner 1']);
  });

  it('run after what another reaction does synchronously (S23)', async () => {
    const { log, as } = logger();
    const inner = Deferred().done(as('done'));
    inner.then(as('then'));
    await Deferred()
      .resolve()
      .then(() => {
        inner.resolve(1);
        log.push('outer');
      });
    expect(log).toStrictEqual(['done 1', 'outer', 'then 1']);
  });

  it('run again after the queue was empty (S23)', async () => {
    const { log, as } = logger();
    const d = Deferred().resolve(1);
    await d.then(as('a'));
    await drainMicrotasks();
    await d.then(as('b'));
    await drainMicrotasks();
    await d.then(as('c'));
    expect(log).toStrictEqual(['a 1', 'b 1', 'c 1']);
  });

  it('run all in one turn of the event loop, before any timer or message (S23)', async () => {
    const { log } = logger();
    let chain = Deferred<[value: number]>().resolve(0).then();
    for (let i = 0; i < 1000; i++) {
      chain = chain.then((n) => n + 1);
    }
    chain.done((n) => log.push(String(n)));
    await drainMicrotasks();
    expect(log).toStrictEqual(['1000']);
  });

  it('do not hold each other up by throwing (S22)', async () => {
    const { log, as } = logger();
    const errors = [new Error('first'), new Error('second')];
    const d = Deferred<unknown, unknown, number>();
    d.then(null, null, (i) => {
      throw new Error('unlike', { cause: errors[i] });
    });
    d.then(null, null, as('progress'));
    d.notify(0).notify(1);
    d.then(null, null, as('late'));
    d.resolve('end');
    await d.then(as('then'));
    expect(log).toStrictEqual(['progress 0', 'progress 1', 'late 1', 'then end']);
    expect(reports().map((error) => (error as Error).cause)).toStrictEqual(errors);
  });

  it('do not hold those of later turns up by throwing (S22)', async () => {
    const { log, as } = logger();
    const error = new Error('last');
    const d = Deferred();
    d.then(null, null, () => {
      throw error;
    });
    d.notify();
    await drainMicrotasks();
    await d.resolve(1).then(as('then'));
    expect(log).toStrictEqual(['then 1']);
    expect(reports()).toStrictEqual([error]);
  });

  it('go on while fake timers stand still (S23)', async () => {
    const { log, as } = logger();
    setTimeout(as('timer'));
    setImmediate(as('immediate'));
    await Deferred().resolve(1).then(as('then')).finally(as('finally'));
    expect(log).toStrictEqual(['then 1', 'finally']);
    expect(jest.getTimerCount()).toBe(2);
  });

  it('run after an error that cannot even be reported (S23)', async () => {
    const { log, as } = logger();
    const d = Deferred().notify().resolve(1);
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (() => {
      globalThis.setTimeout = setTimeout;
      throw new Error('full');
    }) as never;
    const then = jest.spyOn(Promise.prototype, 'then');
    d.then(null, null, () => {
      throw new Error('lost');
    });
    d.then(as('then'));
    const flushed: unknown = then.mock.results[0]?.value;
    then.mockRestore();
    await expect(flushed).rejects.toThrow('full');
    await drainMicrotasks();
    expect(log).toStrictEqual(['then 1']);
  });

  it.each([
    ['another job waits', "d.then(() => console.log('runs', reasons));", "runs []\nreported [ 'full' ]\n"],
    ['it is the last job', '', "reported [ 'full' ]\nruns later\n"],
  ])('run after an error that cannot even be reported, in a process of their own: %s (S23)', (_, wait, output) => {
    const script = `
      import { Deferred } from './src/index.ts';
      const reasons = [];
      process.on('unhandledRejection', (reason) => reasons.push(reason));
      globalThis.setTimeout = (() => { throw 'full'; });
      const d = Deferred().notify().resolve();
      d.then(null, null, () => { throw 'lost'; });
      ${wait}
      setImmediate(() => {
        console.log('reported', reasons);
        ${wait ? '' : "d.then(() => console.log('runs later'));"}
      });`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe(output);
  });
});
