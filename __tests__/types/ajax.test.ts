import { oneShot, when } from 'rx-deferred';
import {
  ajax,
  get,
  getJSON,
  post,
  type AjaxDone,
  type AjaxFail,
  type AjaxProgress,
  type AjaxRequest,
  type AjaxSettings,
  type ErrorStatus,
  type JqXHR,
  type SuccessStatus,
} from 'rx-deferred/ajax';
import { from, of, switchMap, type Observable } from 'rxjs';

import { compiles, typeOf, type User } from './expect-type.js';

const url = 'https://example.com/users';

describe('the handlers of a request', () => {
  compiles('get the data, the status and the jqXHR (S33)', () => {
    get<User[]>(url)
      .done((users, textStatus, jqXHR) => {
        typeOf(users).is<User[]>();
        typeOf(textStatus).is<SuccessStatus>();
        typeOf(jqXHR).is<JqXHR<User[]>>();
      })
      .fail((jqXHR, textStatus, error) => {
        typeOf(jqXHR).is<JqXHR<User[]>>();
        typeOf(textStatus).is<ErrorStatus>();
        typeOf(error).is<string | Error>();
      })
      .always((dataOrJqXHR, textStatus, jqXHROrError) => {
        typeOf(dataOrJqXHR).is<User[] | JqXHR<User[]>>();
        typeOf(textStatus).is<SuccessStatus | ErrorStatus>();
        typeOf(jqXHROrError).is<JqXHR<User[]> | string | Error>();
      })
      .progress((progress) => {
        typeOf(progress).is<AjaxProgress>();
        typeOf(progress.direction).is<'upload' | 'download'>();
        typeOf(progress.ratio).is<number | undefined>();
      })
      .statusCode({ 404: (_, textStatus) => typeOf(textStatus).is<SuccessStatus | ErrorStatus>() })
      .abort()
      .setRequestHeader('X-A', '1')
      .overrideMimeType('text/plain');
  });

  compiles('use the error as a text, as in the documentation of jQuery', () => {
    get(url).fail((_, textStatus, errorThrown) => {
      // eslint-disable-next-line @typescript-eslint/restrict-plus-operands -- as written there
      const message: string = textStatus + ': ' + errorThrown;
      // @ts-expect-error it is a text in most cases, and has no message then
      return [message, errorThrown.message as unknown];
    });
    ajax(url, {
      error(_, _textStatus, errorThrown) {
        typeOf(errorThrown).is<string | Error>();
        return errorThrown instanceof Error ? errorThrown.message : errorThrown.toLowerCase();
      },
      statusCode: { 404: (_, _textStatus, jqXHROrError) => typeOf(jqXHROrError).is<JqXHR | string | Error>() },
    });
  });

  compiles('know nothing of a body whose type nobody states', async () => {
    get(url).done((data) => typeOf(data).is<unknown>());
    typeOf(await getJSON(url)).is<unknown>();
    // @ts-expect-error the type has to be stated: get<User>(url)
    get(url).done((data) => data.name as unknown);
  });

  compiles('narrow the outcome by its state', () => {
    const outcome = get<User>(url).outcome();
    if (outcome.state === 'resolved') {
      typeOf(outcome.args).is<AjaxDone<User>>();
    } else if (outcome.state === 'rejected') {
      typeOf(outcome.args).is<AjaxFail<User>>();
    }
  });
});

