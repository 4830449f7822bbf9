import type { Channel } from '../track.js';

/** A handler that the script adds. */
export interface Add {
  readonly type: Channel;

  /** A letter, in the order of the script. */
  readonly name: string;
  readonly throws: boolean;
}

/** What the script sends, written as in JavaScript. */
export interface Send {
  readonly type: 'notify' | 'resolve' | 'reject' | 'abort';
  readonly value: string;
}

/** One step of the script. */
export type Step = Add | Send;

export const isAdd = (step: Step): step is Add => 'throws' in step;

export const maxHandlers = 8;
export const maxSteps = 16;

export const add = (type: Channel, throws = false): Add => ({ type, name: '', throws });

export const notify: Send = { type: 'notify', value: '' };
export const resolve: Send = { type: 'resolve', value: "'Ada'" };
export const reject: Send = { type: 'reject', value: "new Error('offline')" };
export const abort: Send = { type: 'abort', value: '' };

/** Scripts that show one thing each. The first one is there at the beginning. */
export const examples: Readonly<Record<string, readonly Step[]>> = {
  start: [add('done'), add('fail'), add('always')],
  replay: [add('done'), resolve, add('done'), add('always')],
  failure: [add('done'), add('always'), add('fail'), add('always'), reject],
  progress: [add('progress'), notify, notify, add('progress'), resolve],
  throw: [add('done'), add('done', true), add('done'), add('always'), resolve, add('done')],
};

/** Gives the handlers their letters and the notifications their percentages. */
export function number(steps: readonly Step[]): Step[] {
  let handlers = 0;
  let notifications = 0;
  return steps.map((step) => {
    if (isAdd(step)) {
      return { ...step, name: String.fromCharCode(65 + handlers++) };
    }
    return step.type === 'notify' ? { ...step, value: String(Math.min(++notifications * 25, 100)) } : step;
  });
}

/** Returns the column of each step: an emission has its own, and handlers that are added together share one. */
export function columnsOf(steps: readonly Step[]): number[] {
  let column = 0;
  let isShared = true;
  return steps.map((step) => {
    if (!isAdd(step) || !isShared) {
      column++;
    }
    isShared = isAdd(step);
    return column;
  });
}
