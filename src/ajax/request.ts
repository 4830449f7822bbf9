import { defer, type Subscription } from 'rxjs';

import { isObject, type Callback } from '../guards.js';
import { Call, createCall, pushFunctions } from '../handlers.js';
import { abortWith, signalOf } from '../lifetime.js';
import { core, promiseOn } from '../methods.js';
import { add, createSettlement, fire } from '../settlement.js';
import { handled } from '../unhandled.js';
import { toBody } from './body.js';
import { conditionsOf } from './cache.js';
import type { Responses } from './convert.js';
import { findHeader, RequestHeaders } from './headers.js';
import { toResult, type Result } from './result.js';
import { acceptOf, toSettings, type Settings } from './settings.js';
import { send, type TransportRequest, type TransportResponse } from './transport.js';

/** The longest time that a timer can be set to: a longer one would be over at once. */
const maxDelay = 2 ** 31 - 1;

/** What a jqXHR tells besides its methods. */
interface Fields extends Responses {
  readyState: number;
  status: number;
  statusText: string;
  cause?: unknown;
}

/** Sends a request, unless it is canceled or cannot be sent, and gives the object that stands for it. */
export function request(url: unknown, options?: unknown): object {
  const settings = toSettings(url, options ?? {});
  const context = settings.context ?? settings;
  const settlement = createSettlement(core);
  const headers = new RequestHeaders();
  const statusHandlers: unknown[] = [settings.statusCode];
  const complete: Callback[] = [];
  let isSent = false;
  let answer: TransportResponse | undefined;
  let subscription: Subscription | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abortStatus = 'canceled';

  const fields: Fields = { readyState: 0, status: 0, statusText: '' };
  const jqXHR = Object.assign(fields, {
    getResponseHeader: (name: string) => (answer ? findHeader(answer.headers, name) : null),
    getAllResponseHeaders: () => answer?.headers ?? (settlement.call ? '' : null),

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
      if (settlement.call) {
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

  settlement.work = {
    unsubscribe() {
      abort(abortStatus);
    },
  };
  promiseOn(settlement, jqXHR);

  addHeaders(headers, settings);
  const { beforeSend } = settings;
  if ((beforeSend && (beforeSend as Callback).call(context, jqXHR, settings) === false) || settlement.call) {
    return jqXHR.abort();
  }
  const signal = signalOf(settings);
  abortStatus = 'abort';
  pushFunctions(complete, [settings.complete]);
  add(settlement, [settings.success], true, false);
  add(settlement, [settings.error], false, true);
  if (signal) {
    abortWith(settlement, signal);
  }
  start();
  return jqXHR;

  function start(): void {
    if (settlement.call) {
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
          fire(settlement, new Call('pending', context, event));
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
    const { status, statusText } = response;
    answer = response;
    jqXHR.readyState = status && 4;
    if (response.cause !== undefined) {
      jqXHR.cause = response.cause;
    }
    finish(status, statusText, toResult(response, settings, jqXHR));
  }

  function abort(textStatus: string): void {
    fail(textStatus);
    if (settlement.call) {
      handled(settlement.call);
    }
  }

  function fail(textStatus: string, value: unknown = textStatus): void {
    finish(0, String(value), { state: 'rejected', textStatus, value });
  }

  function finish(status: number, statusText: string, { state, textStatus, value }: Result): void {
    if (settlement.call) {
      return;
    }
    clearTimeout(timer);
    subscription?.unsubscribe();
    jqXHR.readyState = status && 4;
    jqXHR.status = status;
    jqXHR.statusText = statusText || textStatus;
    const args = state === 'resolved' ? [value, textStatus, jqXHR] : [jqXHR, textStatus, value];
    fire(settlement, createCall(state, context, args));
    statusHandlers.splice(0).forEach(addStatusHandlers);
    for (const handler of complete.splice(0)) {
      createCall('resolved', context, [jqXHR, textStatus]).deliver(handler, core.caught, undefined);
    }
  }

  function addStatusHandlers(handlers: unknown): void {
    if (isObject(handlers)) {
      add(settlement, [handlers[jqXHR.status]], true, true);
    }
  }
}

/** Sets the headers that the settings ask for. */
function addHeaders(headers: RequestHeaders, settings: Settings): void {
  const { ifModified, cacheURL, data, hasContent, contentType } = settings;
  const own = { ...(ifModified && conditionsOf(cacheURL)), Accept: acceptOf(settings), ...settings.headers };
  for (const [name, value] of Object.entries<string | undefined>(own)) {
    if (value !== undefined) {
      headers.set(name, value);
    }
  }
  if (contentType && (settings.asksForType || (data && hasContent))) {
    headers.set('Content-Type', contentType);
  }
}

/** Gives what is to be sent by the settings as they are, since `beforeSend` may have changed them. */
function toTransportRequest(settings: Settings, headers: RequestHeaders): TransportRequest {
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