describe('a request', () => {
  compiles('is a promise and an observable of its data', async () => {
    typeOf(await get<User>(url)).is<User>();
    typeOf(await ajax(url)).is<unknown>();
    typeOf(from(get<User>(url))).is<Observable<User>>();
    typeOf(of(1).pipe(switchMap(() => get<User>(url)))).is<Observable<User>>();
    typeOf(await get<User>(url).then((user, textStatus) => `${user.name} ${textStatus}`)).is<string>();
    typeOf(await get<User>(url).until(AbortSignal.timeout(5))).is<User>();
    get<User>(url)
      .until(AbortSignal.timeout(5))
      .done((user, textStatus) => [typeOf(user).is<User>(), typeOf(textStatus).is<SuccessStatus>()]);
    typeOf(await oneShot(() => get<User>(url)).get()).is<User>();
    when(get<User>(url), getJSON<number>(url)).done(([user, status], [count, , jqXHR]) => {
      typeOf(user).is<User>();
      typeOf(status).is<SuccessStatus>();
      typeOf(count).is<number>();
      typeOf(jqXHR).is<JqXHR<number>>();
    });
  });

  compiles('has data of the type that the settings ask for', () => {
    typeOf(ajax(url, { responseType: 'blob' })).is<JqXHR<Blob>>();
    typeOf(ajax({ url, responseType: 'arraybuffer' })).is<JqXHR<ArrayBuffer>>();
    typeOf(ajax(url, { dataType: 'text' })).is<JqXHR<string>>();
    typeOf(ajax({ url, dataType: 'html' })).is<JqXHR<string>>();
    typeOf(ajax(url, { dataType: 'xml' })).is<JqXHR<XMLDocument>>();
    typeOf(ajax(url, { dataType: 'json' })).is<JqXHR>();
    typeOf(ajax<User>(url, { dataType: 'json' })).is<JqXHR<User>>();
    typeOf(ajax<User>({ url })).is<JqXHR<User>>();
    typeOf(ajax(new URL(url))).is<JqXHR>();
  });

  compiles('is made by get(), post() and getJSON()', () => {
    typeOf(getJSON<User>(url, (user) => typeOf(user).is<User>())).is<JqXHR<User>>();
    typeOf(getJSON<User>(url, { a: 1 }, (user, text) => [typeOf(user).is<User>(), text])).is<JqXHR<User>>();
    typeOf(get<User>(url, (user) => typeOf(user).is<User>(), 'json')).is<JqXHR<User>>();
    typeOf(post<User>(url, { a: 1 }, null, 'json')).is<JqXHR<User>>();
    typeOf(post<User>({ url, data: 'a' })).is<JqXHR<User>>();
    typeOf(get(url)).is<JqXHR>();
  });

  compiles('has what is read, and cannot be written', () => {
    const jqXHR = get<User>(url);
    typeOf(jqXHR.status).is<number>();
    typeOf(jqXHR.responseText).is<string | undefined>();
    typeOf(jqXHR.responseJSON).is<unknown>();
    typeOf(jqXHR.responseXML).is<XMLDocument | undefined>();
    typeOf(jqXHR.cause).is<unknown>();
    typeOf(jqXHR.getResponseHeader('ETag')).is<string | null>();
    // @ts-expect-error it is read
    jqXHR.status = 200;
    typeOf<Extract<keyof typeof jqXHR, 'resolve' | 'reject' | 'notify'>>().is<never>();
    // @ts-expect-error its data is no number
    const wrong: JqXHR<number> = jqXHR;
    return wrong;
  });
});

describe('the settings', () => {
  compiles('type the callbacks', () => {
    const settings: AjaxSettings<User> = {
      success: (user, textStatus, jqXHR) => {
        typeOf(user).is<User>();
        typeOf(textStatus).is<SuccessStatus>();
        typeOf(jqXHR).is<JqXHR<User>>();
      },
      error: [(jqXHR, textStatus) => [typeOf(jqXHR).is<JqXHR<User>>(), typeOf(textStatus).is<ErrorStatus>()]],
      complete: [[(jqXHR) => typeOf(jqXHR).is<JqXHR<User>>()]],
      beforeSend: (jqXHR, used) => {
        typeOf(jqXHR).is<JqXHR<User>>();
        typeOf(used.url).is<string>();
        typeOf(used.type).is<string>();
        typeOf(used.dataTypes).is<string[]>();
        used.url += '?x';
        used.timeout = 5;
      },
      dataFilter: (text, dataType) => [typeOf(text).is<string>(), typeOf(dataType).is<string | undefined>()],
    };
    ajax<User>(url, { success: (user) => typeOf(user).is<User>() });
    ajax(url, { dataType: 'text', success: (text) => typeOf(text).is<string>() });
    ajax(url, { responseType: 'blob', success: (blob) => typeOf(blob).is<Blob>() });
    ajax(url, { beforeSend: (jqXHR) => typeOf(jqXHR.readyState).is<number>() });
    return settings;
  });

  compiles('are refused where they are wrong', () => {
    // @ts-expect-error a number of milliseconds
    ajax(url, { timeout: '5' });
    // @ts-expect-error the name of a type
    ajax(url, { dataType: 5 });
    // @ts-expect-error a misspelt name
    ajax(url, { datatype: 'json' });
    // @ts-expect-error a misspelt name
    ajax({ url, succes: () => undefined });
    // @ts-expect-error it is never synchronous
    ajax(url, { async: false });
    // @ts-expect-error a signal, not its controller
    ajax(url, { signal: new AbortController() });
    // @ts-expect-error not one of the two
    ajax(url, { responseType: 'json' });
    // @ts-expect-error not a list of headers
    ajax(url, { headers: new Headers() });
    // @ts-expect-error an address, or settings
    ajax(5);
    // @ts-expect-error an address, or settings
    ajax();
    // @ts-expect-error settings are the last
    ajax({ url }, { timeout: 5 });
    // @ts-expect-error the data is a user
    ajax<User>(url, { success: (count: number) => count });
    // @ts-expect-error a data type is the fourth
    get(url, { a: 1 }, 'json');
    // @ts-expect-error the name of a type
    get(url, { a: 1 }, null, 5);
    // @ts-expect-error whatever type, it is JSON
    getJSON(url, { a: 1 }, null, 'json');
  });
});

