import type { HttpErrorResponse, HttpEvent, HttpProgressEvent, HttpResponse } from '@angular/common/http';
import { untracked } from '@angular/core';
import type { Observable, Subscription } from 'rxjs';

import { expected } from '../base/errors.js';
import { coreRuntime } from '../deferred.js';
import { abortWith, signalOf } from '../promise/abort.js';
import { DeferredObject } from '../promise/deferred-object.js';
import { createEmission, Emission } from '../state/emission.js';
import { emit, Settlement } from '../state/settlement.js';
import type { AbortablePromise } from '../to-deferred.js';

/** What is read of an event. A text, which comes without `observe: 'events'`, has none of it. */
interface Fields {
  readonly body?: unknown;
  readonly loaded?: number;
}

/**
 * Converts the events of one request of `HttpClient` to a promise.
 *
 * @param events - What `HttpClient` returns for `observe: 'events'`.
 * @param options - `signal` aborts the promise.
 * @returns A promise with an `abort(reason?)` method, which ends the request. It resolves with the body and the response,
 * and rejects with the `HttpErrorResponse`, or with the reason of an abort. The events of uploads and downloads are its
 * notifications: their `type` tells them apart.
 * @throws TypeError if the signal is not an `AbortSignal`.
 * @remarks
 * Sends the request before it returns, and notifies and settles synchronously with its events. If the signal has already
 * aborted, there is no request. An abort rejects with an `AbortError`, which has no `status`: ask
 * `error instanceof HttpErrorResponse`. It rejects with a `TypeError` if the last event is no response, as without
 * `observe: 'events'`. What interceptors read becomes no dependency of a signal or an effect.
 *
 * @see {@link https://angular.dev/guide/http/making-requests#receiving-raw-progress-events | Progress events}
 * @example
 * ```ts
 * import { HttpClient, provideHttpClient } from '@angular/common/http';
 * import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
 * import { TestBed } from '@angular/core/testing';
 * import { fromHttpEvents } from 'rx-deferred/angular';
 *
 * TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
 * const http = TestBed.inject(HttpClient);
 * const log: unknown[] = [];
 *
 * fromHttpEvents(http.post<number>('/files', 'text', { observe: 'events', reportProgress: true }))
 *   .progress(({ loaded, total }) => log.push([loaded, total]))
 *   .done((id, response) => log.push(id, response.status));
 *
 * const request = TestBed.inject(HttpTestingController).expectOne('/files');
 * request.event({ type: 1, loaded: 2, total: 4 });
 * request.flush(7);
 *
 * log; // => [[2, 4], 7, 200]
 * ```
 */
export function fromHttpEvents<T>(
  events: Observable<HttpEvent<T>>,
  options?: { readonly signal?: AbortSignal | null | undefined },
): AbortablePromise<[body: T, response: HttpResponse<T>], HttpErrorResponse | Error, HttpProgressEvent> {
  const settlement = new Settlement(coreRuntime);
  const promise = new DeferredObject(settlement) as never;
  const signal = signalOf(options);
  const reject = (reason: unknown): void => {
    emit(settlement, new Emission('reject', undefined, reason));
  };
  // An interceptor may abort it while it is being sent.
  settlement.teardown = {};
  if (signal) {
    abortWith(settlement, signal);
  }
  let last: unknown;
  const subscribe = (): Subscription =>
    events.subscribe({
      next(event: (HttpEvent<T> & Fields) | null) {
        last = event;
        if (event?.body !== undefined) {
          emit(settlement, createEmission('resolve', undefined, [event.body, event]));
        } else if (event?.loaded !== undefined) {
          emit(settlement, new Emission('notify', undefined, event));
        }
      },
      error: reject,
      complete() {
        reject(expected('the last event', "a response (observe: 'events')", last));
      },
    });
  const request = settlement.settled ? undefined : untracked(subscribe);
  if (settlement.settled) {
    request?.unsubscribe();
  } else if (request) {
    settlement.teardown = request;
  }
  return promise;
}
