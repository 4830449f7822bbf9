import { catchError, defer } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';

import type { Transport, TransportRequest, TransportResponse } from './transport.js';
import { toProgress, type AjaxProgress } from './progress.js';

/** Sends a request by `fetch`, which reports no upload progress. */
export const sendByFetch: Transport = (request) =>
  defer(() =>
    // An invalid request throws in the constructor. A later error means that there was no response.
    fromFetch(new Request(request.url, toInit(request)), { selector: (response) => read(response, request) }).pipe(
      catchError((cause: unknown) => [{ status: 0, statusText: '', headers: '', cause }]),
    ),
  );

function toInit({ method, headers, body, withCredentials, username, password }: TransportRequest): RequestInit {
  const all = new Headers(headers);
  if (username && !all.has('Authorization')) {
    const credentials = new TextEncoder().encode(`${username}:${password}`);
    all.set('Authorization', `Basic ${btoa(String.fromCharCode(...credentials))}`);
  }
  const init = {
    method,
    headers: all,
    body: body ?? null,
    credentials: withCredentials ? 'include' : 'same-origin',
    // Required for a stream as the body.
    duplex: 'half',
  } as const;
  return init;
}

/** Reads the body of a response to the end. */
async function* read(response: Response, request: TransportRequest): AsyncGenerator<AjaxProgress | TransportResponse> {
  const reader = response.body?.getReader();
  const total = response.headers.has('content-encoding') ? 0 : Number(response.headers.get('content-length'));
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    chunks.push(part.value);
    loaded += part.value.length;
    yield toProgress('download', loaded, total);
  }
  yield toResponse(response, chunks, request);
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
    body: await toBody(blob, responseType, charsetOf(mimeType) ?? charsetOf(own)),
  };
}

function charsetOf(type = ''): string | undefined {
  return /;\s*charset="?([^\s";]+)/i.exec(type)?.[1];
}

/** Converts a body to the requested type: by default text, in UTF-8 unless another charset is known. */
async function toBody(blob: Blob, responseType: string | undefined, charset: string | undefined): Promise<unknown> {
  if (responseType === 'blob') {
    return blob;
  }
  const bytes = await blob.arrayBuffer();
  if (responseType === 'arraybuffer') {
    return bytes;
  }
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
