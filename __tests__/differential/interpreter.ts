import { drainMicrotasks } from '../support/turn.js';
import { Cast } from './cast.js';
import { EndlessTurn, type DeferredSide, type Implementation, type PromiseSide } from './implementations.js';
import { Labels, printHead } from './print.js';
import { junkValues, type Filter, type Handler, type HandlerItem, type Script, type Step, type Via } from './script.js';
import { Values } from './values.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Limits for handlers and for cycles of `notify`, which could otherwise run for ever. */
const maxRuns = 2;
const maxForwards = 12;

export interface Options {
  /**
   * Whether the log contains all errors that are reported or passed to the exception hook, and all calls of `then` on
   * thenables. jQuery does more of these, without an effect: see the differences.
   */
  readonly detailed?: boolean;
  /** Whether timers never fire: a turn then ends with its microtasks. */
  readonly withoutTimers?: boolean;
}

/** The last line of a log that would never end. */
export const noEnd = 'no end of turn';

/** Runs a script, and returns the log of everything observable. */
export async function interpret(
  script: Script,
  implementation: Implementation,
  options: Options = {},
): Promise<string[]> {
  const interpreter = new Interpreter(script, implementation, options);
  implementation.start?.();
  try {
    await interpreter.run();
  } catch (error) {
    if (!(error instanceof EndlessTurn)) {
      throw error;
    }
    interpreter.log.push(noEnd);
  } finally {
    implementation.clear();
  }
  return interpreter.log;
}

/** The error of a handler or of a progress filter, which is never the reason of a rejection. */
class LostError extends Error {}

class Interpreter {
  readonly log: string[] = [];

  readonly #cast = new Cast();
  readonly #labels: Labels;
  readonly #values: Values;
  readonly #handlers: Method[] = [];
  #forwards = 0;

