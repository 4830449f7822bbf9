import { catchError, defer, Observable, of } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';

import { toProgress } from './progress.js';
import type { Transport, TransportRequest, TransportResponse } from './transport.js';
import type { AjaxProgress } from './types.js';

/** Sends by `fetch`, which does not tell of uploads. */
export const sendByFetch: Transport = (request) =>
  defer(() =>
    // What cannot be sent fails in the constructor. What fails later did not come back.
    fromFetch(new Request(request.url, toInit(request)), { selector: (response) => read(response, request) }).pipe(
      catchError((cause: unknown) => of({ status: 0, statusText: '', headers: '', cause })),
    ),
  );

function toInit({ method, headers, body, withCredentials, username, password }: TransportRequest): RequestInit {
  const all = new Headers(headers);
  if (username !== undefined && !all.has('Authorization')) {
    const credentials = new TextEncoder().encode(`${username}:${password ?? ''}`);
    all.set('Authorization', `Basic ${btoa(String.fromCharCode(...credentials))}`);
  }
  const init = {
    method,
    headers: all,
    body: body ?? null,
    credentials: withCredentials ? 'include' : 'same-origin',
    // For a stream, which is sent while the answer may come already.
    duplex: 'half',
  } as const;
  return init;
}

/** Reads the body of a response to the end. */
function read(response: Response, request: TransportRequest): Observable<AjaxProgress | TransportResponse> {
  return new Observable((subscriber) => {
    const reader = response.body?.getReader();
    const total = response.headers.has('content-encoding') ? 0 : Number(response.headers.get('content-length'));
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    const readOn = async (): Promise<void> => {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        chunks.push(part.value);
        loaded += part.value.length;
        subscriber.next(toProgress('download', loaded, total));
      }
      subscriber.next(await toResponse(response, chunks, request));
      subscriber.complete();
    };
    readOn().catch((error: unknown) => {
      subscriber.error(error);
    });
  });
}

async function toResponse(
  { status, statusText, headers }: Response,
  chunks: BlobPart[],
  { responseType, mimeType }: TransportRequest,
): Promise<TransportResponse> {
  const own = headers.get('content-type') ?? '';
  const blob = new Blob(chunks, { type: mimeType ?? own });
  const lines = Array.from(headers, ([name, value]) => `${name}: ${value}\r\n`);
  return {
    status,
    statusText,
    headers: lines.join(''),
    body:
      responseType === 'blob'
        ? blob
        : responseType === 'arraybuffer'
          ? await blob.arrayBuffer()
          : await toText(blob, charsetOf(mimeType) ?? charsetOf(own)),
  };
}

function charsetOf(type = ''): string | undefined {
  return /charset="?([^\s";]+)/i.exec(type)?.[1];
}

/** Decodes a text, as UTF-8 by default. */
async function toText(blob: Blob, charset: string | undefined): Promise<string> {
  let decoder = new TextDecoder();
  try {
    decoder = new TextDecoder(charset);
  } catch {
    // An encoding that nobody knows: UTF-8 then, as an XMLHttpRequest does it.
  }
  return decoder.decode(await blob.arrayBuffer());
}
