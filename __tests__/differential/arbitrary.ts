import fc from 'fast-check';

import {
  junkValues,
  plainNames,
  type Answer,
  type Ending,
  type Filter,
  type Filters,
  type Handler,
  type HandlerItem,
  type Script,
  type Settling,
  type Step,
  type Thenable,
  type Value,
  type Via,
} from './script.js';

const index = fc.nat(9);
const via = fc.constantFrom<Via>('direct', 'direct', 'direct', 'detached', 'borrowed');
const promising = (throws: boolean) => index.map((deferred): Value => ({ kind: 'promising', deferred, throws }));
const channel = fc.constantFrom('done', 'fail', 'always', 'progress');
const method = fc.constantFrom('resolve', 'reject', 'notify');
const outcome = fc.constantFrom('resolve', 'reject');

const plain = fc.constantFrom(...plainNames).map((name): Value => ({ kind: 'plain', name }));
const deferred = index.map((number): Value => ({ kind: 'deferred', index: number }));
const any = index.map((number): Value => ({ kind: 'any', index: number }));
const junkName = fc.constantFrom(...(Object.keys(junkValues) as (keyof typeof junkValues)[]));
/** The arguments of a notification. Thenables are excluded: see the differences. */
const news = fc.array(fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: promising(false) }), {
  maxLength: 3,
});
/** A handler always throws a separate error, whichever value is named. */
const lost = fc.constant<Ending>({ kind: 'throw', value: { kind: 'plain', name: 'undefined' } });
const context = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: any });

interface Language extends Record<string, unknown> {
  value: Value;
  thenable: Thenable;
  handler: Handler;
  item: HandlerItem;
  filter: Filter;
  pipeFilter: Filter;
  step: Step;
}

/** Features of scripts on which some pairs of implementations differ. */
interface Dialect {
  /** Whether methods are copied from object to object. This has an effect only if they are own properties. */
  readonly copies?: boolean;
  /** Whether handlers and filters of `pipe` throw (D-001). */
  readonly throwing?: boolean;
}

