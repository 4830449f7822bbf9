import { AsyncSubject, forkJoin, Subject } from 'rxjs';

import type { Combining, Implementation, Notifying, Settling, Subscribing } from './implementation.js';

const create = (): AsyncSubject<number> => new AsyncSubject<number>();

const resolve = (subject: AsyncSubject<number>, value: number): void => {
  subject.next(value);
  subject.complete();
};

/** Each handler is a separate subscriber, on both channels. */
const settling: Settling<AsyncSubject<number>> = {
  create,
  always(subject, handler) {
    subject.subscribe({ next: handler, error: handler });
  },
  resolve,
};

const notifying: Notifying<Subject<number>> = {
  create: () => new Subject<number>(),
  progress(subject, handler) {
    subject.subscribe({ next: handler });
  },
  notify(subject, value) {
    subject.next(value);
  },
};

const combining: Combining<AsyncSubject<number>> = {
  create,
  resolve,
  all(subjects, handler) {
    forkJoin(subjects).subscribe(handler);
  },
};

const subscribing: Subscribing<AsyncSubject<number>> = {
  create,
  subscribe: (subject, handler) => subject.subscribe(handler),
  resolve,
};

export const implementation: Implementation = { settling, notifying, combining, subscribing };
