import type { Observable } from 'rxjs';

import type { AjaxProgress } from './progress.js';

/** A request exactly as it is sent. */
export interface TransportRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | undefined;
  readonly mimeType: string | undefined;
  readonly responseType: string | undefined;
  readonly withCredentials: boolean;

  /** Both are empty if there are no credentials. */
  readonly username: string;
  readonly password: string;

  readonly uploadProgress: boolean;

  /** Other properties of an `XMLHttpRequest`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A response, of any status: 0 if there was none. */
export interface TransportResponse {
  readonly status: number;
  readonly statusText: string;

  /** One line for each header, as an `XMLHttpRequest` gives them. */
  readonly headers: string;

  /** A string, unless the request asked for binary data. */
  readonly body?: unknown;

  /** The reason why there was no response, if the platform reports one. */
  readonly cause?: unknown;
}

/**
 * Sends a request on subscription, and closes the connection on unsubscription. It emits progress, and then one
 * response of any status. It fails only if the request cannot be sent.
 */
export type Transport = (request: TransportRequest) => Observable<AjaxProgress | TransportResponse>;
