import { Deferred } from 'rx-deferred';
import { installDeferred } from 'rx-deferred/jquery';
import { jQuerys } from '../jquery/jquerys.js';
import { collectReports } from '../support/reported-errors.js';
import { logger, recorder } from '../support/recorder.js';

collectReports();

describe('deferred.progress()', () => {
  it('runs handlers at each notification, in the order added (S16)', () => {
    const { log, as } = logger();
    Deferred().progress(as('a')).progress(as('b'), as('c')).notify(1).notify(2);
    expect(log).toStrictEqual(['a 1', 'b 1', 'c 1', 'a 2', 'b 2', 'c 2']);
  });

  it('gives a late handler the last notification, once, then those to come (S16)', () => {
    const context = {};
    const late = recorder();
    const d = Deferred().notify(1).notifyWith(context, [2, 'b']);
    d.progress(late);
    expect(late.calls).toStrictEqual([[2, 'b']]);
    expect(late.contexts[0]).toBe(context);
    d.notify(3);
    expect(late.calls).toStrictEqual([[2, 'b'], [3]]);
    expect(late.contexts[1]).toBeUndefined();
  });

  it('gives the last notification only to the handlers that are late (S16)', () => {
    const early = recorder();
    const { log, as } = logger();
    Deferred().progress(early).notify(1).progress(as('a'), as('b')).progress(as('c'));
    expect(early.calls).toStrictEqual([[1]]);
    expect(log).toStrictEqual(['a 1', 'b 1', 'c 1']);
  });

  it.each(['resolve', 'reject'] as const)('gives a late handler the last notification after %s (S16)', (settle) => {
    const late = recorder();
    const d = Deferred().notify(1).notify(2);
    d[settle]('end');
    d.progress(late, late).progress(late);
    expect(late.calls).toStrictEqual([[2], [2], [2]]);
  });

  it('gives handlers that came before the settlement nothing more at late ones (S16)', () => {
    const { log, as } = logger();
    const d = Deferred().notify(1).progress(as('early')).resolve();
    d.progress(as('late')).progress(as('later'));
    expect(log).toStrictEqual(['early 1', 'late 1', 'later 1']);
  });

  it('gives a late handler nothing where there was no notification (S16)', () => {
    const late = recorder();
    Deferred().progress(late);
    Deferred().resolve().progress(late);
    Deferred().reject().progress(late);
    Deferred().progress(late).resolve().progress(late).notify(1);
    expect(late.calls).toStrictEqual([]);
  });

  it('counts a notification without arguments as one (S16)', () => {
    const late = recorder();
    Deferred().notify().progress(late);
    Deferred().notify(1).notify().resolve().progress(late);
    expect(late.calls).toStrictEqual([[], []]);
  });

  it('runs handlers synchronously (S16)', () => {
    const { log, as } = logger();
    const d = Deferred().progress(as('progress'));
    log.push('before');
    d.notify(1);
    log.push('after');
    expect(log).toStrictEqual(['before', 'progress 1', 'after']);
  });
});

describe('deferred.notify()', () => {
  it('is ignored after the settlement (S8)', () => {
    for (const settle of ['resolve', 'reject'] as const) {
      const early = recorder();
      const late = recorder();
      const d = Deferred().progress(early);
      d[settle]('end');
      d.notify(1).notifyWith({}, [2]).progress(late);
      expect(early.calls).toStrictEqual([]);
      expect(late.calls).toStrictEqual([]);
    }
  });

  it('does not replace the last notification after the settlement (S8)', () => {
    const early = recorder();
    const late = recorder();
    Deferred().progress(early).notify(1).resolve().notify(2).progress(late);
    expect(early.calls).toStrictEqual([[1]]);
    expect(late.calls).toStrictEqual([[1]]);
  });

  it('does not settle, and runs neither done nor fail handlers (S8)', () => {
    const always = recorder();
    const d = Deferred().always(always).done(always).fail(always).notify(1);
    expect(d.state()).toBe('pending');
    expect(always.calls).toStrictEqual([]);
  });

  it('queues inside a handler until all have had the current notification (S17)', () => {
    const { log, as } = logger();
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => {
      log.push(`a ${String(n)}`);
      if (n === 1) {
        d.notify(2);
        log.push('a returns');
      }
    });
    d.progress(as('b'));
    d.notify(1);
    expect(log).toStrictEqual(['a 1', 'a returns', 'b 1', 'a 2', 'b 2']);
  });

  it('queues several, in order, and those that they bring after them (S17)', () => {
    const { log, as } = logger();
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => {
      log.push(`a ${String(n)}`);
      if (n === 1) {
        d.notify(2).notify(3);
      }
      if (n === 2) {
        d.notify(4);
      }
    });
    d.progress(as('b'));
    d.notify(1);
    d.notify(5);
    expect(log).toStrictEqual(['a 1', 'b 1', 'a 2', 'b 2', 'a 3', 'b 3', 'a 4', 'b 4', 'a 5', 'b 5']);
  });

  it('queues inside a handler that is late (S17)', () => {
    const { log, as } = logger();
    const d = Deferred<unknown, unknown, number>().progress(as('early')).notify(1);
    d.progress((n) => {
      log.push(`a ${String(n)}`);
      if (n === 1) {
        d.notify(2);
      }
    }, as('b'));
    expect(log).toStrictEqual(['early 1', 'a 1', 'b 1', 'early 2', 'a 2', 'b 2']);
  });

  it('reaches a handler that another one adds in the same pass, once (S17)', () => {
    const { log, as } = logger();
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => {
      log.push(`a ${String(n)}`);
      if (n === 1) {
        d.progress(as('c'));
        log.push('a returns');
      }
    });
    d.progress(as('b'));
    d.notify(1).notify(2);
    expect(log).toStrictEqual(['a 1', 'a returns', 'b 1', 'c 1', 'a 2', 'b 2', 'c 2']);
  });

  it('reaches a handler that is added in the same pass in which a branch ends, once (S17)', () => {
    const { log, as } = logger();
    const d = Deferred();
    const controller = new AbortController();
    d.progress((n) => {
      log.push(`a ${String(n)}`);
      if (n === 1) {
        controller.abort();
        d.progress(as('added'));
      }
    });
    d.until(controller.signal).progress(as('ended'));
    d.progress(as('b'));
    d.notify(1).notify(2);
    expect(log).toStrictEqual(['a 1', 'b 1', 'added 1', 'a 2', 'b 2', 'added 2']);
  });

  it('reaches a handler that a late one adds, once (S17)', () => {
    const { log, as } = logger();
    const d = Deferred().notify(1);
    d.progress(() => {
      d.progress(as('b'));
      log.push('a returns');
    });
    expect(log).toStrictEqual(['a returns', 'b 1']);
  });

  it('reaches a handler that is added together with a queued notification (S17)', () => {
    const { log, as } = logger();
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => {
      if (n === 1) {
        d.notify(2).progress(as('b'));
      }
    });
    d.notify(1);
    expect(log).toStrictEqual(['b 1', 'b 2']);
  });
});

