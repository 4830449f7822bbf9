import { oneShot, when } from 'rx-deferred';
import {
  ajax,
  get,
  getJSON,
  post,
  type AjaxDone,
  type AjaxFail,
  type AjaxProgress,
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
        typeOf(error).is<unknown>();
      })
      .always((dataOrJqXHR, textStatus, jqXHROrError) => {
        typeOf(dataOrJqXHR).is<User[] | JqXHR<User[]>>();
        typeOf(textStatus).is<SuccessStatus | ErrorStatus>();
        typeOf(jqXHROrError).is<unknown>();
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
