import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

describe('npm run start:interop', () => {
  it('shows observables and deferreds over real requests, and exits with 0', () => {
    const { status, stdout } = spawnSync('npm run start:interop --silent', {
      cwd: resolve(__dirname, '../..'),
      encoding: 'utf8',
      shell: true,
      timeout: 30_000,
    });

    expect(stdout.split('\n')).toEqual([
      '',
      'An observable becomes a deferred: each value is progress, the last one is the result',
      '',
      '  toDeferred(download(/report.csv))',
      '    progress    #####...............  25 %   64 of 256 KiB',
      '    progress    ##########..........  50 %  128 of 256 KiB',
      '    progress    ###############.....  75 %  192 of 256 KiB',
      '    progress    #################### 100 %  256 of 256 KiB',
      '    done        256 KiB',
      '    always      hide the spinner',
      '',
      'A deferred is an observable: subscribers stand among the handlers',
      '',
      '  from(d)',
      '    1 done      Ada Lovelace',
      '    2 next      Ada Lovelace',
      '    2 complete  ',
      '    3 always    Ada Lovelace',
      '',
      '  from([1, 2]).pipe(concatMap((id) => user(id)))',
      '    value       Ada Lovelace, Grace Hopper',
      '',
      'A request ends with the view that asked for it',
      '',
      '  toDeferred(download(/slow)).until(view.signal)',
      '    fail        AbortError',
      '    state       rejected, and the request is rejected',
      '    server      the connection of /slow is closed',
      '',
      'Several at once',
      '',
      '  when.all([user(1), user(2), 3])',
      '    progress    1 of 3',
      '    progress    2 of 3',
      '    progress    3 of 3',
      '    values      Ada Lovelace, Grace Hopper, 3',
      '',
      '  when.race([slow, user(2)], { abortLosers: true })',
      '    value       Grace Hopper',
      '    loser       rejected with AbortError',
      '',
      'Loaded once, shared by all',
      '',
      '  settings.get() twice at once, and once more later',
      '    values      Ada Lovelace, Ada Lovelace',
      '    late        resolved',
      '    requests    1',
      '',
      '  settings.invalidate()',
      '    value       Ada Lovelace',
      '    requests    2',
      '',
    ]);
    expect(status).toBe(0);
  });
});
