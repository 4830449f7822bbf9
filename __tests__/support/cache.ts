import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const caches = resolve(__dirname, '..', '..', 'node_modules', '.cache');

/** Returns a folder of that name, which the first run fills. It is there as a whole or not at all. */
export function cached(name: string, fill: (folder: string) => void): string {
  const home = join(caches, name);
  if (!existsSync(home)) {
    mkdirSync(caches, { recursive: true });
    const folder = mkdtempSync(`${home}-`);
    try {
      fill(folder);
      renameSync(folder, home);
    } catch (error) {
      // Another process may have been faster.
      if (!existsSync(home)) {
        throw error;
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return home;
}
