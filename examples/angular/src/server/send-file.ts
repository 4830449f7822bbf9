import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Sends a file of the build. Returns false if there is none. */
export async function sendFile(folder: string, pathname: string, response: ServerResponse): Promise<boolean> {
  const type = types[extname(pathname)];
  // `new URL` has removed each `..` from the path.
  const path = join(folder, pathname);
  const file = type ? await stat(path).catch(() => undefined) : undefined;
  if (!type || !file?.isFile()) {
    return false;
  }
  response.writeHead(200, { 'content-type': type, 'content-length': file.size, 'cache-control': 'max-age=3600' });
  await pipeline(createReadStream(path), response);
  return true;
}
