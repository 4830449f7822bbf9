import { defer, type Subscription } from 'rxjs';

import { isObject, type Callback } from '../base/guards.js';
import { onAbort } from '../base/signal.js';
import { coreRuntime } from '../deferred.js';
import { signalOf } from '../promise/abort.js';
import { extend, stamp } from '../promise/plain-object.js';
import { createEmission, Emission } from '../state/emission.js';
import { deliver, type Handler } from '../state/handlers.js';
import { appendFunctions, toArray } from '../state/one-or-many.js';
import { markAborted, markHandled } from '../state/rejections.js';
import { addHandlers, emit, Settlement, subscribe } from '../state/settlement.js';
import { conditionsOf } from './conditional.js';
import { acceptOf, type Responses } from './data-types.js';
import { toResult, type Result } from './response.js';
import { toSettings, type ResolvedSettings } from './settings.js';
import { toBody } from './transport/body.js';
import { findHeader, RequestHeaders } from './transport/headers.js';
import { send } from './transport/send.js';
import type { TransportRequest, TransportResponse } from './transport/transport.js';

/** The longest delay of a timer, in milliseconds: a longer one would fire at once. */
const maxDelay = 2 ** 31 - 1;

/** The fields of a jqXHR. */
interface Fields extends Responses {
  readyState: number;
  status: number;
  statusText: string;
  cause?: unknown;
}

/** Sends a request, unless `beforeSend` cancels it, and returns its jqXHR. */
export function request(url: unknown, options?: unknown): object {
  const settings = toSettings(url, options ?? {});
  const context = settings.context ?? settings;
  const settlement = new Settlement(coreRuntime);
  const headers = new RequestHeaders();
  const statusHandlers: unknown[] = [settings.statusCode];
  let complete: readonly Handler[] = [];
  let isSent = false;
  let answer: TransportResponse | undefined;
  let subscription: Subscription | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abortStatus = 'canceled';
  let isAborting = false;

  const fields = Object.defineProperties({ readyState: 0 }, { status: hidden(0), statusText: hidden('') }) as Fields;
  const jqXHR = Object.assign(fields, {
    getResponseHeader: (name: string) => (answer ? findHeader(answer.headers, name) : null),
    getAllResponseHeaders: () => answer?.headers ?? (settlement.settled ? '' : null),

    setRequestHeader<This>(this: This, name: string, value: unknown): This {
      if (!isSent) {
        headers.set(name, value);
      }
      return this;
    },

    overrideMimeType<This>(this: This, type: string): This {
      if (!isSent) {
        settings.mimeType = type;
      }
      return this;
    },

    statusCode<This>(this: This, handlers: unknown): This {
      if (settlement.settled) {
        addStatusHandlers(handlers);
      } else {
        statusHandlers.push(handlers);
      }
      return this;
    },

    abort<This>(this: This, statusText?: unknown): This {
      if (!answer) {
        abort((typeof statusText === 'string' && statusText) || abortStatus);
      }
      return this;
    },
  });

  settlement.teardown = {
    abort() {
      abort(abortStatus);
    },
  };
  stamp(settlement, extend(settlement, jqXHR));

  addRequestHeaders(headers, settings);
  const { beforeSend } = settings;
  if ((beforeSend && (beforeSend as Callback).call(context, jqXHR, settings) === false) || settlement.settled) {
    return jqXHR.abort();
  }
  const signal = signalOf(settings);
  abortStatus = 'abort';
  complete = toArray(appendFunctions<Callback>(undefined, [settings.complete]));
  addHandlers(settlement, 'next', [settings.success]);
  addHandlers(settlement, 'error', [settings.error]);
  if (signal) {
    const removeListener = onAbort(signal, (reason) => {
      if (!settlement.settled) {
        setCause(reason);
        abort(abortStatus);
      }
    });
    subscribe(settlement, { next: removeListener });
  }
  start();
  return jqXHR;

  function start(): void {
    if (settlement.settled) {
      return;
    }
    const { timeout } = settings;
    isSent = true;
    jqXHR.readyState = 1;
    if (timeout && timeout > 0) {
      timer = setTimeout(fail, Math.min(timeout, maxDelay), 'timeout');
    }
    subscription = defer(() => send(toTransportRequest(settings, headers))).subscribe({
      next(event) {
        if ('direction' in event) {
          emit(settlement, new Emission('notify', context, event));
        } else {
          receive(event);
        }
      },
      error(error: unknown) {
        fail('error', error);
      },
    });
  }

  function receive(response: TransportResponse): void {
    const { status, statusText, cause } = response;
    answer = response;
    jqXHR.readyState = status && 4;
    if (cause !== undefined) {
      setCause(cause);
    }
    finish(status, statusText, toResult(response, settings, jqXHR));
  }

  function setCause(cause: unknown): void {
    Object.defineProperty(jqXHR, 'cause', hidden(cause));
  }

  function abort(textStatus: string): void {
    isAborting = true;
    fail(textStatus);
  }

  function fail(textStatus: string, value: unknown = textStatus): void {
    finish(0, String(value), { kind: 'reject', textStatus, value });
  }

  function finish(status: number, statusText: string, { kind, textStatus, value }: Result): void {
    if (settlement.settled) {
      return;
    }
    clearTimeout(timer);
    jqXHR.readyState = status && 4;
    show(jqXHR, { status, statusText: statusText || textStatus });
    const args = kind === 'resolve' ? [value, textStatus, jqXHR] : [jqXHR, textStatus, value];
    const emission = createEmission(kind, context, args);
    if (isAborting) {
      settlement.left = true;
      markAborted(coreRuntime, emission);
    }
    emit(settlement, emission);
    if (complete.length > 0) {
      markHandled(coreRuntime, emission);
    }
    statusHandlers.splice(0).forEach(addStatusHandlers);
    const completion = createEmission('resolve', context, [jqXHR, textStatus]);
    const runComplete = (): void => {
      for (const handler of complete) {
        deliver(handler, completion, coreRuntime, undefined);
      }
    };
    if (settlement.isDraining) {
      // The handlers have been postponed.
      subscribe(settlement, { next: runComplete });
    } else {
      runComplete();
    }
    subscription?.unsubscribe();
  }

  function addStatusHandlers(handlers: unknown): void {
    if (isObject(handlers)) {
      addHandlers(settlement, 'both', [handlers[jqXHR.status]]);
    }
  }
}

