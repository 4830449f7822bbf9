import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import type { MessagePort as NodePort, Worker as NodeWorker } from 'node:worker_threads';

import type { AbortablePromise } from 'rx-deferred';
import { EventError, fromEvents } from 'rx-deferred/dom';

import { compiles, typeOf, type User } from './expect-type.js';

interface Jobs {
  data: [chunk: string, size: number];
  end: [];
  error: [error: TypeError, code: number];
  exit: [code: number | null];
}

describe('the types of fromEvents()', () => {
  compiles('come from the target', () => {
    const reader = new FileReader();
    typeOf(fromEvents(reader, { done: 'load', fail: ['error', 'abort'], progress: 'progress' })).is<
      AbortablePromise<
        [event: ProgressEvent<FileReader>],
        [error: Error, event?: ProgressEvent<FileReader>],
        [event: ProgressEvent<FileReader>]
      >
    >();
    fromEvents(reader, { done: 'load', fail: 'error', progress: 'progress' })
      .done((event) => typeOf(event).is<ProgressEvent<FileReader>>())
      .fail((error, event) => [typeOf(error).is<Error>(), typeOf(event).is<ProgressEvent<FileReader> | undefined>()])
      .progress(({ loaded, total }) => loaded / total);
  });

  compiles('come from requests, workers and sockets', () => {
    const xhr = new XMLHttpRequest();
    typeOf(fromEvents(xhr, { done: 'load', fail: ['error', 'timeout'] })).is<
      AbortablePromise<[event: ProgressEvent], [error: Error, event?: ProgressEvent], never>
    >();
    typeOf(fromEvents(xhr.upload, { done: 'load', progress: 'progress' })).is<
      AbortablePromise<[event: ProgressEvent], [error: Error], [event: ProgressEvent]>
    >();
    typeOf(fromEvents(new Worker('/a.js'), { done: 'message', fail: ['error', 'messageerror'] })).is<
      AbortablePromise<[event: MessageEvent], [error: Error, event?: ErrorEvent | MessageEvent], never>
    >();
    fromEvents(new MessageChannel().port1, { done: 'message' }).done((event) => typeOf(event).is<MessageEvent>());
    fromEvents(new BroadcastChannel(''), { done: 'message' }).done((event) => typeOf(event).is<MessageEvent>());
    fromEvents(new WebSocket('wss:'), { done: 'open', fail: 'close' }).fail((_, event) => event?.code);
    fromEvents(new EventSource('/'), { done: 'message', fail: 'error' }).done((event) => event.lastEventId);
  });

  compiles('come from databases', () => {
    const open = indexedDB.open('a');
    typeOf(fromEvents(open, { done: 'success', fail: ['error', 'blocked'], progress: 'upgradeneeded' })).is<
      AbortablePromise<
        [event: Event],
        [error: Error, event?: Event | IDBVersionChangeEvent],
        [event: IDBVersionChangeEvent]
      >
    >();
    const transaction = open.result.transaction('users');
    fromEvents(transaction, { done: 'complete', fail: ['error', 'abort'] });
    fromEvents(transaction.objectStore('users').get(1), { done: 'success', fail: 'error' });
    // A function has the target as `this`, and says so.
    fromEvents(open, { done: 'success' }).done(function (this: IDBOpenDBRequest) {
      return this.result.name;
    });
  });

  compiles('come from elements, media, animations and speech', () => {
    fromEvents(document.createElement('video'), { done: 'ended', fail: 'error', progress: ['timeupdate', 'play'] });
    fromEvents(document.body, { done: 'click' }).done((event) => typeOf(event).is<PointerEvent>());
    fromEvents(document.createElement('input'), { done: ['keydown', 'blur'] }).done((event) =>
      typeOf(event).is<KeyboardEvent | FocusEvent>(),
    );
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    fromEvents(svg, { done: 'transitionend', fail: 'transitioncancel' }).done((event) => event.propertyName);
    fromEvents(svg.animate([], 1), { done: 'finish', fail: 'cancel' }).done((event) => event.currentTime);
    fromEvents(new SpeechSynthesisUtterance(), { done: 'end', fail: 'error' })
      .done((event) => event.elapsedTime)
      .fail((_, event) => typeOf(event).is<SpeechSynthesisErrorEvent | undefined>());
    fromEvents(new Image(), { done: 'load', fail: 'error' }).fail((_, event) => typeOf(event).is<Event | undefined>());
  });

  compiles('come from windows, documents and signals', () => {
    fromEvents(window, { done: 'hashchange' }).done((event) => event.newURL);
    fromEvents(window, { done: 'message', fail: 'error' }).done((event) => typeOf(event).is<MessageEvent>());
    fromEvents(document, { done: 'visibilitychange' }).done((event) => typeOf(event).is<Event>());
    fromEvents(AbortSignal.timeout(1), { done: 'abort' }).done((event) => typeOf(event).is<Event>());
    fromEvents(matchMedia('print'), { done: 'change' }).done((event) => event.matches);
  });

  compiles('take other names as those of an Event', () => {
    fromEvents(document, { done: 'DOMContentLoaded' }).done((event) => typeOf(event).is<Event>());
    fromEvents(new EventTarget(), { done: 'ready' }).done((event) => typeOf(event).is<Event>());
    const name = document.title;
    fromEvents(document.body, { done: ['click', name] }).done((event) => typeOf(event).is<Event>());
  });

  compiles('know the events of predicates', () => {
    const worker = new Worker('/a.js');
    fromEvents(worker, { done: { message: ({ data }) => data === 1 }, fail: { error: true } })
      .done((event) => typeOf(event).is<MessageEvent>())
      .fail((_, event) => typeOf(event).is<ErrorEvent | undefined>());
    fromEvents(worker, {
      done: {
        message(event) {
          typeOf(this).is<Worker>();
          return typeOf(event).is<MessageEvent>();
        },
      },
    });
    // A parameter may say more, and so may a type guard.
    fromEvents(worker, { done: { message: ({ data }: MessageEvent<User>) => data.name !== '' } }).done((event) =>
      typeOf(event).is<MessageEvent<User>>(),
    );
    const isNumber = (event: Event): event is CustomEvent<number> => event instanceof CustomEvent;
    fromEvents(document, { done: { count: isNumber }, progress: { click: true, step: (event) => event.isTrusted } })
      .done((event) => typeOf(event).is<CustomEvent<number>>())
      .progress((event) => typeOf(event).is<PointerEvent | Event>());
    fromEvents(worker, { done: { message: () => true } }).done((event) => typeOf(event).is<MessageEvent>());
  });

  compiles('have no events for channels without names', () => {
    typeOf(fromEvents(document, { done: 'click' })).is<
      AbortablePromise<[event: PointerEvent], [error: Error], never>
    >();
    typeOf(fromEvents(document, { fail: undefined, progress: 'click' })).is<
      AbortablePromise<never, [error: Error], [event: PointerEvent]>
    >();
  });

  compiles('give the value of await and of then()', async () => {
    typeOf(await fromEvents(document, { done: ['click', 'keydown'] })).is<PointerEvent | KeyboardEvent>();
  });
});

