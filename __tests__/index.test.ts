import * as api from 'rx-deferred';
import { collectReports } from './support/reported-errors.js';

collectReports();

describe('rx-deferred', () => {
  it('exports its five functions (S13)', () => {
    expect(Object.keys(api).sort()).toStrictEqual(['Deferred', 'isDeferred', 'oneShot', 'toDeferred', 'when']);
  });

  it('gives one object that takes handlers, is awaited, and is joined by when (S9)', async () => {
    const d = api.Deferred<[name: string, age: number]>();
    const both = api.when(d, 'value');
    const log: unknown[] = [];
    d.done((name, age) => log.push(name, age)).resolve('Ada', 36);
    expect(log).toStrictEqual(['Ada', 36]);
    expect(await d).toBe('Ada');
    expect(await both).toStrictEqual(['Ada', 36]);
    expect(api.isDeferred(d)).toBe(true);
  });
});