  constructor(
    private readonly script: Script,
    private readonly implementation: Implementation,
    private readonly options: Options,
  ) {
    this.#labels = new Labels(script);
    this.#values = new Values(this.#cast, this.#labels, (name) => {
      if (options.detailed) {
        this.#write(`${name} asked`);
      }
    });
  }

  async run(): Promise<void> {
    this.implementation.Deferred.exceptionHook = this.#logException;
    for (let i = 0; i < this.script.deferreds; i++) {
      this.#cast.addDeferred(this.implementation.Deferred());
    }
    for (const turn of this.script.turns) {
      this.#runSteps(turn);
      await this.#endTurn();
    }
    this.#probe();
    await this.#endTurn();
  }

  /** Replaces the hook that would log a warning for every programmer's error. */
  readonly #logException = (error: unknown): void => {
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

  /** Logs the final state of everything, by late handlers. */
  #probe(): void {
    for (const promise of [...this.#cast.all]) {
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

  /** Runs a step, and describes its result. */
  #runStep(step: Step): string {
    switch (step.op) {
      case 'add':
        return this.#chain(this.#cast.any(step.on), step.channel, step.via, this.#items(step.items));
      case 'settle': {
        const args = this.#values.makeAll(step.args);
        if (step.context === null) {
          return this.#chain(this.#cast.deferred(step.on), step.method, step.via, args);
        }
        const context = this.#values.make(step.context);
        const given = this.#chain(this.#cast.deferred(step.on), `${step.method}With`, step.via, [context, args]);
        args.push('changed later');
        return given;
      }
      case 'forward':
        return this.#chain(this.#cast.any(step.from), step.channel, 'direct', [this.#forward(step)]);
      case 'then':
      case 'pipe': {
        const own: { promise?: unknown } = {};
        const filters = step.filters.map(
          (filter, i) => filter && (step.op === 'pipe' ? this.#thrower(filter) : this.#filter(filter, own, i === 2)),
        );
        own.promise = this.#call(this.#cast.any(step.on), step.op, step.via, filters);
        return this.#cast.addPromise(own.promise as PromiseSide);
      }
      case 'catch': {
        const own: { promise?: unknown } = {};
        const filters = [step.filter && this.#filter(step.filter, own)];
        own.promise = this.#call(this.#cast.any(step.on), 'catch', step.via, filters);
        return this.#cast.addPromise(own.promise as PromiseSide);
      }
      case 'when':
        return this.#cast.addPromise(this.implementation.when(...this.#values.makeAll(step.values)));
      case 'promise':
        return this.#promise(this.#cast.any(step.on), step.target);
      case 'copy':
        return this.#cast.addCopy({ ...this.#cast.any(step.on) });
      case 'create':
        return this.#create(step.init, step.isNew);
      case 'answer':
        this.#values.answer();
        return 'all answers';
    }
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
        return this.#cast.names.give({}, 'borrower');
    }
  }

  #promise(on: PromiseSide, target: 'none' | 'object' | 'function'): string {
    if (target === 'none') {
      const promise = on.promise();
      return `${this.#name(promise)}, ${promise === promise.promise() ? 'the same' : 'another'} again`;
    }
    const object: object = target === 'object' ? {} : () => undefined;
    const extended = on.promise(object);
    return `${extended === object ? 'the target' : 'no target'}, ${this.#cast.addPromise(extended)}`;
  }

  #create(init: Handler | null, isNew: boolean): string {
    const record = init && this.#recorder(this.#labels.of(init), init.steps);
    const { Deferred } = this.implementation;
    const cast = this.#cast;
    const start =
      record &&
      function (this: DeferredSide, deferred: DeferredSide): void {
        cast.addDeferred(deferred);
        record.call(this, deferred);
      };
    const created = isNew ? new Deferred(start ?? undefined) : Deferred(start ?? undefined);
    return cast.addDeferred(created);
  }

  /** Returns a method of another deferred, unless this could create a cycle of notifications. */
  #forward({ from, channel, to, method }: Extract<Step, { op: 'forward' }>): unknown {
    const target = this.#cast.deferred(to);
    const forward: Method = Reflect.get(target, method);
    const source = this.#cast.placeOf(this.#cast.any(from));
    const goesForward = channel === 'progress' && source >= 0 && source < this.#cast.placeOf(target);
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
        return this.#thrower(item);
      case 'list': {
        const items = this.#items(item.items);
        return item.arrayLike ? Object.assign({}, items, { length: items.length }) : items;
      }
      case 'junk':
        return junkValues[item.name];
    }
  }

  /** Creates a function that logs its call, then runs its steps. */
  #recorder(id: string, steps: readonly Step[] = []): Method {
    let runs = 0;
    const called = (context: unknown, args: unknown[]): void => {
      this.#write(`${id} got ${this.#list(args)} on ${this.#name(context)} with ${this.#cast.states()}`);
      runs += 1;
      if (runs <= maxRuns) {
        this.#runSteps(steps);
      }
    };
    return function (...args) {
      called(this, args);
    };
  }

  #filter(filter: Filter, own: { promise?: unknown }, isLost = false): Method {
    const record = this.#recorder(this.#labels.of(filter), filter.steps);
    const end = (args: unknown[]): unknown => {
      const { ending } = filter;
      switch (ending.kind) {
        case 'return':
          return this.#values.make(ending.value);
        case 'throw':
          throw isLost ? this.#lost(filter) : this.#values.make(ending.value);
        case 'return the argument':
          return this.#cast.isDerived(args[0]) ? undefined : args[0];
        case 'return the promise':
          return own.promise;
      }
    };
    return function (...args) {
      record.apply(this, args);
      return end(args);
    };
  }

  /** Creates a function that logs that it throws. The settling method calls it, and jQuery stops there. */
  #thrower(filter: Filter): Method {
    const run = this.#filter(filter, {}, true);
    const caught = (error: unknown): void => {
      this.#write(`${this.#labels.of(filter)} throws ${this.#name(error)}`);
    };
    return function (...args) {
      try {
        return run.apply(this, args);
      } catch (error) {
        caught(error);
        throw error;
      }
    };
  }

  #lost(filter: Filter): LostError {
    return this.#cast.names.give(new LostError(), `the error of ${this.#labels.of(filter)}`);
  }

  #list(args: unknown[]): string {
    return `(${args.map((arg) => this.#name(arg)).join(', ')})`;
  }

  #name(value: unknown): string {
    return this.#cast.names.nameOf(value);
  }

  #write(line: string): void {
    this.log.push(line);
  }
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}

async function endMicrotasks(): Promise<[]> {
  await drainMicrotasks();
  return [];
}
