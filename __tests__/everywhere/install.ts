import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const home = resolve('__tests__', 'everywhere');
const stamp = join(home, 'node_modules', '.installed');
const lock = readFileSync(join(home, 'package-lock.json'), 'utf8');

// What is installed by a lock file is there until that changes.
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.log('Installing Node.js 20 to 26, Bun, Deno, the bundlers and TypeScript 5.0 to 7.0');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: home,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  writeFileSync(stamp, lock);
}
