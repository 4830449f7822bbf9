import { catchError, concatMap, EMPTY, of, throwError } from 'rxjs';
import { ajax, AjaxError } from 'rxjs/ajax';

import { toProgress } from './progress.js';
import type { Transport, TransportResponse } from './transport.js';

/** Sends by `XMLHttpRequest`. */
export const sendByXhr: Transport = ({
  url,
  method,
  headers,
  body,
  mimeType,
  responseType,
  withCredentials,
  username,
  password,
  uploadProgress,
  fields,
}) =>
  ajax<unknown>({
    url,
    method,
    headers,
    body,
    withCredentials,
    responseType: (responseType ?? 'text') as XMLHttpRequestResponseType,
    timeout: Number(fields['timeout'] ?? 0),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- or it adds X-Requested-With to complete headers
    crossDomain: true,
    includeDownloadProgress: true,
    includeUploadProgress: uploadProgress,
    ...(username !== undefined && { user: username }),
    ...(password !== undefined && { password }),
    createXHR() {
      const xhr = Object.assign(new XMLHttpRequest(), fields);
      if (mimeType) {
        xhr.overrideMimeType(mimeType);
      }
      return xhr;
    },
  }).pipe(
    concatMap(({ type, loaded, total, xhr }) => {
      switch (type) {
        case 'upload_progress':
          return of(toProgress('upload', loaded, total));
        case 'download_progress':
          return of(toProgress('download', loaded, total));
        case 'download_load':
          return of(toResponse(xhr));
        default:
          return EMPTY;
      }
    }),
    catchError((error: unknown) => (error instanceof AjaxError ? of(toResponse(error.xhr)) : throwError(() => error))),
  );

function toResponse(xhr: XMLHttpRequest): TransportResponse {
  const { status, statusText, responseType } = xhr;
  const body: unknown = responseType === 'text' || responseType === '' ? xhr.responseText : xhr.response;
  return { status, statusText, headers: xhr.getAllResponseHeaders(), ...(status > 0 && { body }) };
}
