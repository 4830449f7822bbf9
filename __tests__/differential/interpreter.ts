import type { DeferredSide, Implementation, PromiseSide } from './implementations.js';
import { Names } from './names.js';
import { Labels, printHead } from './print.js';
import {
  junkValues,
  type Answer,
  type Filter,
  type Handler,
  type HandlerItem,
  type Script,
  type Step,
  type Thenable,
  type Value,
  type Via,
} from './script.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** A handler whose steps had run at every call could keep itself busy for ever. So could a circle of `notify`. */
const maxRuns = 2;
const maxForwards = 12;

export interface Options {
  /**
   * Whether the log shows all errors that are reported or given to the exception hook, and which thenables are
   * asked for an answer. jQuery does more of all that, to no effect: see the differences.
   */
  readonly detailed?: boolean;
  /** Whether timers have to wait for ever: a turn ends with its microtasks. */
  readonly withoutTimers?: boolean;
}

/** Runs a script, and gives the log of all that could be seen. */
export async function interpret(
  script: Script,
  implementation: Implementation,
  options: Options = {},
): Promise<string[]> {
  const interpreter = new Interpreter(script, implementation, options);
  try {
    await interpreter.run();
  } finally {
    implementation.clear();
  }
  return interpreter.log;
}

/** What a progress filter throws: nobody catches it, so it is reported. */
class LostError extends Error {}

class Interpreter {
  readonly log: string[] = [];

  readonly #names = new Names();
  readonly #labels: Labels;
  /** All deferreds and promises, in the order of their making. */
  readonly #all: PromiseSide[] = [];
  readonly #deferreds: DeferredSide[] = [];
  readonly #handlers: Method[] = [];
  readonly #waiting: (() => void)[] = [];
  #forwards = 0;

  constructor(
    private readonly script: Script,
    private readonly implementation: Implementation,
    private readonly options: Options,
  ) {
    this.#labels = new Labels(script);
  }

  async run(): Promise<void> {
    this.implementation.Deferred.exceptionHook = this.#hear;
    for (let i = 0; i < this.script.deferreds; i++) {
      this.#addDeferred(this.implementation.Deferred());
    }
    for (const turn of this.script.turns) {
      this.#runSteps(turn);
      await this.#endTurn();
    }
    this.#probe();
    await this.#endTurn();
  }

