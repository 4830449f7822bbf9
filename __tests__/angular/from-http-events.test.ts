/** @jest-environment jsdom */
import './test-bed.js';

import {
  HttpClient,
  HttpErrorResponse,
  HttpEventType,
  provideHttpClient,
  withInterceptors,
  type HttpEvent,
  type HttpInterceptorFn,
} from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { effect, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { fromHttpEvents } from 'rx-deferred/angular';
import { EMPTY, NEVER, Observable, of } from 'rxjs';

import { collectReportsInTime } from '../support/reported-errors.js';

// Nothing is reported besides.
collectReportsInTime();

interface Saved {
  readonly id: number;
}

let events: Observable<HttpEvent<Saved>>;
let controller: HttpTestingController;

/** Is called with each request. */
let intercept: () => void;

beforeEach(() => {
  intercept = () => undefined;
  const interceptor: HttpInterceptorFn = (request, next) => {
    intercept();
    return next(request);
  };
  const http = provideHttpClient(withInterceptors([interceptor]));
  TestBed.configureTestingModule({ providers: [http, provideHttpClientTesting()] });
  events = TestBed.inject(HttpClient).post<Saved>('/files', 'text', { observe: 'events', reportProgress: true });
  controller = TestBed.inject(HttpTestingController);
});

it('notifies of progress, and resolves with the body and the response', () => {
  const log: unknown[] = [];
  const promise = fromHttpEvents(events)
    .progress(({ loaded, total }) => log.push([loaded, total]))
    .done((saved, response) => log.push(saved.id, response.status));
  const request = controller.expectOne('/files');
  request.event({ type: HttpEventType.UploadProgress, loaded: 2, total: 4 });
  request.event({ type: HttpEventType.DownloadProgress, loaded: 1 });
  request.flush({ id: 7 });
  expect(log).toStrictEqual([[2, 4], [1, undefined], 7, 200]);
  expect(promise.state()).toBe('resolved');
});

it('rejects with the HttpErrorResponse', () => {
  const statuses: number[] = [];
  fromHttpEvents(events).fail((error) => error instanceof HttpErrorResponse && statuses.push(error.status));
  controller.expectOne('/files').flush('no', { status: 404, statusText: 'Not Found' });
  expect(statuses).toStrictEqual([404]);
});

it('cancels the request at an abort', () => {
  const promise = fromHttpEvents(events);
  const request = controller.expectOne('/files');
  promise.abort('enough');
  expect(request.cancelled).toBe(true);
  expect(promise.outcome()).toMatchObject({ args: ['enough'] });
});

it('rejects with an error that is no HttpErrorResponse at an abort', () => {
  const log: unknown[] = [];
  fromHttpEvents(events)
    .fail((error) => log.push(error.name, error instanceof HttpErrorResponse))
    .abort();
  expect(log).toStrictEqual(['AbortError', false]);
});

it('cancels the request when a signal aborts, and makes none for one that has aborted', () => {
  const leave = new AbortController();
  fromHttpEvents(events, { signal: leave.signal });
  const request = controller.expectOne('/files');
  leave.abort();
  expect(request.cancelled).toBe(true);
  fromHttpEvents(events, { signal: leave.signal });
  controller.expectNone('/files');
});

it('cancels the request when the last who waits for it leaves', () => {
  const leave = new AbortController();
  fromHttpEvents(events).until(leave.signal);
  const request = controller.expectOne('/files');
  leave.abort();
  expect(request.cancelled).toBe(true);
});

describe('without a response', () => {
  const messageOf = (events: Observable<HttpEvent<Saved>>): string | undefined => {
    let message: string | undefined;
    fromHttpEvents(events).fail((error) => {
      expect(error).toBeInstanceOf(TypeError);
      ({ message } = error);
    });
    return message;
  };
  const wanted = "Expected the last event to be a response (observe: 'events'), got";

  it('rejects when the events end', () => {
    expect(messageOf(EMPTY)).toBe(`${wanted} undefined`);
    expect(messageOf(of({ type: HttpEventType.Sent }))).toBe(`${wanted} object`);
  });

  it("says so of a request without { observe: 'events' }, whatever its body is", () => {
    // The compiler takes any for events.
    expect(messageOf(of('text') as Observable<never>)).toBe(`${wanted} string`);
    expect(messageOf(of(null) as Observable<never>)).toBe(`${wanted} object`);
    expect(messageOf(of({ id: 1 }) as Observable<never>)).toBe(`${wanted} object`);
  });

  it('waits as long as the events go on', () => {
    expect(fromHttpEvents(NEVER as Observable<HttpEvent<Saved>>).state()).toBe('pending');
  });
});

it('cancels the request when it is aborted while it is being sent', () => {
  const leave = new AbortController();
  const teardown = jest.fn();
  const sending = new Observable<HttpEvent<Saved>>(() => {
    leave.abort();
    return teardown;
  });
  fromHttpEvents(sending, { signal: leave.signal });
  expect(teardown).toHaveBeenCalledTimes(1);
});

it('makes nothing depend on what an interceptor reads', () => {
  const token = signal('a');
  intercept = token;
  let runs = 0;
  TestBed.runInInjectionContext(() => {
    effect(() => {
      runs++;
      fromHttpEvents(events);
    });
  });
  TestBed.tick();
  token.set('b');
  TestBed.tick();
  expect(controller.match('/files')).toHaveLength(1);
  expect(runs).toBe(1);
});