const language = ({ copies, throwing }: Dialect) =>
  fc.letrec<Language>((tie) => {
    const args = fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'value' });
    const steps = fc.oneof(
      { weight: 3, arbitrary: fc.constant<Step[]>([]) },
      { weight: 2, arbitrary: fc.array(tie('step'), { minLength: 1, maxLength: 3, depthIdentifier: 'step' }) },
    );
    const answer: fc.Arbitrary<Answer> = fc.oneof(
      fc.record({ method: outcome, context, args }),
      fc.record({ method: fc.constant('notify'), context, args: news }),
    );
    const maybe = (filter: fc.Arbitrary<Filter>) => fc.option(filter, { freq: 2, nil: null });
    const filters = (filter: fc.Arbitrary<Filter>, onProgress = filter): fc.Arbitrary<Filters> =>
      fc.tuple(maybe(filter), maybe(filter), maybe(onProgress));
    const pipeFilter = (value: fc.Arbitrary<Value>): fc.Arbitrary<Filter> =>
      fc.record({
        kind: fc.constant('filter'),
        steps,
        ending: fc.oneof<fc.WeightedArbitrary<Ending>[]>(
          { weight: 3, arbitrary: fc.record({ kind: fc.constant('return'), value }) },
          { weight: 1, arbitrary: fc.constant({ kind: 'return the argument' }) },
          { weight: throwing ? 1 : 0, arbitrary: lost },
        ),
      });
    const settle = (method: fc.Arbitrary<Settling>, args: fc.Arbitrary<Value[]>): fc.Arbitrary<Step> =>
      fc.record({
        op: fc.constant('settle'),
        on: index,
        method,
        context: fc.option(context, { freq: 2, nil: null }),
        args,
        via,
      });

    return {
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true, depthIdentifier: 'value' },
        { weight: 8, arbitrary: plain },
        { weight: 2, arbitrary: deferred },
        { weight: 2, arbitrary: any },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('array'), items: args }) },
        { weight: 3, arbitrary: tie('thenable') },
        { weight: 1, arbitrary: promising(false) },
      ),
      thenable: fc.record({
        kind: fc.constant('thenable'),
        answers: fc.array(answer, { maxLength: 3, depthIdentifier: 'value' }),
        later: fc.boolean(),
        throws: fc.constantFrom('never', 'never', 'never', 'never', 'when called', 'when read'),
      }),

      handler: fc.record({ kind: fc.constant('handler'), steps }),
      item: fc.oneof(
        { depthSize: 'small', withCrossShrink: true, depthIdentifier: 'item' },
        { weight: 8, arbitrary: tie('handler') },
        { weight: throwing ? 2 : 0, arbitrary: fc.record({ kind: fc.constant('filter'), steps, ending: lost }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('again'), index }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('junk'), name: junkName }) },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant('list'),
            items: fc.array(tie('item'), { maxLength: 3, depthIdentifier: 'item' }),
            arrayLike: fc.boolean(),
          }),
        },
      ),

      filter: fc.record({
        kind: fc.constant('filter'),
        steps,
        ending: fc.oneof<fc.WeightedArbitrary<Ending>[]>(
          { weight: 6, arbitrary: fc.record({ kind: fc.constant('return'), value: tie('value') }) },
          { weight: 3, arbitrary: fc.record({ kind: fc.constant('throw'), value: tie('value') }) },
          { weight: 2, arbitrary: fc.constant({ kind: 'return the argument' }) },
          { weight: 1, arbitrary: fc.constant({ kind: 'return the promise' }) },
        ),
      }),
      // A filter that returns its own promise never ends, in both implementations.
      pipeFilter: pipeFilter(fc.oneof(plain, deferred, tie('thenable'))),

      step: fc.oneof(
        { depthSize: 'small', depthIdentifier: 'step' },
        { weight: 4, arbitrary: settle(outcome, args) },
        { weight: 3, arbitrary: settle(fc.constant('notify'), news) },
        {
          weight: 7,
          arbitrary: fc.record({
            op: fc.constant('add'),
            on: index,
            channel,
            items: fc.array(tie('item'), { maxLength: 3, depthIdentifier: 'item' }),
            via,
          }),
        },
        { weight: 2, arbitrary: fc.record({ op: fc.constant('forward'), from: index, channel, to: index, method }) },
        {
          weight: 6,
          arbitrary: fc.record({ op: fc.constant('then'), on: index, filters: filters(tie('filter')), via }),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            op: fc.constant('pipe'),
            on: index,
            filters: filters(tie('pipeFilter'), pipeFilter(fc.oneof(plain, deferred))),
            via,
          }),
        },
        { weight: 1, arbitrary: fc.record({ op: fc.constant('catch'), on: index, filter: maybe(tie('filter')), via }) },
        {
          weight: 2,
          arbitrary: fc.record({
            op: fc.constant('when'),
            values: fc
              .array(fc.oneof(any, any, tie('value'), tie('value'), promising(true)), {
                maxLength: 3,
                depthIdentifier: 'value',
              })
              .filter(resolvesOnce),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            op: fc.constant('promise'),
            on: index,
            target: fc.constantFrom('none', 'object', 'function'),
          }),
        },
        { weight: copies ? 2 : 0, arbitrary: fc.record({ op: fc.constant('copy'), on: index }) },
        {
          weight: 1,
          arbitrary: fc.record({
            op: fc.constant('create'),
            init: fc.option(tie('handler'), { nil: null }),
            isNew: fc.boolean(),
          }),
        },
        { weight: 2, arbitrary: fc.constant<Step>({ op: 'answer' }) },
      ),
    };
  });

/** Whether each thenable resolves once: of several values, jQuery's `when` counts every resolution of a thenable. */
function resolvesOnce(values: readonly Value[]): boolean {
  return values.every(
    (value) =>
      value.kind !== 'thenable' ||
      values.length === 1 ||
      value.answers.filter(({ method }) => method === 'resolve').length <= 1,
  );
}

export const scripts = (dialect: Dialect = {}): fc.Arbitrary<Script> =>
  fc.record({
    deferreds: fc.integer({ min: 1, max: 3 }),
    turns: fc.array(fc.array(language(dialect).step, { minLength: 1, maxLength: 8, size: 'max' }), {
      minLength: 1,
      maxLength: 4,
      size: 'max',
    }),
  });
