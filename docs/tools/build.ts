/** Builds the documentation site: the reference, the guides and the gallery. Run it with `npm run docs`. */
import { join } from 'node:path';

import { buildGallery } from '../../examples/browser/gallery/static/build.js';
import { execute, install } from '../../examples/install.js';
import { brokenLinks } from './broken-links.js';
import { formatSignatures } from './format-signatures.js';

/** The path from the root of the repository, where npm runs its commands. */
const here = 'docs';
const site = join(here, 'site');
const base = process.env['DOCS_BASE'] ?? '/';

/** Runs a tool of the packages of this folder. */
const run = (...args: string[]): Promise<void> => execute('npx', args, here, true);

await install(here, true);
await run('tsc', '--project', '.');
await run('typedoc', '--logLevel', 'Warn');
await formatSignatures(join(here, 'reference'));
await run('vitepress', 'build');
await buildGallery(join(site, 'gallery'));

const broken = brokenLinks(site, base);
if (broken.length > 0) {
  throw new Error(`Expected every link to lead somewhere, got\n${broken.join('\n')}`);
}
console.log(`The site is in ${site}.`);
