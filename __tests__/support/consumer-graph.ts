import { strictEqual } from 'node:assert';
import fc from 'fast-check';
import { from, map, NEVER, type Subscription } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { installDeferred } from 'rx-deferred/jquery';
import { jQuerys } from '../jquery/jquerys.js';
import { withTeardown } from './lifetime.js';
import { drainMicrotasks, dueTimers } from './turn.js';

const [stockJQuery, jQueryWithDeferred] = jQuerys.map(([, create]) => create()) as [JQueryStatic, JQueryStatic];
installDeferred(jQueryWithDeferred);

const ignore = (): void => undefined;

/** A promise of the graph, and what the model knows of it. */
interface Node {
  readonly promise: DeferredPromise;
  readonly sources: Node[];
  /** Whether leaving it aborts it, because it stands for work. */
  readonly isWork: boolean;
  /** Whether it waits on when a promise that it waits for has been aborted. */
  readonly isPatient: boolean;
  /** Whether it waits for nothing any more, because a promise that it waited for has been aborted. */
  hasSettled: boolean;
  /** The derived promises and the other consumers. */
  readonly consumers: (Node | Consumer)[];
}

/** Somebody who waits, and may leave: by an `until`, or by unsubscribing, which ends nothing on its own. */
interface Consumer {
  state: 'waiting' | 'left' | 'unsubscribed';
  leave(this: void): void;
}

/** The model: whether somebody has left, and nobody waits any more. */
function isLeft(one: Node | Consumer): boolean {
  if (!('consumers' in one)) {
    return one.state === 'left';
  }
  const others = one.consumers.filter((each) =>
    'consumers' in each ? !each.hasSettled : each.state !== 'unsubscribed',
  );
  return others.every(isLeft) && one.consumers.some(isLeft);
}

/** Whether a promise is rejected, because it or one that it waits for is work that has been aborted. */
function isAborted(node: Node): boolean {
  return (node.isWork && isLeft(node)) || node.sources.some(isAborted);
}

type Derive = (a: DeferredPromise, b: DeferredPromise) => object;

const resolved = Deferred<number>().resolve(1);
const rejected = Deferred<number>().reject(1);

const works: Record<string, () => object> = {
  'a deferred': () => withTeardown().d,
  'a promise': () => withTeardown().d.promise(),
  'toDeferred()': () => toDeferred(NEVER),
  'an object that carries the methods of another': () =>
    withTeardown().d.promise(jQueryWithDeferred.Deferred(() => undefined)),
};

/** Promises that are derived from one promise, or wait for it. */
const derivations: Record<string, Derive> = {
  then: (a) => a.then(),
  'then with callbacks': (a) =>
    a.then(
      () => 1,
      () => 1,
    ),
  catch: (a) => a.catch(ignore),
  finally: (a) => a.finally(ignore),
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
  pipe: (a) => a.pipe(),
  until: (a) => a.until(NEVER),
  'returned to then': (a) => resolved.then(() => a),
  'returned to then of jQuery': (a) =>
    jQueryWithDeferred
      .Deferred()
      .resolve()
      .then(() => a),
  'returned to catch': (a) => rejected.catch(() => a),
  'returned to finally': (a) => resolved.finally(() => a),
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
  'returned to pipe': (a) => resolved.pipe(() => a),
  'what a deferred was resolved with': (a) => Deferred<DeferredPromise>().resolve(a).then(),
  when: (a) => when(a),
  'when.all': (a) => when.all([a, 1, a]),
  'when.any': (a) => when.any([a]),
  'when.race': (a) => when.race([a], { abortLosers: true }),
  'when.settled': (a) => when.settled([a, 1], { abortLosers: true }),
};

/** Promises that wait for another one only when a gate has opened. */
const lateDerivations: Record<string, (gate: Deferred, a: DeferredPromise) => object> = {
  'returned to then later': (gate, a) => gate.then(() => a),
  'returned to then of a derived promise later': (gate, a) => gate.then(() => a).then(),
  'returned to finally later': (gate, a) => gate.finally(() => a),
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
  'returned to pipe later': (gate, a) => gate.pipe(() => a),
  'what the gate is resolved with': (gate, a) =>
    when(gate.then(() => ({ promise: () => a.promise({}), then: a.then.bind(a) }))),
};