/** Creates a non-enumerable property. */
const hidden = (value: unknown): PropertyDescriptor => ({ value, configurable: true, writable: true });

/** Makes hidden fields enumerable, after the others, so that JSON of a jqXHR is the same as with jQuery. */
function show(jqXHR: Fields, fields: Pick<Fields, 'status' | 'statusText'>): void {
  for (const name in fields) {
    Reflect.deleteProperty(jqXHR, name);
  }
  Object.assign(jqXHR, fields);
}

/** Sets the headers that result from the settings. */
function addRequestHeaders(headers: RequestHeaders, settings: ResolvedSettings): void {
  const { ifModified, cacheURL, data, dataTypes, accepts, hasContent, contentType } = settings;
  const own = { ...(ifModified && conditionsOf(cacheURL)), Accept: acceptOf(dataTypes, accepts), ...settings.headers };
  for (const [name, value] of Object.entries<string | undefined>(own)) {
    if (value !== undefined) {
      headers.set(name, value);
    }
  }
  if (contentType && (settings.hasExplicitType || (data && hasContent))) {
    headers.set('Content-Type', contentType);
  }
}

/** Creates the request from the current settings, which `beforeSend` may have changed. */
function toTransportRequest(settings: ResolvedSettings, headers: RequestHeaders): TransportRequest {
  const { url, type, data, hasContent, mimeType, username, password, crossDomain, xhrFields, uploadProgress } =
    settings;
  const { withCredentials, responseType, ...fields } = (xhrFields ?? {}) as Record<string, unknown>;
  const body = hasContent ? toBody(data) : undefined;
  if (!crossDomain) {
    headers.set('X-Requested-With', headers.get('x-requested-with') ?? 'XMLHttpRequest');
  }
  return {
    url,
    method: type,
    headers: Object.fromEntries(headers),
    body,
    mimeType,
    responseType: settings.responseType ?? (responseType as string | undefined),
    withCredentials: Boolean(withCredentials),
    username: username ?? '',
    password: password ?? '',
    uploadProgress: body !== undefined && (uploadProgress ?? !crossDomain),
    fields,
  };
}
