import { AsyncSubject } from 'rxjs';

import type { Handler, Implementation, Notifying, Settling } from './implementation.js';

/** The lower bound of the design: an AsyncSubject that is created and completed, and an array of callbacks to call. */
class Floor {
  readonly subject = new AsyncSubject<number>();
  readonly handlers: Handler[] = [];

  add(handler: Handler): void {
    this.handlers.push(handler);
  }

  call(value: number): void {
    for (const handler of this.handlers) {
      handler(value);
    }
  }

  resolve(value: number): void {
    this.subject.next(value);
    this.subject.complete();
    this.call(value);
  }
}

const create = (): Floor => new Floor();

const add = (floor: Floor, handler: Handler): void => {
  floor.add(handler);
};

const settling: Settling<Floor> = {
  create,
  always: add,
  resolve(floor, value) {
    floor.resolve(value);
  },
};

const notifying: Notifying<Floor> = {
  create,
  progress: add,
  notify(floor, value) {
    floor.call(value);
  },
};

export const implementation: Implementation = { settling, notifying };
