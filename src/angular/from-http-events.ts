import {
  HttpEventType,
  type HttpErrorResponse,
  type HttpEvent,
  type HttpProgressEvent,
  type HttpResponse,
} from '@angular/common/http';
import { untracked } from '@angular/core';
import { Subscription, type Observable } from 'rxjs';

import { coreRuntime } from '../deferred.js';
import { abortWith, signalOf } from '../promise/abort.js';
import { DeferredObject } from '../promise/deferred-object.js';
import { createEmission, Emission } from '../state/emission.js';
import { emit, Settlement } from '../state/settlement.js';
import type { AbortablePromise } from '../to-deferred.js';

/**
 * Converts the events of one request of `HttpClient` to a promise.
 *
 * @remarks
 * Upload and download progress notifies, the response resolves with its body and itself, and an `HttpErrorResponse`
 * rejects. An abort unsubscribes, which closes the request.
 *
 * @example
 * ```ts no-run
 * import { inject } from '@angular/core';
 * import { HttpClient } from '@angular/common/http';
 * import { fromHttpEvents } from 'rx-deferred/angular';
 *
 * const http = inject(HttpClient);
 * fromHttpEvents(http.post<string>('/files', 'text', { observe: 'events', reportProgress: true }))
 *   .progress(({ loaded, total }) => console.log(loaded, total))
 *   .done((id, response) => console.log(id, response.status));
 * ```
 *
 * @param events - What `HttpClient` returns for `observe: 'events'`.
 */
export function fromHttpEvents<T>(
  events: Observable<HttpEvent<T>>,
  options?: { readonly signal?: AbortSignal | undefined },
): AbortablePromise<[body: T, response: HttpResponse<T>], HttpErrorResponse, HttpProgressEvent> {
  const settlement = new Settlement(coreRuntime);
  const promise = new DeferredObject(settlement) as never;
  const signal = signalOf(options);
  const reject = (reason: unknown): void => {
    emit(settlement, new Emission('reject', undefined, reason));
  };
  // It is there before the request: an interceptor may abort that while it is being sent.
  const request = (settlement.teardown = new Subscription());
  if (signal) {
    abortWith(settlement, signal);
  }
  if (!settlement.settled) {
    const subscribe = (): Subscription =>
      events.subscribe({
        next(event) {
          if (event.type === HttpEventType.Response) {
            emit(settlement, createEmission('resolve', undefined, [event.body, event]));
          } else if (event.type === HttpEventType.UploadProgress || event.type === HttpEventType.DownloadProgress) {
            emit(settlement, new Emission('notify', undefined, event));
          }
        },
        error: reject,
        complete() {
          reject(new Error('Expected a response, got none'));
        },
      });
    request.add(untracked(subscribe));
  }
  return promise;
}
