import { remember } from './cache.js';
import { convert, type Responses } from './convert.js';
import { findHeader } from './headers.js';
import type { Settings } from './settings.js';
import type { TransportResponse } from './transport.js';

/** What a request came to: the data, or the error. */
export interface Result {
  readonly state: 'resolved' | 'rejected';
  readonly textStatus: string;
  readonly value?: unknown;
}

/** Tells what a response means, and keeps what was made of its body in `responses`, of a failed one too. */
export function toResult(response: TransportResponse, settings: Settings, responses: Responses): Result {
  const { status, statusText, headers, body } = response;
  if (status === 0) {
    return { state: 'rejected', textStatus: 'error', value: '' };
  }
  const isSuccess = (status >= 200 && status < 300) || status === 304;
  const contentType = settings.mimeType ?? findHeader(headers, 'Content-Type');
  const conversion = convert(body, settings, contentType, responses, isSuccess);
  if (!isSuccess) {
    return { state: 'rejected', textStatus: 'error', value: statusText };
  }
  if (settings.ifModified) {
    remember(settings.cacheURL, findHeader(headers, 'Last-Modified'), findHeader(headers, 'ETag'));
  }
  if (status === 204 || settings.type === 'HEAD') {
    return { state: 'resolved', textStatus: 'nocontent' };
  }
  if (status === 304) {
    return { state: 'resolved', textStatus: 'notmodified' };
  }
  return conversion;
}
