import { Deferred } from 'rx-deferred';

describe('a great number of handlers', () => {
  const million = 1_000_000;
  const many = 100_000;

  it.each([
    ['done', 'resolve'],
    ['fail', 'reject'],
    ['always', 'resolve'],
    ['always', 'reject'],
  ] as const)(
    'a million added with %s are each called once, in order, by %s (S32)',
    (listen, settle) => {
      let calls = 0;
      let inOrder = true;
      const d = Deferred();
      for (let i = 0; i < million; i++) {
        d[listen](() => {
          inOrder &&= calls === i;
          calls += 1;
        });
      }
      d[settle]();
      expect(calls).toBe(million);
      expect(inOrder).toBe(true);
    },
    30_000,
  );

  it('added with done and always in turn are each called once, in order (S32)', () => {
    let calls = 0;
    let inOrder = true;
    const d = Deferred();
    const add = (i: number) => () => {
      inOrder &&= calls === i;
      calls += 1;
    };
    for (let i = 0; i < many; i += 2) {
      d.done(add(i)).always(add(i + 1));
    }
    d.resolve();
    expect(calls).toBe(many);
    expect(inOrder).toBe(true);
  });

  it('each added by the one before are called once (S32)', () => {
    let calls = 0;
    const d = Deferred();
    const next = (): void => {
      calls += 1;
      if (calls < many) {
        d.done(next);
      }
    };
    d.done(next).resolve();
    expect(calls).toBe(many);
  });

  it('added late are each called once (S32)', () => {
    let calls = 0;
    const d = Deferred().resolve();
    for (let i = 0; i < many; i++) {
      d.done(() => {
        calls += 1;
      });
    }
    expect(calls).toBe(many);
  });

  it('of progress are each called once, in order (S32)', () => {
    let calls = 0;
    let inOrder = true;
    const d = Deferred();
    for (let i = 0; i < many; i++) {
      d.progress(() => {
        inOrder &&= calls === i;
        calls += 1;
      });
    }
    d.notify();
    expect(calls).toBe(many);
    expect(inOrder).toBe(true);
  });

  it('of then are each called once, in order (S32)', async () => {
    let calls = 0;
    let inOrder = true;
    const d = Deferred();
    for (let i = 0; i < many; i++) {
      d.then(() => {
        inOrder &&= calls === i;
        calls += 1;
      });
    }
    await d.resolve();
    expect(calls).toBe(many);
    expect(inOrder).toBe(true);
  });

  it('of notifications that wait for promises are each called once (S22, S32)', async () => {
    for (const returned of [Deferred<number>().resolve(1), Deferred<number>()]) {
      let calls = 0;
      const d = Deferred<number, unknown, number>();
      const derived = d.then(null, null, () => {
        calls += 1;
        return returned;
      });
      for (let i = 0; i < many; i++) {
        d.notify(i);
      }
      d.resolve(1);
      await derived;
      expect(calls).toBe(many);
    }
  });

  it('given as one list are each called once (S32)', () => {
    let calls = 0;
    const handler = () => {
      calls += 1;
    };
    Deferred()
      .done(Array.from({ length: many }, () => handler))
      .resolve();
    expect(calls).toBe(many);
  });

  it('get a million notifications, queued by one of them, once each and in order (S32)', () => {
    let calls = 0;
    let inOrder = true;
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => {
      inOrder &&= calls === n;
      calls += 1;
      if (n === 0) {
        for (let i = 1; i < million; i++) {
          d.notify(i);
        }
      }
    });
    d.notify(0);
    expect(calls).toBe(million);
    expect(inOrder).toBe(true);
  });

  it('get as many notifications, queued by themselves, once each and in order (S32)', () => {
    let calls = 0;
    let inOrder = true;
    const d = Deferred<unknown, unknown, number>();
    d.progress((n) => {
      inOrder &&= calls === n;
      calls += 1;
      if (n < many - 1) {
        d.notify(n + 1);
      }
    });
    d.notify(0);
    expect(calls).toBe(many);
    expect(inOrder).toBe(true);
  });
});

describe('subscribers that leave', () => {
  it.each(['done', 'fail', 'always', 'progress'] as const)('search no list of %s handlers (S32)', (listen) => {
    const many = 100_000;
    const d = Deferred();
    for (let i = 0; i < many; i++) {
      d[listen](() => undefined);
    }
    for (let i = 0; i < many; i++) {
      d.asObservable().subscribe().unsubscribe();
      d.progress$.subscribe().unsubscribe();
    }
    expect(d.resolve().state()).toBe('resolved');
  });
});