/** Promises that wait for two. */
const combinations: Record<string, Derive> = {
  when: (a, b) => when(a, b),
  '$.when': (a, b) => jQueryWithDeferred.when(a, b),
  'when.all': (a, b) => when.all([a, b]),
  'when.all with abortLosers': (a, b) => when.all([a, b], { abortLosers: true }),
  'when.any': (a, b) => when.any([a, b]),
  'when.race': (a, b) => when.race([a, b]),
  'when.settled': (a, b) => when.settled([a, b]),
};

/** The combinations that wait for both, whatever becomes of one. */
const patient = ['when.any', 'when.settled'];

/** Promises that stand for work, and that wait for others. */
const derivedWorks: Record<string, Derive> = {
  toDeferred: (a) => toDeferred(a),
  'toDeferred of operators': (a) => toDeferred(from(a).pipe(map((value) => [value]))),
  oneShot: (a) => oneShot(() => a).get(),
};

const subscribed = (subscription: Subscription) => ({
  state: 'unsubscribed' as const,
  leave: () => {
    subscription.unsubscribe();
  },
});

/** Consumers that can leave. */
const leavers: Record<string, (a: DeferredPromise) => Pick<Consumer, 'state' | 'leave'>> = {
  until: (a) => {
    const controller = new AbortController();
    a.until(controller.signal);
    return {
      state: 'left',
      leave: () => {
        controller.abort();
      },
    };
  },
  asObservable: (a) => subscribed(a.asObservable().subscribe({ error: ignore })),
  outcome$: (a) => subscribed(a.outcome$.subscribe()),
};

/** Consumers that never leave. */
const keepers: Record<string, (a: DeferredPromise) => unknown> = {
  done: (a) => a.done(ignore),
  'done of promise(target)': (a) => a.promise({}).done(ignore),
  'a native promise': (a) => Promise.resolve(a).catch(ignore),
  '$.when of jQuery': (a) => stockJQuery.when(a, 1),
};

const watchers: Record<string, (a: DeferredPromise) => unknown> = {
  'always, fail, progress': (a) => a.always(ignore).fail(ignore).progress(ignore),
  progress$: (a) => {
    a.progress$.subscribe().unsubscribe();
  },
};

type Action = { readonly name: string } & (
  | { readonly kind: 'works'; readonly make: () => object }
  | { readonly kind: 'derivations'; readonly make: Derive }
  | { readonly kind: 'lateDerivations'; readonly make: (gate: Deferred, a: DeferredPromise) => object }
  | { readonly kind: 'combinations'; readonly make: Derive }
  | { readonly kind: 'derivedWorks'; readonly make: Derive }
  | { readonly kind: 'leavers'; readonly make: (a: DeferredPromise) => Pick<Consumer, 'state' | 'leave'> }
  | { readonly kind: 'keepers'; readonly make: (a: DeferredPromise) => unknown }
  | { readonly kind: 'watchers'; readonly make: (a: DeferredPromise) => unknown }
);

const actions = Object.entries({
  works,
  derivations,
  lateDerivations,
  combinations,
  derivedWorks,
  leavers,
  keepers,
  watchers,
}).flatMap(([kind, table]) =>
  Object.entries(table).map(([name, make]) => ({ kind, name, make: make as unknown }) as Action),
);
const consumersOf = (wanted: string) => actions.filter(({ kind }) => kind === wanted);

const step = fc.record({
  action: fc.oneof(
    { arbitrary: fc.constantFrom(...actions), weight: 3 },
    { arbitrary: fc.constantFrom(...consumersOf('leavers')), weight: 3 },
    { arbitrary: fc.constantFrom(...consumersOf('keepers')), weight: 1 },
  ),
  a: fc.nat(),
  b: fc.nat(),
});

