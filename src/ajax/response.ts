import { storeConditions } from './conditional.js';
import { convert, type Responses } from './data-types.js';
import type { ResolvedSettings } from './settings.js';
import { findHeader } from './transport/headers.js';
import type { TransportResponse } from './transport/transport.js';

/** The outcome of a request: the data, or the error. */
export interface Result {
  readonly kind: 'resolve' | 'reject';
  readonly textStatus: string;
  readonly value?: unknown;
}

/** Interprets a response, and stores its converted body in `responses`, even for a failed response. */
export function toResult(response: TransportResponse, settings: ResolvedSettings, responses: Responses): Result {
  const { status, statusText, headers, body } = response;
  if (status === 0) {
    return { kind: 'reject', textStatus: 'error', value: '' };
  }
  const isSuccess = (status >= 200 && status < 300) || status === 304;
  const contentType = settings.mimeType ?? findHeader(headers, 'Content-Type');
  const result = convertBody(body, settings, contentType, responses, isSuccess);
  if (!isSuccess) {
    return { kind: 'reject', textStatus: 'error', value: statusText };
  }
  if (settings.ifModified) {
    storeConditions(settings.cacheURL, findHeader(headers, 'Last-Modified'), findHeader(headers, 'ETag'));
  }
  if (status === 204 || settings.type === 'HEAD') {
    return { kind: 'resolve', textStatus: 'nocontent' };
  }
  if (status === 304) {
    return { kind: 'resolve', textStatus: 'notmodified' };
  }
  return result;
}

function convertBody(
  body: unknown,
  settings: ResolvedSettings,
  contentType: string | null,
  responses: Responses,
  isFiltered: boolean,
): Result {
  if (typeof body !== 'string') {
    return { kind: 'resolve', textStatus: 'success', value: body };
  }
  responses.responseText = body;
  try {
    const text = isFiltered && settings.dataFilter ? settings.dataFilter(body, settings.dataType) : body;
    return { kind: 'resolve', textStatus: 'success', value: convert(text, settings.dataTypes, contentType, responses) };
  } catch (error) {
    return { kind: 'reject', textStatus: 'parsererror', value: error };
  }
}
