import { get } from 'node:http';
import { Observable } from 'rxjs';

/** How far a download is. */
export interface Download {
  readonly loaded: number;
  readonly total: number;
  /** What has been loaded so far. */
  readonly text: string;
}

/** One value for each block, in bytes. */
const blockSize = 64 * 1024;

/** Downloads a text: a value for each block, the last one with all of it. To unsubscribe closes the connection. */
export function download(url: string): Observable<Download> {
  return new Observable((subscriber) => {
    const request = get(url, (response) => {
      const total = Number(response.headers['content-length']);
      let text = '';
      response.setEncoding('utf8');
      response.on('readable', () => {
        let block: string | null;
        while ((block = response.read(blockSize) as string | null) !== null) {
          text += block;
          subscriber.next({ loaded: text.length, total, text });
        }
      });
      response.on('end', () => {
        subscriber.complete();
      });
    });
    request.on('error', (error) => {
      subscriber.error(error);
    });
    return () => {
      request.destroy();
    };
  });
}
