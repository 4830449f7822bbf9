import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

import { listen, type RunningServer } from '../../examples/listen.js';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

/** Serves `/user.json` and the files of a project. */
export function serve(folder: string): Promise<RunningServer> {
  return listen(
    createServer(({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://localhost');
      // The modules of RxJS import each other without an extension.
      const path = extname(pathname) === '' ? `${pathname}.js` : pathname;
      try {
        const body = path === '/user.json' ? '{ "name": "Ada" }' : readFileSync(join(folder, path));
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
      } catch {
        response.writeHead(404).end();
      }
    }),
  );
}
