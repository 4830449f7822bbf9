import { get } from 'node:http';
import { Deferred, type DeferredPromise } from 'rx-deferred';

/** A request in flight. Either way it ends, the status is the second argument. */
export type Request = DeferredPromise<
  [body: string, status: number],
  [error: Error, status: number],
  [loaded: number, total: number]
>;

/** One notification for each block, in bytes. */
const blockSize = 64 * 1024;

/** Gets a text over HTTP. It fails for a status of 400 and more, and with status 0 if there is no answer. */
export function request(url: string): Request {
  const d = Deferred<[body: string, status: number], [error: Error, status: number], [loaded: number, total: number]>();

  get(url, (response) => {
    const { statusCode: status = 0, statusMessage = '' } = response;
    const total = Number(response.headers['content-length']);
    const blocks: Buffer[] = [];
    let loaded = 0;

    response.on('readable', () => {
      let block: Buffer | null;
      while ((block = response.read(blockSize) as Buffer | null) !== null) {
        blocks.push(block);
        loaded += block.length;
        d.notify(loaded, total);
      }
    });
    response.on('end', () => {
      if (status < 400) {
        d.resolve(Buffer.concat(blocks).toString(), status);
      } else {
        d.reject(new Error(`${String(status)} ${statusMessage}`), status);
      }
    });
    response.on('error', (error) => void d.reject(error, status));
  }).on('error', (error) => void d.reject(error, 0));

  return d.promise();
}