  /** Takes the place of the hook that would warn in the console of every programmer's error. */
  readonly #hear = (error: unknown): void => {
    if (this.options.detailed) {
      this.#write(`exception hook got ${this.#name(error)}`);
    }
  };

  async #endTurn(): Promise<void> {
    const errors = this.options.withoutTimers ? await endMicrotasks() : await this.implementation.endTurn();
    for (const error of errors) {
      if (this.options.detailed || error instanceof LostError) {
        this.#write(`reported ${this.#name(error)}`);
      }
    }
    this.#write('end of turn');
  }

  /** Looks at what everything has come to, by handlers that come late. */
  #probe(): void {
    for (const promise of [...this.#all]) {
      for (const channel of ['progress', 'done', 'fail'] as const) {
        promise[channel](this.#recorder(`${this.#name(promise)}.${channel}`));
      }
    }
  }

  #runSteps(steps: readonly Step[]): void {
    for (const step of steps) {
      const text = printHead(step);
      try {
        this.#write(`${text} gave ${this.#runStep(step)}`);
      } catch (error) {
        this.#write(`${text} threw ${this.#name(error)}`);
      }
    }
  }

  /** Runs a step, and says what it gave. */
  #runStep(step: Step): string {
    switch (step.op) {
      case 'add':
        return this.#chain(this.#any(step.on), step.channel, step.via, this.#items(step.items));
      case 'settle': {
        const args = step.args.map((arg) => this.#value(arg));
        if (step.context === null) {
          return this.#chain(this.#deferred(step.on), step.method, step.via, args);
        }
        const context = this.#value(step.context);
        const given = this.#chain(this.#deferred(step.on), `${step.method}With`, step.via, [context, args]);
        args.push('changed later');
        return given;
      }
      case 'forward':
        return this.#chain(this.#any(step.from), step.channel, 'direct', [this.#forward(step)]);
      case 'then':
      case 'pipe': {
        const own: { promise?: unknown } = {};
        const filters = step.filters.map((filter, i) => filter && this.#filter(filter, own, i === 2));
        own.promise = this.#call(this.#any(step.on), step.op, step.via, filters);
        return this.#addPromise(own.promise as PromiseSide);
      }
      case 'catch': {
        const own: { promise?: unknown } = {};
        const filters = [step.filter && this.#filter(step.filter, own)];
        own.promise = this.#call(this.#any(step.on), 'catch', step.via, filters);
        return this.#addPromise(own.promise as PromiseSide);
      }
      case 'when':
        return this.#addPromise(this.implementation.when(...step.values.map((value) => this.#value(value))));
      case 'promise':
        return this.#promise(this.#any(step.on), step.target);
      case 'create':
        return this.#create(step.init, step.isNew);
      case 'answer':
        for (const answer of this.#waiting.splice(0)) {
          answer();
        }
        return 'all answers';
    }
  }

  #addPromise(promise: PromiseSide): string {
    if (!this.#all.includes(promise)) {
      this.#names.give(promise, `p${String(this.#all.length)}`);
      this.#all.push(promise);
    }
    return this.#name(promise);
  }

  #addDeferred(deferred: DeferredSide): void {
    if (!this.#all.includes(deferred)) {
      const name = `d${String(this.#all.length)}`;
      this.#names.give(deferred, name);
      this.#names.give(deferred.promise(), `${name}.promise()`);
      this.#all.push(deferred);
      this.#deferreds.push(deferred);
    }
  }

  #any(index: number): PromiseSide {
    return pick(this.#all, index);
  }

  #deferred(index: number): DeferredSide {
    return pick(this.#deferreds, index);
  }

  #call(on: object, method: string, via: Via, args: unknown[], receiver = this.#receiver(on, via)): unknown {
    return Reflect.apply(Reflect.get(on, method) as Method, receiver, args);
  }

  #chain(on: object, method: string, via: Via, args: unknown[]): string {
    const receiver = this.#receiver(on, via);
    const returned = this.#call(on, method, via, args, receiver);
    return returned === receiver ? 'its receiver' : this.#name(returned);
  }

  #receiver(on: object, via: Via): object | undefined {
    switch (via) {
      case 'direct':
        return on;
      case 'detached':
        return undefined;
      case 'borrowed':
        return this.#names.give({}, 'borrower');
    }
  }

  #promise(on: PromiseSide, target: 'none' | 'object' | 'function'): string {
    if (target === 'none') {
      const promise = on.promise();
      return `${this.#name(promise)}, ${promise === promise.promise() ? 'the same' : 'another'} again`;
    }
    const object: object = target === 'object' ? {} : () => undefined;
    const extended = on.promise(object);
    return `${extended === object ? 'the target' : 'no target'}, ${this.#addPromise(extended)}`;
  }

  #create(init: Handler | null, isNew: boolean): string {
    const record = init && this.#recorder(this.#labels.of(init), init.steps);
    const { Deferred } = this.implementation;
    const addDeferred = this.#addDeferred.bind(this);
    const start =
      record &&
      function (this: DeferredSide, deferred: DeferredSide): void {
        addDeferred(deferred);
        record.call(this, deferred);
      };
    const created = isNew ? new Deferred(start ?? undefined) : Deferred(start ?? undefined);
    addDeferred(created);
    return this.#name(created);
  }

  /** A method of another deferred is handed on as it is, unless a circle of progress could come of it. */
  #forward({ from, channel, to, method }: Extract<Step, { op: 'forward' }>): unknown {
    const target = this.#deferred(to);
    const forward: Method = Reflect.get(target, method);
    const source = this.#deferreds.indexOf(this.#any(from) as DeferredSide);
    const goesForward = channel === 'progress' && source >= 0 && source < this.#deferreds.indexOf(target);
    if (method !== 'notify' || goesForward) {
      return forward;
    }
    const mayForward = (args: unknown[]): boolean => ++this.#forwards <= maxForwards && !isThenable(args[0]);
    return function (this: unknown, ...args: unknown[]): void {
      if (mayForward(args)) {
        forward.apply(this, args);
      }
    };
  }

  #items(items: readonly HandlerItem[]): unknown[] {
    return items.map((item) => this.#item(item));
  }

  #item(item: HandlerItem): unknown {
    switch (item.kind) {
      case 'handler': {
        const handler = this.#recorder(this.#labels.of(item), item.steps);
        this.#handlers.push(handler);
        return handler;
      }
      case 'again':
        return this.#handlers[item.index % Math.max(1, this.#handlers.length)];
      case 'filter':
        return this.#filter(item, {});
      case 'list': {
        const items = this.#items(item.items);
        return item.arrayLike ? Object.assign({}, items, { length: items.length }) : items;
      }
      case 'junk':
        return junkValues[item.name];
    }
  }

  /** Makes a function that writes down how it is called, then runs its steps. */
  #recorder(id: string, steps: readonly Step[] = []): Method {
    let runs = 0;
    const called = (context: unknown, args: unknown[]): void => {
      this.#write(`${id} got ${this.#list(args)} on ${this.#name(context)} with ${this.#states()}`);
      runs += 1;
      if (runs <= maxRuns) {
        this.#runSteps(steps);
      }
    };
    return function (...args) {
      called(this, args);
    };
  }

  #filter(filter: Filter, own: { promise?: unknown }, isProgress = false): Method {
    const record = this.#recorder(this.#labels.of(filter), filter.steps);
    const end = (args: unknown[]): unknown => {
      const { ending } = filter;
      switch (ending.kind) {
        case 'return':
          return this.#value(ending.value);
        case 'throw':
          throw isProgress ? this.#lost(filter) : this.#value(ending.value);
        case 'return the argument':
          return this.#isDerived(args[0]) ? undefined : args[0];
        case 'return the promise':
          return own.promise;
      }
    };
    return function (...args) {
      record.apply(this, args);
      return end(args);
    };
  }

  #lost(filter: Filter): LostError {
    return this.#names.give(new LostError(), `the error of ${this.#labels.of(filter)}`);
  }

  /** Whether this is a promise that may follow itself, if a filter returns it. */
  #isDerived(value: unknown): boolean {
    return this.#all.includes(value as PromiseSide) && !this.#deferreds.includes(value as DeferredSide);
  }

  #value(value: Value): unknown {
    switch (value.kind) {
      case 'plain':
        return this.#names.plain(value.name);
      case 'deferred':
        return this.#deferred(value.index);
      case 'any':
        return this.#any(value.index);
      case 'array':
        return value.items.map((item) => this.#value(item));
      case 'thenable':
        return this.#thenable(value);
      case 'promising': {
        const deferred = this.#deferred(value.deferred);
        const error = this.#names.plain('e1');
        return {
          promise() {
            if (value.throws) {
              throw error;
            }
            return deferred.promise();
          },
        };
      }
    }
  }

  #thenable(value: Thenable): object {
    const name = this.#labels.of(value);
    const then = (...listeners: unknown[]): void => {
      if (this.options.detailed) {
        this.#write(`${name} asked`);
      }
      const answer = (): void => {
        for (const each of value.answers) {
          this.#answer(each, listeners);
        }
      };
      if (value.later) {
        this.#waiting.push(answer);
      } else {
        answer();
      }
      if (value.throws === 'when called') {
        throw this.#names.plain('e1');
      }
    };
    const read = (): unknown => {
      if (value.throws === 'when read') {
        throw this.#names.plain('e0');
      }
      return then;
    };
    return this.#names.give(
      {
        get then(): unknown {
          return read();
        },
      },
      name,
    );
  }

  #answer({ method, context, args }: Answer, listeners: readonly unknown[]): void {
    const listener = listeners[['resolve', 'reject', 'notify'].indexOf(method)];
    if (typeof listener === 'function') {
      const values = args.map((arg) => this.#value(arg));
      try {
        Reflect.apply(listener as Method, this.#value(context), values);
      } catch {
        // jQuery lets a thenable in a notification know that nobody hears of its rejection: see the differences.
      }
    }
  }

  #states(): string {
    return this.#all.map((promise) => promise.state()).join(' ');
  }

  #list(args: unknown[]): string {
    return `(${args.map((arg) => this.#name(arg)).join(', ')})`;
  }

  #name(value: unknown): string {
    return this.#names.nameOf(value);
  }

  #write(line: string): void {
    this.log.push(line);
  }
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

async function endMicrotasks(): Promise<[]> {
  await new Promise(setImmediate);
  return [];
}
