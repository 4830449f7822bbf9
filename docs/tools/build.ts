/** Builds the documentation site: the reference, the guides and the gallery. Run it with `npm run docs`. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildGallery } from '../../examples/browser/gallery/static/build.js';
import { brokenLinks } from './broken-links.js';
import { formatSignatures } from './format-signatures.js';

/** The path from the root of the repository, where npm runs its commands. */
const here = 'docs';
const site = join(here, 'site');
const base = process.env['DOCS_BASE'] ?? '/';

/** Runs a tool of the packages of this folder. */
function run(name: string, ...args: string[]): void {
  const { status } = spawnSync(name, args, { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    throw new Error(`Expected ${[name, ...args].join(' ')} to succeed`);
  }
}

/** Installs the packages of this folder, unless they are there. */
function install(): void {
  const stamp = join(here, 'node_modules', '.installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
    writeFileSync(stamp, wanted);
  }
}

install();
run('npx', 'tsc', '--project', '.');
run('npx', 'typedoc', '--logLevel', 'Warn');
await formatSignatures(join(here, 'reference'));
run('npx', 'vitepress', 'build');
await buildGallery(join(site, 'gallery'));

const broken = brokenLinks(site, base);
if (broken.length > 0) {
  throw new Error(`Expected every link to lead somewhere, got\n${broken.join('\n')}`);
}
console.log(`The site is in ${site}.`);
