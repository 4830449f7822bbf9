import '@angular/compiler';

import { HttpErrorResponse, type HttpEvent, type HttpProgressEvent, type HttpResponse } from '@angular/common/http';
import type { Resource, Signal } from '@angular/core';
import { Deferred, oneShot, toDeferred, type AbortablePromise, type DeferredPromise } from 'rx-deferred';
import { get } from 'rx-deferred/ajax';
import {
  deferredMutation,
  deferredResource,
  fromHttpEvents,
  toResource,
  type DeferredResource,
  type WorkContext,
} from 'rx-deferred/angular';
import { Observable, of } from 'rxjs';

import { compiles, typeOf, type User } from './expect-type.js';

const user: User = { name: 'Ada' };

describe('the types of resources', () => {
  compiles('come from a deferred and from a promise of this package', () => {
    const d = Deferred<[user: User, ms: number], Error, [percent: number]>();
    typeOf(toResource(d)).is<DeferredResource<User | undefined, number>>();
    typeOf(toResource(d.promise()).value).is<Signal<User | undefined>>();
    typeOf(toResource(get<User>('/user')).value()).is<User | undefined>();
    // @ts-expect-error a native promise is none of this package: deferredResource takes it
    toResource(Promise.resolve(user));
  });

  compiles('come from what a loader returns', () => {
    typeOf(deferredResource(() => Deferred<User, Error, number>()).progress()).is<number | undefined>();
    typeOf(deferredResource(() => Promise.resolve(user)).value()).is<User | undefined>();
    typeOf(deferredResource(() => of(user)).value()).is<User | undefined>();
    typeOf(deferredResource(() => of(user)).progress()).is<User | undefined>();
    typeOf(deferredResource(() => oneShot(() => of(1)).get()).value()).is<number | undefined>();
    typeOf(deferredResource(async () => (await Promise.resolve(user)).name).value()).is<string | undefined>();
  });

  compiles('are those of the load if the loader may return undefined, and include the default value', () => {
    const load = (id?: string) => (id === undefined ? undefined : get<User>(`/users/${id}`));
    typeOf(deferredResource(() => load()).value()).is<User | undefined>();
    typeOf(deferredResource(() => load(), { defaultValue: null }).value()).is<User | null>();
    typeOf(deferredResource(() => of(['a']), { defaultValue: [] }).value()).is<string[] | never[]>();
    const list: string[] = deferredResource(() => of(['a']), { defaultValue: [] }).value();
    return list;
  });

  compiles('are narrowed by hasValue(), and fit a Resource of Angular', () => {
    const resource = deferredResource(() => of(user));
    if (resource.hasValue()) {
      typeOf(resource.value()).is<User>();
      typeOf(resource.reload()).is<boolean>();
    }
    const angular: Resource<User | undefined> = resource;
    return angular;
  });

  compiles('name the context and the value in the options', () => {
    deferredResource((context) => {
      typeOf(context).is<WorkContext>();
      return of(user);
    });
    deferredResource(() => of(user), { equal: (a, b) => a.name === b.name });
    toResource(Deferred<User>(), { equal: (a, b) => a.name === b.name });
  });
});

describe('the types of loaders and of work', () => {
  compiles('want something that settles, so a return is not forgotten', () => {
    // @ts-expect-error nothing is returned
    deferredResource(() => {
      get<User>('/user');
    });
    // @ts-expect-error a value does not settle
    deferredResource(() => user);
    // @ts-expect-error nothing is returned
    deferredMutation((name: string) => {
      get<User>(`/users/${name}`);
    });
    // @ts-expect-error a value does not settle
    return deferredMutation(() => 1);
  });

  compiles('may be either of two, or fail', () => {
    const either = deferredResource(() => (user.name ? of(user) : Promise.resolve(user)));
    typeOf(either.value()).is<User | undefined>();
    deferredResource(() => {
      throw new Error('not yet');
    });
    deferredMutation(async () => {
      await Promise.resolve();
    });
  });
});

describe('the types of mutations', () => {
  compiles('have the arguments of the work, and all channels of its result', () => {
    const save = deferredMutation((name: string, age?: number) =>
      Deferred<[id: number, age: number], Error, User>()
        .notify({ name })
        .resolve(1, age ?? 0),
    );
    typeOf(save('Ada')).is<AbortablePromise<[id: number, age: number], [value: Error], [value: User]>>();
    typeOf(save.value()).is<number | undefined>();
    typeOf(save.progress()).is<User | undefined>();
    const remove = deferredMutation(() => Deferred<void, [status: number]>());
    remove().fail((reason) => typeOf(reason).is<number | Error>());
    // @ts-expect-error a name is missing
    return () => save();
  });

  compiles('come from a promise and from an observable', async () => {
    const promised = deferredMutation(() => Promise.resolve(user));
    const observed = deferredMutation(function () {
      typeOf(this).is<WorkContext>();
      return of(user);
    });
    typeOf(await promised()).is<User>();
    typeOf(await observed()).is<User>();
    if (observed.hasValue()) {
      typeOf(observed.value()).is<User>();
      typeOf(await observed()).is<User>();
    }
  });
});

describe('the types of fromHttpEvents', () => {
  compiles('have the body, the response, the progress, and the error, which an abort has too', () => {
    const events = new Observable<HttpEvent<User>>();
    const promise = fromHttpEvents(events)
      .done((body, response) => {
        typeOf(body).is<User>();
        typeOf(response).is<HttpResponse<User>>();
      })
      .fail((error) => {
        typeOf(error).is<HttpErrorResponse | Error>();
        typeOf(error.message).is<string>();
        if (error instanceof HttpErrorResponse) {
          typeOf(error.status).is<number>();
        }
        // @ts-expect-error the reason of an abort has no status
        return error.status;
      })
      .progress((event) => typeOf(event).is<HttpProgressEvent>());
    const read: DeferredPromise<
      [body: User, response: HttpResponse<User>],
      HttpErrorResponse | Error,
      HttpProgressEvent
    > = promise;
    return [read, toDeferred(read)];
  });

  compiles('are passed on by a mutation, whose error() remains an Error', () => {
    const send = deferredMutation((events: Observable<HttpEvent<User>>) => fromHttpEvents(events));
    send(new Observable()).fail((error) => typeOf(error).is<HttpErrorResponse | Error>());
    typeOf(send.error()).is<Error | undefined>();
    typeOf(send.progress()).is<HttpProgressEvent | undefined>();
    return send;
  });
});
