import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Runs a command of `package.json` as a user would, and gives what it prints and how it exits. */
export function run(command: string): { status: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(`${command} --silent`, {
    cwd: resolve(__dirname, '../..'),
    encoding: 'utf8',
    shell: true,
    timeout: 120_000,
  });
  return { status, lines: stdout.split('\n') };
}
