import { get, type JqXHR } from 'rx-deferred/ajax';

import type { Card } from './card.js';

export function loadUsers(url: string, { spinner, list }: View, { trace, say }: Card): JqXHR {
  spinner.hidden = false;
  const request = get<string[]>(url);
  trace({ request });

  return request
    .progress(({ ratio = 0 }) => {
      say(`${(ratio * 100).toFixed()} % has arrived.`);
    })
    .done((users) => {
      list.replaceChildren(...users.map(toItem));
      say(`${String(users.length)} people have arrived.`);
    })
    .fail((jqXHR, textStatus) => {
      list.replaceChildren();
      say(messageOf(jqXHR.responseJSON) ?? textStatus);
    })
    .always(() => {
      spinner.hidden = true;
    });
}

interface View {
  readonly spinner: HTMLElement;
  readonly list: HTMLElement;
}

function toItem(name: string): HTMLElement {
  const item = document.createElement('li');
  item.append(name);
  return item;
}

/** The server says in words why it has no answer. */
function messageOf(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : undefined;
}

export function startUsers(card: Card): void {
  const view = { spinner: card.find('.spinner', HTMLElement), list: card.find('ul', HTMLElement) };
  let last: JqXHR | undefined;
  const load = (url: string) => () => {
    last?.abort();
    last = loadUsers(url, view, card);
  };
  card.on('load', load('api/users'));
  card.on('fail', load('api/users?fail'));
}