/** The settings that are the receiver of the callbacks if there is no context. */
type Used<T> = AjaxSettings<T> & AjaxRequest;

describe('the receiver of the callbacks (S33)', () => {
  const context = { id: 1 };

  compiles('is the context, of ajax() with a URL and without', () => {
    ajax(url, {
      context,
      success() {
        typeOf(this).is<{ id: number }>();
      },
      error() {
        typeOf(this).is<{ id: number }>();
      },
      complete: function () {
        typeOf(this).is<{ id: number }>();
      },
      beforeSend() {
        typeOf(this).is<{ id: number }>();
      },
      statusCode: {
        404() {
          typeOf(this).is<{ id: number }>();
        },
      },
    });
    ajax({
      url,
      success(data) {
        typeOf(this).is<{ id: number }>();
        typeOf(data).is<unknown>();
      },
      error(_, textStatus) {
        typeOf(this).is<{ id: number }>();
        typeOf(textStatus).is<ErrorStatus>();
      },
      complete() {
        typeOf(this).is<{ id: number }>();
      },
      beforeSend(_, used) {
        typeOf(this).is<{ id: number }>();
        typeOf(used.url).is<string>();
      },
      context,
    });
    ajax(url, {
      context: document.body,
      success() {
        this.classList.add('loaded');
      },
    });
  });

  compiles('is the context, where it is the this of a class', () => {
    class View {
      readonly name: string = 'view';

      itself(this: void, view: this): this {
        return view;
      }

      load() {
        const { itself } = this;
        return ajax({
          url,
          context: this,
          success(data) {
            typeOf(data).is<unknown>();
            typeOf(this.name).is<string>();
            itself(this);
          },
          error(_, textStatus) {
            typeOf(textStatus).is<ErrorStatus>();
            itself(this);
          },
          complete() {
            itself(this);
          },
          beforeSend() {
            itself(this);
          },
          statusCode: {
            404() {
              itself(this);
            },
          },
        });
      }

      requests() {
        const { itself } = this;
        return [
          ajax(url, { success: (text: string) => `${this.name} ${text}`, context: this }),
          ajax(url, {
            dataType: 'text',
            context: this,
            success(text) {
              typeOf(text).is<string>();
              itself(this);
            },
          }),
          ajax({
            url,
            responseType: 'blob',
            context: this,
            success(blob) {
              typeOf(blob).is<Blob>();
              itself(this);
            },
          }),
          get({
            url,
            context: this,
            success() {
              itself(this);
            },
          }),
        ];
      }
    }
    typeOf(new View().load()).is<JqXHR>();
  });

  compiles('is the context, where its type is a type parameter', () => {
    return <T extends object>(context: T, perhaps: T | undefined, itself: (receiver: T) => T) => [
      ajax(url, {
        context,
        success() {
          typeOf(this).is<T>();
        },
        error() {
          typeOf(this).is<T>();
        },
        complete() {
          typeOf(this).is<T>();
        },
        beforeSend() {
          typeOf(this).is<T>();
        },
      }),
      post({
        url,
        context,
        success() {
          typeOf(this).is<T>();
        },
      }),
      ajax(url, {
        context: perhaps,
        success() {
          // @ts-expect-error it is the settings if there is no context
          itself(this);
        },
      }),
    ];
  });

  compiles('is the context in the handlers that are added later, too', () => {
    class View {
      readonly name: string = 'view';

      load(itself: (view: this) => unknown) {
        const request = ajax({ url, context: this })
          .done(function (data) {
            typeOf(data).is<unknown>();
            typeOf(this.name).is<string>();
            itself(this);
          })
          .fail(function (jqXHR, textStatus) {
            typeOf(jqXHR).is<JqXHR>();
            typeOf(textStatus).is<ErrorStatus>();
            itself(this);
          })
          .always([
            function (dataOrJqXHR) {
              typeOf(dataOrJqXHR).is<unknown>();
              itself(this);
            },
          ])
          .progress(function (progress) {
            typeOf(progress).is<AjaxProgress>();
            itself(this);
          });
        const plain: JqXHR = request;
        return plain;
      }
    }
    const send = <T extends object>(context: T) =>
      get({ url, context }).done(function () {
        typeOf(this).is<T>();
      });
    send(context).fail(function (this: { id: number }) {
      typeOf(this).is<{ id: number }>();
    });
    ajax(url, { context, dataType: 'text' }).done(
      function (text) {
        typeOf(text).is<string>();
        typeOf(this).is<{ id: number }>();
      },
      null,
      (text) => typeOf(text).is<string>(),
    );
    // @ts-expect-error the context is no element
    ajax(url, { context }).done(function (this: Element) {
      return this.id;
    });
    return View;
  });

  compiles('is the settings as they are used, without a context', () => {
    ajax(url, {
      success() {
        typeOf(this).is<Used<unknown>>();
        typeOf(this.url).is<string>();
      },
      error() {
        typeOf(this).is<Used<unknown>>();
      },
      complete() {
        typeOf(this).is<Used<unknown>>();
      },
      beforeSend() {
        this.url += '?x';
      },
    });
    ajax({
      url,
      success() {
        typeOf(this).is<Used<unknown>>();
      },
      error() {
        typeOf(this).is<Used<unknown>>();
      },
      complete() {
        typeOf(this).is<Used<unknown>>();
      },
      beforeSend() {
        typeOf(this).is<Used<unknown>>();
      },
    });
    ajax(url, {
      context: undefined,
      success() {
        typeOf(this).is<Used<unknown>>();
      },
    });
  });

  compiles('is either, where the context may be missing', () => {
    const perhaps = document.querySelector('a');
    ajax(url, {
      context: perhaps,
      success() {
        typeOf(this).is<HTMLAnchorElement | Used<unknown>>();
      },
    });
  });

  compiles('is found beside the type of the data', () => {
    typeOf(
      ajax(url, {
        dataType: 'text',
        context,
        success(text) {
          typeOf(text).is<string>();
          typeOf(this).is<{ id: number }>();
        },
      }),
    ).is<JqXHR<string>>();
    typeOf(
      ajax({
        url,
        responseType: 'blob',
        success(blob) {
          typeOf(blob).is<Blob>();
          typeOf(this.url).is<string>();
        },
      }),
    ).is<JqXHR<Blob>>();
    typeOf(
      ajax(url, {
        context,
        success(user: User) {
          typeOf(user).is<User>();
          typeOf(this).is<{ id: number }>();
        },
      }),
    ).is<JqXHR<User>>();
    const typed: JqXHR<User> = ajax(url, {
      context,
      success() {
        typeOf(this).is<{ id: number }>();
      },
    });
    return typed;
  });

  compiles('is the settings of stated data, or an object that the callback names', () => {
    typeOf(
      ajax<User>(url, {
        success(user) {
          typeOf(user).is<User>();
          typeOf(this).is<Used<User>>();
        },
      }),
    ).is<JqXHR<User>>();
    ajax<User>({
      url,
      context,
      success(user) {
        typeOf(user).is<User>();
        typeOf(this).is<object>();
      },
      error(this: { id: number }) {
        typeOf(this).is<{ id: number }>();
      },
    });
  });

  compiles('is that of get() and post() too', () => {
    get<User>(url, function (user) {
      typeOf(user).is<User>();
      typeOf(this).is<Used<User>>();
    });
    get({
      url,
      context,
      success() {
        typeOf(this).is<{ id: number }>();
      },
    });
    post({
      url,
      success() {
        typeOf(this.url).is<string>();
      },
    });
    getJSON<User>(url, { a: 1 }, function () {
      typeOf(this.url).is<string>();
    });
  });

  compiles('is the settings in settings of their own, or what the callback says', () => {
    const settings: AjaxSettings<User> = {
      context,
      success(this: { id: number }, user) {
        typeOf(this).is<{ id: number }>();
        typeOf(user).is<User>();
      },
      error() {
        typeOf(this).is<AjaxSettings<User>>();
      },
      dataFilter(text) {
        typeOf(this.url).is<string>();
        return text;
      },
    };
    typeOf(ajax<User>(url, settings)).is<JqXHR<User>>();
    typeOf(ajax(url, settings)).is<JqXHR<User>>();
    typeOf(get({ ...settings, url })).is<JqXHR<User>>();
  });

  compiles('has what it has, and nothing else', () => {
    ajax(url, {
      context,
      success() {
        // @ts-expect-error the context has no name
        return this.name as unknown;
      },
    });
    // @ts-expect-error a string is no context
    ajax(url, { context: 'id' });
  });
});
