import { get } from 'node:http';
import { Observable } from 'rxjs';

/** The progress of a download. */
export interface Download {
  readonly loaded: number;
  readonly total: number;
  /** The text loaded so far. */
  readonly text: string;
}

/** The size in bytes of the blocks, each of which emits one value. */
const blockSize = 64 * 1024;

/** Downloads a text. Emits a value for each block, the last with the whole text. Unsubscribing aborts the request. */
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
