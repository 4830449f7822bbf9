import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { bundle, files, here } from '../assets.js';

/** What the static page says in other words than the served one. */
const changes = [
  ['<script type="module" src="page.js">', '<script type="module" src="static.js">'],
  ['<nav aria-label="On this page">', '<nav aria-label="On this page">\n        <a href="../">Documentation</a>'],
  [
    '<div class="cards">',
    `<p class="lead" id="no-service-worker" hidden>
          This browser has started no service worker, as without https or in a private window. A request, an upload and
          images will fail here. Look at them with <code>npm run gallery</code>.
        </p>
        <div class="cards">`,
  ],
  [
    'keeps the button and the bar in\n              step.',
    `keeps the button and the bar in
              step. A service worker hears of an upload when all of it is there, so here the bar waits for the end: see it
              move with <code>npm run gallery</code>.`,
  ],
  [
    'The server of this page is slow on purpose.',
    `This page has no server: a service worker in the browser answers, slowly on purpose. With
            <code>npm run gallery</code>, in a checkout, a real server does.`,
  ],
] as const;

/** Writes the gallery to a folder, as files that any server can send. */
export async function buildGallery(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await Promise.all([
    write('index.html', changes.reduce(replaceOnce, await readFile(`${here}/index.html`, 'utf8'))),
    write('static.js', await bundle('static/page.ts', { minify: true })),
    write('service-worker.js', await bundle('static/service-worker.ts', { minify: true, format: 'iife' })),
    write('worker.js', await bundle('cards/worker.ts', { minify: true })),
    cp(`${here}/cards`, join(folder, 'cards'), { recursive: true }),
    ...Array.from(files, ([name, { path }]) => cp(path, join(folder, name))),
  ]);
}

function replaceOnce(text: string, [old, by]: readonly [string, string]): string {
  const parts = text.split(old);
  if (parts.length !== 2) {
    throw new Error(`Expected the page to contain ${old} once, got ${String(parts.length - 1)}`);
  }
  return parts.join(by);
}
