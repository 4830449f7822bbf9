import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs what the lock file of a folder says, unless that is there. Calls a function before it begins. */
export async function install(folder: string, isShown: boolean, onBegin?: () => void): Promise<void> {
  const stamp = join(folder, 'node_modules', '.installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    onBegin?.();
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await execute('npm', ['ci', ...options], folder, isShown);
    writeFileSync(stamp, wanted);
  }
}

/**
 * Runs a command in a folder.
 *
 * @param isShown - Whether it prints to the terminal: otherwise what it prints is in the error, if it fails.
 */
export function execute(command: string, args: readonly string[], cwd: string, isShown: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
      stdio: isShown ? 'inherit' : 'pipe',
      shell: process.platform === 'win32' && ['npm', 'npx'].includes(command),
    });
    const output: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        resolve();
      } else {
        reject(
          new Error(`Expected ${command} ${args.join(' ')} to succeed, got:\n${Buffer.concat(output).toString()}`),
        );
      }
    });
  });
}
