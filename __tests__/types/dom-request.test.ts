import type { Worker as NodeWorker, MessagePort as NodePort } from 'node:worker_threads';

import { Deferred, type AbortablePromise, type DeferredPromise } from 'rx-deferred';
import { request, serve, type Protocol, type RequestPromise, type ServeContext, type Serving } from 'rx-deferred/dom';
import { of } from 'rxjs';

import { compiles, typeOf, type User } from './expect-type.js';

interface Images {
  resize(image: Blob, width: number): DeferredPromise<[image: Blob, ms: number], RangeError, [percent: number]>;
  size(image: Blob): number;
  names(): string[];
  load(id?: string): Promise<User>;
  clear(): void;
}

const images = {} as unknown as Worker & Serving<Images>;
const image = new Blob();
declare const nodeWorker: NodeWorker;
declare const nodePort: NodePort;

describe('the types of request', () => {
  compiles('come from the protocol of the endpoint', async () => {
    const resized = request(images, ['resize', image, 100], { transfer: [], signal: null });
    typeOf(resized).is<AbortablePromise<[image: Blob, ms: number], [RangeError] | [value: Error], [percent: number]>>();
    resized
      .done((image, ms) => typeOf([image, ms] as const).is<readonly [Blob, number]>())
      .fail((error) => typeOf(error).is<RangeError | Error>())
      .progress((percent) => typeOf(percent).is<number>())
      .abort();
    typeOf(await request(images, ['size', image])).is<number>();
    typeOf(await request(images, ['names'])).is<string[]>();
    typeOf(await request(images, ['load'])).is<User>();
    typeOf(await request(images, ['load', 'a'])).is<User>();
    typeOf(request(images, ['clear'])).is<RequestPromise<void>>();
    typeOf(request(images, ['size', image])).is<AbortablePromise<number, Error, never>>();
  });

  compiles('name the methods, and count and check the arguments', () => {
    // @ts-expect-error there is no such method
    request(images, ['resise', image, 100]);
    // @ts-expect-error the width is missing
    request(images, ['resize', image]);
    // @ts-expect-error the width is a number
    request(images, ['resize', image, '100']);
    // @ts-expect-error nothing is taken
    request(images, ['clear', 1]);
    // @ts-expect-error a method is missing
    request(images, []);
    // @ts-expect-error a null of a frame without a window
    request(null as Window | null, ['a']);
    // @ts-expect-error it has no postMessage
    request({}, ['a']);
  });

  compiles('are unknown for an endpoint without a protocol', async () => {
    typeOf(await request(new MessageChannel().port1, ['any', 1])).is<unknown>();
    typeOf(await request(self, ['any'])).is<unknown>();
    typeOf(await request(new SharedWorker('a'), ['any'])).is<unknown>();
    typeOf(await request(new BroadcastChannel('a'), ['any'])).is<unknown>();
    typeOf(await request(window.parent, ['any'], { targetOrigin: '*' })).is<unknown>();
    typeOf(await request(nodePort, ['any'])).is<unknown>();
  });

  compiles('need no cast for a worker, a port, a window and a worker of Node.js', async () => {
    interface Sums {
      add(a: number, b: number): number;
    }
    const worker: Worker & Serving<Sums> = new Worker('a');
    const shared: SharedWorker & Serving<Sums> = new SharedWorker('a');
    const port: MessagePort & Serving<Sums> = new MessageChannel().port1;
    const other: Window & Serving<Sums> = window.parent;
    const thread: NodeWorker & Serving<Sums> = nodeWorker;
    for (const endpoint of [worker, shared, port, other]) {
      typeOf(await request(endpoint, ['add', 1, 2])).is<number>();
    }
    typeOf(await request(thread, ['add', 1, 2])).is<number>();
  });

  compiles('are kept by a generic function', () => {
    const ask = <TProtocol extends Protocol<TProtocol>, TMethod extends keyof TProtocol>(
      endpoint: Worker & Serving<TProtocol>,
      method: TMethod,
      ...args: Parameters<TProtocol[TMethod]>
    ) => request(endpoint, [method, ...args]);
    return ask(images, 'size', image).done((size) => typeOf(size).is<number>());
  });
});

describe('the types of serve', () => {
  compiles('give the handlers their arguments and their context', () => {
    const stop = serve<Images>(self, {
      async resize(image, width) {
        typeOf(image).is<Blob>();
        typeOf(width).is<number>();
        typeOf(this).is<ServeContext<[percent: number]>>();
        this.notify(50);
        this.transfer.push(await image.arrayBuffer());
        return image;
      },
      size: (image) => image.size,
      names: () => of(['a']),
      load: (id) => Deferred<User>().resolve({ name: id ?? 'Ada' }),
      clear() {
        typeOf(this.signal).is<AbortSignal>();
      },
    });
    typeOf(stop).is<() => void>();
  });

  compiles('take what the protocol returns, or a value, a promise, a deferred or an observable of it', () => {
    interface One {
      one(): Promise<number>;
    }
    serve<One>(self, { one: () => 1 });
    serve<One>(self, { one: async () => Promise.resolve(1) });
    serve<One>(self, { one: () => of(1) });
    serve<One>(self, { one: () => Deferred<number>() });
    // @ts-expect-error it is a number
    serve<One>(self, { one: () => '1' });
    // @ts-expect-error it is a number
    serve<One>(self, { one: () => of('1') });
    // @ts-expect-error a method is missing
    serve<One>(self, {});
    // @ts-expect-error it takes no argument
    serve<One>(self, { one: (n: number) => n });
    serve<One>(self, {
      one() {
        // @ts-expect-error the protocol has no progress
        this.notify(1);
        return 1;
      },
    });
  });

  compiles('need no protocol', () => {
    serve(self, { add: (a: number, b: number) => a + b });
    // @ts-expect-error it is no function
    serve(self, { add: 1 });
  });
});