describe('a settlement inside a progress handler', () => {
  it('runs done handlers at once, drops what waits, and lets the current pass finish (S18)', () => {
    const { log, as } = logger();
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => {
      log.push(`a ${String(n)}`);
      if (n === 1) {
        d.notify(9).resolve();
        log.push('a returns');
      }
    });
    d.progress(as('b')).done(as('done'));
    d.notify(1);
    expect(log).toStrictEqual(['a 1', 'done', 'a returns', 'b 1']);
  });

  it('runs fail handlers at once, drops what waits, and lets the current pass finish (S18)', () => {
    const { log, as } = logger();
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => {
      log.push(`a ${String(n)}`);
      if (n === 1) {
        d.notify(8).notify(9).reject();
        d.notify(10);
      }
    });
    d.progress(as('b')).fail(as('fail'));
    d.notify(1);
    expect(log).toStrictEqual(['a 1', 'fail', 'b 1']);
  });

  it('leaves the current notification as the last one (S18)', () => {
    const late = recorder();
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => n === 1 && d.notify(9).resolve());
    d.notify(1);
    d.progress(late);
    expect(late.calls).toStrictEqual([[1]]);
  });

  it('drops what waits behind a queued notification (S18)', () => {
    const { log, as } = logger();
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => {
      if (n === 1) {
        d.notify(2).notify(3);
      } else {
        d.resolve();
      }
    });
    d.progress(as('b')).done(as('done'));
    d.notify(1);
    expect(log).toStrictEqual(['b 1', 'done', 'b 2']);
  });

  it('lets the pass of a late handler finish (S18)', () => {
    const { log, as } = logger();
    const d = Deferred().done(as('done')).notify(1);
    d.progress((n) => {
      if (n === 1) {
        d.notify(9).resolve();
        log.push('a returns');
      }
    }, as('b'));
    expect(log).toStrictEqual(['done', 'a returns', 'b 1']);
  });

  it('still reaches a handler that is added in the current pass (S18)', () => {
    const { log, as } = logger();
    const d = Deferred();
    d.progress(() => {
      d.resolve().progress(as('c'));
      log.push('a returns');
    });
    d.progress(as('b'));
    d.notify(1);
    d.progress(as('late'));
    expect(log).toStrictEqual(['a returns', 'b 1', 'c 1', 'late 1']);
  });

  it('lets late handlers notify in vain (S18)', () => {
    const { log, as } = logger();
    const d = Deferred().notify(1).resolve();
    d.progress((n) => n === 1 && d.notify(2), as('b'));
    d.progress(as('c'));
    expect(log).toStrictEqual(['b 1', 'c 1']);
  });

  it('reaches what a late handler adds after the settlement (S18)', () => {
    const { log, as } = logger();
    const d = Deferred().notify(1).resolve();
    d.progress(() => {
      d.progress(as('b'));
      log.push('a returns');
    });
    expect(log).toStrictEqual(['a returns', 'b 1']);
  });
});

describe.each(jQuerys)('deferred.notify() under jQuery %s', (_, create) => {
  it('throws what a handler throws, when all handlers have had the notifications that wait (S4)', () => {
    const { log, as } = logger();
    const $ = create();
    installDeferred($);
    const d = $.Deferred<void, void, number>();
    d.progress((n) => {
      if (n === 1) {
        d.notify(2);
        throw new Error('first');
      }
    }, as('b'));
    expect(() => d.notify(1)).toThrow('first');
    expect(log).toStrictEqual(['b 1', 'b 2']);
    expect(d.notify(3)).toBe(d);
    expect(log).toStrictEqual(['b 1', 'b 2', 'b 3']);
  });
});
