import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

import { listen, type RunningServer } from '../../examples/listen.js';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ts': 'text/plain',
};

/** Serves a folder as a host of static files does. A function may give other files for some paths. */
export function serveFolder(folder: string, fileFor = (path: string): string => path): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const path = join(folder, fileFor(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    readFile(path).then(
      (content) => response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  return listen(server);
}
