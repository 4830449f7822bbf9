import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the files of a folder, in order. */
export function filesIn(folder: string, isFlat = false): string[] {
  return readdirSync(folder, { recursive: !isFlat, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

/** Returns a hash of the names and the contents of files. */
export function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}
