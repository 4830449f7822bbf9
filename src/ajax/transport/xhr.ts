import { catchError, concatMap } from 'rxjs';
import { ajax, AjaxError } from 'rxjs/ajax';

import { toProgress } from './progress.js';
import type { Transport, TransportResponse } from './transport.js';

/** Sends a request by `XMLHttpRequest`. */
export const sendByXhr: Transport = ({ username, responseType, mimeType, fields, uploadProgress, ...request }) =>
  ajax<unknown>({
    ...request,
    user: username,
    // Not `text`, which would ignore the encoding that an XML document declares.
    responseType: (responseType ?? '') as XMLHttpRequestResponseType,
    timeout: Number(fields['timeout'] ?? 0),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- otherwise it adds X-Requested-With to headers that are complete
    crossDomain: true,
    includeDownloadProgress: true,
    includeUploadProgress: uploadProgress,
    createXHR() {
      const xhr = Object.assign(new XMLHttpRequest(), fields);
      if (mimeType) {
        xhr.overrideMimeType(mimeType);
      }
      return xhr;
    },
  }).pipe(
    concatMap(({ type, loaded, total, xhr }) => {
      const [direction, event] = type.split('_') as ['upload' | 'download', string];
      return event === 'progress'
        ? [toProgress(direction, loaded, total)]
        : type === 'download_load'
          ? // A file has no status.
            [{ ...toResponse(xhr), status: xhr.status || 200 }]
          : [];
    }),
    catchError((error: unknown) => {
      if (error instanceof AjaxError) {
        return [toResponse(error.xhr)];
      }
      throw error;
    }),
  );

function toResponse(xhr: XMLHttpRequest): TransportResponse {
  const { status, statusText, responseType } = xhr;
  const body: unknown = responseType === 'text' || responseType === '' ? xhr.responseText : xhr.response;
  return { status, statusText, headers: xhr.getAllResponseHeaders(), body };
}
