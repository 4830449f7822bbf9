import { Deferred } from 'rx-deferred';

it('always', () => {
  const log: unknown[] = [];
  Deferred<number>()
    .always((v) => log.push(v))
    .resolve(1);
  expect(log).toEqual([1]);
});