describe('the types of fromEvents() for emitters', () => {
  compiles('are those of a typed EventEmitter', () => {
    const jobs = new EventEmitter<Jobs>();
    typeOf(fromEvents(jobs, { done: 'data', fail: ['error', 'exit'], progress: 'end' })).is<
      AbortablePromise<
        [chunk: string, size: number],
        [error: TypeError, code?: number] | [error: Error, code?: number | null],
        []
      >
    >();
    fromEvents(jobs, { done: { data: (chunk, size) => chunk.length === size } }).done((chunk, size) => [
      typeOf(chunk).is<string>(),
      typeOf(size).is<number>(),
    ]);
    fromEvents(jobs, { done: Symbol.iterator }).done((...args) => typeOf(args).is<unknown[]>());
  });

  compiles('are unknown where nothing is known, unless a predicate has parameters with types', () => {
    class Queue extends EventEmitter<Jobs> {}
    const take = (stream: Readable, child: ChildProcess, worker: NodeWorker) => [
      fromEvents(new Queue(), { done: 'data' }).done((...args) => typeOf(args).is<unknown[]>()),
      fromEvents(stream, { done: 'end', fail: 'error' }).fail((error, ...args) => [
        typeOf(error).is<Error>(),
        typeOf(args).is<unknown[]>(),
      ]),
      fromEvents(child, { done: { exit: (code: number | null, signal: string | null) => code === 0 && !signal } }).done(
        (code, signal) => [typeOf(code).is<number | null>(), typeOf(signal).is<string | null>()],
      ),
      fromEvents(worker, { done: 'message', fail: 'error' }).done((value) => typeOf(value).is<unknown>()),
    ];
    return take;
  });

  compiles('are those of an EventTarget where a target is both', () => {
    return (port: NodePort) => fromEvents(port, { done: 'message' }).done((event) => typeOf(event).is<Event>());
  });

  compiles('take emitters of other libraries', () => {
    const emitter = { on: (name: string, f: (x: number) => void) => [name, f], off: (name: string) => name };
    return fromEvents(emitter, { done: 'ready' }).done((...args) => typeOf(args).is<unknown[]>());
  });
});

describe('the types of mistakes', () => {
  compiles('refuse what is no target, no name and no predicate', () => {
    const reader = new FileReader();
    // @ts-expect-error an object without methods is no target
    fromEvents({}, { done: 'load' });
    // @ts-expect-error a text is no target
    fromEvents('reader', { done: 'load' });
    // @ts-expect-error a number is no name
    fromEvents(reader, { done: 1 });
    // @ts-expect-error one of the names is a number
    fromEvents(reader, { done: ['load', 1] });
    // @ts-expect-error a number is no predicate
    fromEvents(reader, { done: { load: 1 } });
    // @ts-expect-error a predicate for another event
    fromEvents(reader, { done: { load: (event: string) => event === '' } });
    const forgetful = ({ loaded }: ProgressEvent): void => {
      loaded.toFixed();
    };
    // @ts-expect-error a predicate that forgets to return
    fromEvents(reader, { done: { load: forgetful } });
    // @ts-expect-error there is no such channel
    fromEvents(reader, { don: 'load' });
    // @ts-expect-error there is no such option
    fromEvents(reader, { done: 'load' }, { once: true });
    // @ts-expect-error a symbol is no name of a DOM event
    fromEvents(reader, { done: Symbol.iterator });
  });

  compiles('refuse handlers that expect something else', () => {
    const reader = new FileReader();
    // @ts-expect-error the event has no such property
    fromEvents(reader, { done: 'load' }).done((event) => event.data);
    // @ts-expect-error an abort has no event
    fromEvents(reader, { done: 'load', fail: 'error' }).fail((_, event) => event.loaded);
    // @ts-expect-error there are no notifications
    fromEvents(reader, { done: 'load' }).progress((event) => event.loaded);
  });

  compiles('know what an EventError holds', () => {
    const error = new EventError('stalled', new Event('stalled'));
    return [typeOf(error.name).is<string>(), typeOf(error.event).is<unknown>(), typeOf(error.cause).is<unknown>()];
  });
});
