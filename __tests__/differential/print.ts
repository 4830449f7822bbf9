import type { Answer, Filter, Handler, HandlerItem, Script, Step, Thenable, Value, Via } from './script.js';

type Labelled = Handler | Filter | Thenable;

/** Numbers the handlers, filters and thenables of a script, in the order in which they are read. */
export class Labels {
  readonly #labels = new Map<Labelled, string>();

  constructor(script: Script) {
    for (const turn of script.turns) {
      this.#visit(turn);
    }
  }

  of(node: Labelled): string {
    return this.#labels.get(node) ?? node.kind;
  }

  #visit(node: unknown): void {
    if (typeof node !== 'object' || node === null) {
      return;
    }
    const { kind } = node as Partial<Labelled>;
    if (kind === 'handler' || kind === 'filter' || kind === 'thenable') {
      this.#labels.set(node as Labelled, kind + String(this.#labels.size));
    }
    Object.values(node).forEach((child) => {
      this.#visit(child);
    });
  }
}

/** Formats a script for people: `all[2]` is the third deferred or promise created, modulo their number. */
export function printScript(script: Script): string {
  const printer = new Printer(new Labels(script));
  const turns = script.turns.map((turn, i) => `turn ${String(i + 1)}:${printer.block(turn)}`);
  return [`${String(script.deferreds)} deferred(s)`, ...turns].join('\n');
}

/** Formats a step without its arguments. */
export function printHead(step: Step): string {
  switch (step.op) {
    case 'add':
      return `${all(step.on)}.${step.channel}${printVia(step.via)}`;
    case 'settle':
      return `${deferreds(step.on)}.${step.method}${step.context === null ? '' : 'With'}${printVia(step.via)}`;
    case 'forward':
      return `${all(step.from)}.${step.channel}(${deferreds(step.to)}.${step.method})`;
    case 'then':
    case 'pipe':
    case 'catch':
      return `${all(step.on)}.${step.op}${printVia(step.via)}`;
    case 'when':
      return 'when';
    case 'promise':
      return `${all(step.on)}.promise(${step.target === 'none' ? '' : step.target})`;
    case 'copy':
      return `{ ...${all(step.on)} }`;
    case 'create':
      return step.isNew ? 'new Deferred' : 'Deferred';
    case 'answer':
      return 'answer';
  }
}

const all = (index: number) => `all[${String(index)}]`;
const deferreds = (index: number) => `deferreds[${String(index)}]`;

function printVia(via: Via): string {
  return via === 'direct' ? '' : `:${via}`;
}

class Printer {
  constructor(
    private readonly labels: Labels,
    private readonly indent = '',
  ) {}

  block(steps: readonly Step[]): string {
    const inner = new Printer(this.labels, `${this.indent}  `);
    return steps.map((step) => `\n${inner.indent}${inner.step(step)}`).join('');
  }

  private step(step: Step): string {
    const args = this.args(step);
    return args === undefined ? printHead(step) : `${printHead(step)}(${args.join(', ')})`;
  }

  private args(step: Step): string[] | undefined {
    switch (step.op) {
      case 'add':
        return step.items.map((item) => this.item(item));
      case 'settle': {
        const args = step.args.map((arg) => this.value(arg));
        return step.context === null ? args : [this.value(step.context), `[${args.join(', ')}]`];
      }
      case 'then':
      case 'pipe':
        return step.filters.map((filter) => this.filter(filter));
      case 'catch':
        return [this.filter(step.filter)];
      case 'when':
        return step.values.map((value) => this.value(value));
      case 'create':
        return step.init === null ? [] : [this.item(step.init)];
      default:
        return undefined;
    }
  }

  private item(item: HandlerItem): string {
    switch (item.kind) {
      case 'handler':
        return this.withBody(this.labels.of(item), item.steps);
      case 'filter':
        return this.filter(item);
      case 'again':
        return `handlers[${String(item.index)}]`;
      case 'junk':
        return item.name;
      case 'list': {
        const items = item.items.map((each) => this.item(each)).join(', ');
        return item.arrayLike ? `arrayLike(${items})` : `[${items}]`;
      }
    }
  }

  private filter(filter: Filter | null): string {
    if (filter === null) {
      return 'null';
    }
    const { ending } = filter;
    const end = 'value' in ending ? `${ending.kind} ${this.value(ending.value)}` : ending.kind;
    return `${this.withBody(this.labels.of(filter), filter.steps)} => ${end}`;
  }

  private value(value: Value): string {
    switch (value.kind) {
      case 'plain':
        return value.name;
      case 'deferred':
        return deferreds(value.index);
      case 'any':
        return all(value.index);
      case 'array':
        return `[${value.items.map((item) => this.value(item)).join(', ')}]`;
      case 'promising':
        return value.throws ? '{ promise: throws e1 }' : `{ promise: ${deferreds(value.deferred)}.promise }`;
      case 'thenable': {
        const answers = value.answers.map((answer) => this.answer(answer)).join('; ');
        const notes = [value.later ? 'later' : '', value.throws === 'never' ? '' : `throws ${value.throws}`];
        return `${this.labels.of(value)}<${[answers, ...notes].filter((note) => note !== '').join(' | ')}>`;
      }
    }
  }

  private answer({ method, context, args }: Answer): string {
    return `${method}With(${this.value(context)}, [${args.map((arg) => this.value(arg)).join(', ')}])`;
  }

  private withBody(label: string, steps: readonly Step[]): string {
    return steps.length === 0 ? label : `${label} {${this.block(steps)}\n${this.indent}}`;
  }
}
