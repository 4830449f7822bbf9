import { highlight } from '../highlight.js';
import { isAdd } from './script.js';
import type { Line } from './session.js';

/** What can be done to a line. */
export type Edit = 'up' | 'down' | 'remove';

/** Shows the lines that have run, each with what came of it. */
export function showCode(list: HTMLElement, lines: readonly Line[], edit: (index: number, edit: Edit) => void): void {
  const items = lines.map((line, i) => {
    const item = document.createElement('li');
    const code = document.createElement('code');
    code.append(...highlight(line.code));
    item.append(code);
    item.classList.toggle('missing', line.code.startsWith('//'));
    if (line.step) {
      const step = i - 1;
      const tools = document.createElement('span');
      tools.className = 'tools';
      tools.append(
        ...(['up', 'down', 'remove'] as const).map((name) => {
          const button = document.createElement('button');
          button.type = 'button';
          button.dataset['edit'] = name;
          button.ariaLabel = `${labels[name]} line ${String(i + 1)}, ${line.step?.type ?? ''}`;
          button.textContent = signs[name];
          button.disabled = (name === 'up' && step === 0) || (name === 'down' && i === lines.length - 1);
          button.addEventListener('click', () => {
            edit(step, name);
          });
          return button;
        }),
      );
      item.append(tools);
    }
    item.append(...resultsOf(line));
    item.toggleAttribute('data-current', i === lines.length - 1);
    return item;
  });
  list.replaceChildren(...items);
  list.scrollTop = list.scrollHeight;
}

const labels = { up: 'Move up', down: 'Move down', remove: 'Remove' };
const signs = { up: '↑', down: '↓', remove: '×' };

function resultsOf({ step, calls, thrown, reported }: Line): Node[] {
  const isReplay = step !== undefined && isAdd(step);
  return [
    ...calls.map(({ name, value, isLater }) =>
      result('call', `${name} ${format(value)}`, isLater ? 'later' : isReplay ? 'replay' : undefined),
    ),
    ...(thrown === undefined ? [] : [result('error', `Uncaught ${format(thrown)}`)]),
    ...reported.map((error) => result('error', `Reported: ${format(error)}`)),
  ];
}

function result(kind: 'call' | 'error', text: string, note?: string): HTMLElement {
  const element = document.createElement('span');
  element.className = `result ${kind}`;
  element.append(text);
  if (note !== undefined) {
    const mark = document.createElement('em');
    mark.append(note);
    element.append(' ', mark);
  }
  return element;
}

function format(value: unknown): string {
  if (value instanceof Error) {
    return value.name === 'AbortError' ? value.name : `${value.name}: ${value.message}`;
  }
  return typeof value === 'string' ? `'${value}'` : String(value);
}
