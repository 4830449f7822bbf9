import type { Observable } from 'rxjs';

import { sendByFetch } from './fetch.js';
import type { AjaxProgress } from './types.js';
import { sendByXhr } from './xhr.js';

/** What is to be sent, to the letter. */
export interface TransportRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | undefined;
  readonly mimeType: string | undefined;
  readonly responseType: string | undefined;
  readonly withCredentials: boolean;

  /** Empty where nobody is to be named. */
  readonly username: string;
  readonly password: string;

  readonly uploadProgress: boolean;

  /** Other properties of an `XMLHttpRequest`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What came back: status 0 where nothing did. */
export interface TransportResponse {
  readonly status: number;
  readonly statusText: string;

  /** A line for each, as an `XMLHttpRequest` has them. */
  readonly headers: string;

  /** A string, unless it was asked for in binary form. */
  readonly body?: unknown;

  /** Why nothing came, if that is known. */
  readonly cause?: unknown;
}

/**
 * Sends a request when it is subscribed to, and ends it when it is unsubscribed from. It gives notes of progress and
 * then one response, of whatever status. It fails where the request cannot be sent as it is.
 */
export type Transport = (request: TransportRequest) => Observable<AjaxProgress | TransportResponse>;

/** Sends by `XMLHttpRequest` where there is one, which tells of uploads too, and else by `fetch`. */
export const send: Transport = (request) => (typeof XMLHttpRequest === 'undefined' ? sendByFetch : sendByXhr)(request);
