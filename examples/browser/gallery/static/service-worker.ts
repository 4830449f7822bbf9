/** Answers the requests of the cards in place of a server, where the gallery is a folder of files. */
import { endpointFor, type Answer } from '../api.js';

/** What is used of a service worker: the library of types for pages has none of it. */
interface ServiceWorker {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'install' | 'message', listener: () => void): void;
}

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

declare const self: ServiceWorker;

self.addEventListener('install', () => {
  void self.skipWaiting();
});

// A page that was loaded before, or without its service worker, asks for it.
self.addEventListener('message', () => {
  void self.clients.claim();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.slice(new URL(self.registration.scope).pathname.length);
  const endpoint = endpointFor(request.method, path);
  if (endpoint !== undefined) {
    event.respondWith(endpoint(searchParams, chunksOf(request)).then(toResponse));
  }
});

async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array, undefined> {
  const reader = body?.getReader();
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    yield read.value;
  }
}

function toResponse({ status, type, bytes, parts }: Answer): Response {
  const iterator = parts[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) {
        controller.close();
      } else {
        controller.enqueue(encoder.encode(next.value));
      }
    },
  });
  return new Response(body, { status, headers: { 'content-type': type, 'content-length': String(bytes) } });
}