/** What happens in a graph: rounds of actions, after each of which some consumers leave, and some gates open. */
export const rounds = fc.array(
  fc.record({
    steps: fc.array(step, { minLength: 3, maxLength: 12 }),
    leaving: fc.array(fc.nat(), { maxLength: 8 }),
    opening: fc.array(fc.nat(), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** How often work was found aborted, and found going on. */
export interface Counts {
  aborted: number;
  kept: number;
}

class Graph {
  readonly consumers: Consumer[] = [];
  readonly gates: (() => void)[] = [];
  private readonly nodes: Node[] = [];

  add(promise: object, sources: Node[], isWork = false, isPatient = false): Node {
    const node: Node = {
      promise: promise as DeferredPromise,
      sources,
      isWork,
      isPatient,
      hasSettled: false,
      consumers: [],
    };
    this.nodes.push(node);
    for (const source of sources) {
      source.consumers.push(node);
    }
    return node;
  }

  /** Does something with one or two promises that have not been aborted. */
  act({ kind, name, make }: Action, a: number, b: number): void {
    const live = this.nodes.filter((node) => !isAborted(node));
    const [first, second] = [live[a % live.length], live[b % live.length]];
    if (kind === 'works') {
      this.add(make(), [], true);
    } else if (first && second) {
      if (kind === 'derivations') {
        this.add(make(first.promise, second.promise), [first]);
      } else if (kind === 'lateDerivations') {
        const gate = Deferred();
        const node = this.add(make(gate, first.promise), []);
        this.gates.push(() => {
          if (gate.state() === 'pending') {
            gate.resolve();
            node.sources.push(first);
            if (!isAborted(first)) {
              first.consumers.push(node);
            }
          }
        });
      } else if (kind === 'combinations') {
        this.add(make(first.promise, second.promise), [first, second], false, patient.includes(name));
      } else if (kind === 'derivedWorks') {
        this.add(make(first.promise, second.promise), [first], true);
      } else if (kind === 'leavers') {
        const { state, leave } = make(first.promise);
        const consumer: Consumer = {
          state: 'waiting',
          leave() {
            consumer.state = state;
            leave();
          },
        };
        this.consumers.push(consumer);
        first.consumers.push(consumer);
      } else {
        make(first.promise);
        if (kind === 'keepers') {
          first.consumers.push({ state: 'waiting', leave: ignore });
        }
      }
    }
  }

  /** Compares all work with the model, and counts both outcomes. */
  check(counts: Counts): void {
    const settles = (node: Node): boolean => !node.hasSettled && !node.isPatient && node.sources.some(isAborted);
    for (let node = this.nodes.find(settles); node; node = this.nodes.find(settles)) {
      node.hasSettled = true;
    }
    for (const node of this.nodes) {
      if (node.isWork && !node.sources.some(isAborted)) {
        counts[isLeft(node) ? 'aborted' : 'kept']++;
        strictEqual(node.promise.state(), isLeft(node) ? 'rejected' : 'pending');
      }
    }
  }
}

/** Waits until all promises have passed on what they were given, jQuery's too, which take a timer for each step. */
async function settle(): Promise<void> {
  await drainMicrotasks();
  await dueTimers();
  await dueTimers();
  await drainMicrotasks();
}

/** Builds a graph, and compares it with the model after each step. */
export async function runGraph(
  all: typeof rounds extends fc.Arbitrary<infer T> ? T : never,
  counts: Counts,
): Promise<void> {
  const graph = new Graph();
  graph.add(withTeardown().d, [], true);
  for (const { steps, leaving, opening } of all) {
    for (const { action, a, b } of steps) {
      graph.act(action, a, b);
    }
    await settle();
    graph.check(counts);
    for (const index of leaving) {
      graph.consumers[index % graph.consumers.length]?.leave();
      graph.check(counts);
    }
    for (const index of opening) {
      graph.gates[index % graph.gates.length]?.();
      await settle();
      graph.check(counts);
    }
    await settle();
    graph.check(counts);
  }
}
