import type { Page } from 'playwright-core';

import { setUp } from '../browser/set-up.js';
import type * as dialogs from './dialogs.js';
import { memoryOf } from './memory-of.js';

jest.setTimeout(180_000);

declare const page: typeof dialogs;

const { open } = setUp();
let tab: Page;

beforeAll(async () => {
  tab = await open("export * from '../dom/dialogs.js';");
});

const form = `
  <button id="opener">Open</button>
  <dialog>
    <form method="dialog">
      <input name="title" value="Notes">
      <button id="ok" value="save">Save</button>
      <button id="cancel">Cancel</button>
    </form>
  </dialog>`;

/** Renders a page, opens its dialog by a click on the opener, and does something to it. */
async function opened(html: string, options: dialogs.ShowDialogOptions = {}): Promise<void> {
  await tab.evaluate(
    ([html, options]) => {
      page.render(html);
      page.find('#opener').onclick = () => page.show(options);
    },
    [html, options] as const,
  );
  await tab.click('#opener');
  expect(await tab.evaluate(() => page.now())).toStrictEqual(['pending']);
}

const ends = (): Promise<string[]> => tab.evaluate(() => page.ends());

/** Expects the dialog to be still open, and to resolve by what closes it. */
async function goesOn(): Promise<void> {
  await tab.evaluate(() => page.settled());
  expect(await tab.evaluate(() => [page.findDialog().open, ...page.now()])).toStrictEqual([true, 'pending']);
  await tab.evaluate(() => {
    page.findDialog().close('later');
  });
  expect(await ends()).toStrictEqual(['resolved with later']);
}

const withOpener = (rest: string): string => `<button id="opener">Open</button>${rest}`;

type Ways = readonly (readonly [how: string, html: string, act: () => Promise<unknown>])[];

const resolving: Ways = [
  ['a click on a button with a value', form, () => tab.click('#ok')],
  ['Enter in a field', form, () => tab.press('input', 'Enter')],
  ['the space bar on a button', form, () => tab.press('#ok', 'Space')],
  [
    'a button with formmethod="dialog"',
    withOpener(
      '<dialog><form method="post"><button id="ok" formmethod="dialog" value="save">OK</button></form></dialog>',
    ),
    () => tab.click('#ok'),
  ],
  [
    'close(value)',
    form,
    () =>
      tab.evaluate(() => {
        page.findDialog().close('save');
      }),
  ],
  [
    'requestClose(value)',
    form,
    () =>
      tab.evaluate(() => {
        page.findDialog().requestClose('save');
      }),
  ],
  ...['close', 'request-close'].map(
    (command) =>
      [
        `command="${command}" with a value`,
        withOpener(
          `<dialog id="d"><button id="ok" command="${command}" commandfor="d" value="save">OK</button></dialog>`,
        ),
        () => tab.click('#ok'),
      ] as const,
  ),
  [
    'a value that a script has set before close()',
    form,
    () =>
      tab.evaluate(() => {
        const dialog = page.findDialog();
        dialog.returnValue = 'save';
        dialog.close();
      }),
  ],
];

const dismissing: Ways = [
  ['a click on a button without a value', form, () => tab.click('#cancel')],
  ['Escape', form, () => tab.keyboard.press('Escape')],
  [
    'a click beside it, with closedby="any"',
    withOpener('<dialog closedby="any">Text</dialog>'),
    () => tab.mouse.click(2, 2),
  ],
  ...['close', 'request-close'].map(
    (command) =>
      [
        `command="${command}" without a value`,
        withOpener(`<dialog id="d"><button id="no" command="${command}" commandfor="d">No</button></dialog>`),
        () => tab.click('#no'),
      ] as const,
  ),
  [
    'close()',
    form,
    () =>
      tab.evaluate(() => {
        page.findDialog().close();
      }),
  ],
  [
    'requestClose()',
    form,
    () =>
      tab.evaluate(() => {
        page.findDialog().requestClose();
      }),
  ],
  [
    'Enter in a form without a button',
    withOpener('<dialog><form method="dialog"><input></form></dialog>'),
    () => tab.press('input', 'Enter'),
  ],
  [
    'the removal of its attribute open',
    form,
    () =>
      tab.evaluate(() => {
        page.find('dialog').removeAttribute('open');
      }),
  ],
  [
    'its removal',
    form,
    () =>
      tab.evaluate(() => {
        page.find('dialog').remove();
      }),
  ],
  [
    'the removal of an ancestor',
    withOpener(`<main><section>${form.slice(form.indexOf('<dialog'))}</section></main>`),
    () =>
      tab.evaluate(() => {
        page.find('main').remove();
      }),
  ],
  [
    'emptying an ancestor',
    withOpener(`<main><section>${form.slice(form.indexOf('<dialog'))}</section></main>`),
    () =>
      tab.evaluate(() => {
        page.find('main').innerHTML = '';
      }),
  ],
];

describe('showDialog()', () => {
  it.each(resolving)('resolves with the value by %s', async (_, html, act) => {
    await opened(html);
    await act();
    expect(await ends()).toStrictEqual(['resolved with save']);
  });

  it.each(dismissing)('rejects with an AbortError by %s', async (_, html, act) => {
    await opened(html);
    await act();
    expect(await ends()).toStrictEqual(['rejected with AbortError']);
  });

  it('says in the error that the dialog was dismissed', async () => {
    await opened(form);
    const text = await tab.evaluate(() => {
      const answer = page.show();
      page.findDialog().close();
      return answer.catch(String);
    });
    expect(text).toBe('AbortError: The dialog was dismissed');
  });

  it('does not wait for an event of a dialog that is removed, since none comes', async () => {
    await opened(form);
    const closed = await tab.evaluate(async () => {
      let closed = 0;
      const dialog = page.findDialog();
      dialog.onclose = () => closed++;
      dialog.remove();
      await page.settled();
      return closed;
    });
    expect(closed).toBe(0);
    expect(await ends()).toStrictEqual(['rejected with AbortError']);
  });

  it('resolves with the value of a dialog that is removed when it has closed', async () => {
    await opened(form);
    await tab.evaluate(() => {
      const dialog = page.findDialog();
      dialog.close('save');
      dialog.remove();
    });
    expect(await ends()).toStrictEqual(['resolved with save']);
  });

  it('rejects when a host of the shadow tree that it is in is removed', async () => {
    const result = await tab.evaluate(async () => {
      page.render('<main></main>');
      const outer = page.find('main').attachShadow({ mode: 'open' });
      const inner = outer.appendChild(document.createElement('p')).attachShadow({ mode: 'open' });
      const dialog = inner.appendChild(document.createElement('dialog'));
      const answer = page.showDialog(dialog);
      await page.settled();
      const before = answer.state();
      outer.replaceChildren();
      return [before, await answer.catch((error: Error) => error.name)];
    });
    expect(result).toStrictEqual(['pending', 'AbortError']);
  });

  it('goes on when Escape is prevented by its event cancel', async () => {
    await opened(form);
    await tab.evaluate(() => {
      document.title = 'not yet';
      page.find('dialog').oncancel = (event) => {
        event.preventDefault();
        document.title = 'prevented';
      };
    });
    await tab.click('input');
    await tab.keyboard.press('Escape');
    await goesOn();
    expect(await tab.title()).toBe('prevented');
  });

  it('goes on when requestClose() is prevented', async () => {
    await opened(form);
    await tab.evaluate(() => {
      const dialog = page.findDialog();
      dialog.oncancel = (event) => {
        event.preventDefault();
      };
      dialog.requestClose('save');
    });
    await goesOn();
  });

  it('goes on when closedby="none" keeps Escape from it', async () => {
    await opened(withOpener('<dialog closedby="none"><input></dialog>'));
    await tab.evaluate(() => {
      document.title = 'not yet';
      page.find('input').onkeyup = ({ key }) => {
        document.title = key;
      };
    });
    await tab.press('input', 'Escape');
    await goesOn();
    expect(await tab.title()).toBe('Escape');
  });

  it('does not take the value of the last time', async () => {
    await opened(form);
    await tab.click('#ok');
    await ends();
    await tab.click('#opener');
    await tab.keyboard.press('Escape');
    expect(await ends()).toStrictEqual(['resolved with save', 'rejected with AbortError']);
  });

  it('does not take the value of the last time for a dialog that others have opened', async () => {
    await tab.evaluate((form) => {
      page.render(form);
      const dialog = page.findDialog();
      dialog.returnValue = 'stale';
      dialog.showModal();
      page.show();
    }, form);
    await tab.keyboard.press('Escape');
    expect(await ends()).toStrictEqual(['rejected with AbortError']);
  });

  it('does not take the value of the last time if it is kept from opening', async () => {
    const result = await tab.evaluate(async (form) => {
      page.render(form);
      const dialog = page.findDialog();
      dialog.returnValue = 'stale';
      dialog.addEventListener('beforetoggle', (event) => {
        event.preventDefault();
      });
      const answer = page.show();
      return [dialog.open, answer.state(), ...(await page.ends())];
    }, form);
    expect(result).toStrictEqual([false, 'rejected', 'rejected with AbortError']);
  });

  it('resolves at once if it is closed while it opens', async () => {
    const result = await tab.evaluate((form) => {
      page.render(form);
      const dialog = page.findDialog();
      page.find('input').onfocus = () => {
        dialog.close('early');
      };
      page.show();
      return page.now();
    }, form);
    expect(result).toStrictEqual(['resolved with early']);
  });

  it.each([
    [
      'insertBefore()',
      () => {
        page.find('main').insertBefore(page.find('dialog'), null);
      },
    ],
    [
      'moveBefore()',
      () => {
        page.find('main').moveBefore(page.find('dialog'), null);
      },
    ],
    [
      'a move into a shadow tree',
      () => {
        page.find('main').attachShadow({ mode: 'open' }).append(page.find('aside'));
      },
    ],
  ])('goes on after %s, until it is removed from there', async (_, move) => {
    await opened(`${withOpener('')}<main></main><aside>${form.slice(form.indexOf('<dialog'))}</aside>`);
    await tab.evaluate(() => {
      Object.assign(window, { dialog: page.find('dialog') });
    });
    await tab.evaluate(move);
    await tab.evaluate(() => page.settled());
    expect(await tab.evaluate(() => page.now())).toStrictEqual(['pending']);
    await tab.evaluate('dialog.remove()');
    expect(await ends()).toStrictEqual(['rejected with AbortError']);
  });

  it('goes on while it is hidden by a style sheet, until it is removed', async () => {
    await opened(form);
    await tab.evaluate(async () => {
      page.find('dialog').style.display = 'none';
      await page.settled();
    });
    expect(await tab.evaluate(() => page.now())).toStrictEqual(['pending']);
    await tab.evaluate(() => {
      page.find('dialog').remove();
    });
    expect(await ends()).toStrictEqual(['rejected with AbortError']);
  });

  it('gives the focus back to its opener before it settles', async () => {
    for (const key of ['Enter', 'Escape']) {
      await tab.evaluate((form) => {
        page.render(form);
        document.title = '';
        page.find('#opener').onclick = () =>
          page.show().always(() => {
            document.title = `focus on ${String(document.activeElement?.id)}`;
          });
      }, form);
      await tab.focus('#opener');
      await tab.keyboard.press('Enter');
      expect(await tab.evaluate(() => document.activeElement?.matches('dialog input'))).toBe(true);
      await tab.keyboard.press(key);
      await ends();
      expect(await tab.title()).toBe('focus on opener');
    }
  });

  it('gives the focus back to its opener before the handlers of an abort run', async () => {
    const focused = await tab.evaluate((form) => {
      page.render(form);
      page.find('#opener').focus();
      let focused: string | undefined;
      page
        .show()
        .fail(() => {
          focused = document.activeElement?.id;
        })
        .abort();
      return focused;
    }, form);
    expect(focused).toBe('opener');
  });

  it('settles in a microtask, before the event close', async () => {
    const log = await tab.evaluate(async (form) => {
      page.render(form);
      const dialog = page.findDialog();
      const log: string[] = [];
      dialog.onclose = () => log.push('close');
      page.show().done(() => log.push('done'));
      dialog.close('save');
      log.push('the end of the turn');
      await page.settled();
      return log;
    }, form);
    expect(log).toStrictEqual(['the end of the turn', 'done', 'close']);
  });

  it('gives the outcome to both of two that wait for one dialog', async () => {
    await opened(form);
    await tab.evaluate(() => {
      page.show();
    });
    await tab.click('#ok');
    expect(await ends()).toStrictEqual(['resolved with save', 'resolved with save']);
  });

  it.each([
    ['is in no document', () => page.errorOf(() => page.showDialog(document.createElement('dialog'))).name],
    [
      'is open without a backdrop',
      () => {
        page.show({ modal: false });
        return page.errorOf(() => page.show()).name;
      },
    ],
    [
      'is open with a backdrop',
      () => {
        page.show();
        return page.errorOf(() => page.show({ modal: false })).name;
      },
    ],
  ])('throws the InvalidStateError of the platform if the dialog %s', async (_, act) => {
    await tab.evaluate((form) => {
      page.render(form);
    }, form);
    const name = await tab.evaluate(act);
    expect(name).toBe('InvalidStateError');
    if ((await tab.evaluate(() => page.now())).length > 0) {
      await goesOn();
    }
  });

  it('throws for what is no dialog, and for a wrong signal', async () => {
    const messages = await tab.evaluate((form) => {
      page.render(form);
      return [
        String(page.errorOf(() => page.showDialog(null as never))),
        String(page.errorOf(() => page.showDialog(document.body as never))),
        String(page.errorOf(() => page.show({ signal: {} as never }))),
        page.findDialog().open,
      ];
    }, form);
    expect(messages).toStrictEqual([
      'TypeError: Expected dialog to be a dialog, got object',
      'TypeError: Expected dialog to be a dialog, got object',
      'TypeError: Expected signal to be an AbortSignal, got object',
      false,
    ]);
  });
});

describe('a dialog that is opened again in the turn in which it was closed', () => {
  it('settles what has waited first with the value of that time', async () => {
    const states = await tab.evaluate(async (form) => {
      page.render(form);
      const dialog = page.findDialog();
      page.show();
      dialog.close('one');
      page.show();
      const states = page.now();
      await page.settled();
      states.push(...page.now());
      dialog.close('two');
      return [...states, ...(await page.ends())];
    }, form);
    expect(states).toStrictEqual([
      ...['resolved with one', 'pending'],
      ...['resolved with one', 'pending'],
      ...['resolved with one', 'resolved with two'],
    ]);
  });

  it('rejects what has waited first if it was dismissed', async () => {
    const outcomes = await tab.evaluate((form) => {
      page.render(form);
      const dialog = page.findDialog();
      page.show({ modal: false });
      dialog.close();
      page.show({ modal: false });
      dialog.close('two');
      return page.ends();
    }, form);
    expect(outcomes).toStrictEqual(['rejected with AbortError', 'resolved with two']);
  });

  it('may be opened by a handler, and all that have waited get the value of that time', async () => {
    const outcomes = await tab.evaluate(async (form) => {
      page.render(form);
      const dialog = page.findDialog();
      page.show().done(() => page.show());
      page.show();
      dialog.close('one');
      await page.settled();
      const outcomes = page.now();
      dialog.close('two');
      return [...outcomes, ...(await page.ends())];
    }, form);
    expect(outcomes).toStrictEqual([
      ...['resolved with one', 'resolved with one', 'pending'],
      ...['resolved with one', 'resolved with one', 'resolved with two'],
    ]);
  });

  it('is not confused with an attribute open that is set again', async () => {
    await opened(form);
    await tab.evaluate(() => {
      page.find('dialog').setAttribute('open', '');
    });
    await goesOn();
  });
});

describe('the options of showDialog()', () => {
  it('open no dialog for a signal that has aborted, and close none that is open', async () => {
    const result = await tab.evaluate(async (form) => {
      page.render(form);
      const dialog = page.findDialog();
      const reason = new RangeError('too late');
      const late = page.show({ signal: AbortSignal.abort(reason) });
      const isOpen = dialog.open;
      page.show();
      page.show({ signal: AbortSignal.abort(reason) });
      late.abort();
      await page.settled();
      return [isOpen, dialog.open, ...page.now()];
    }, form);
    expect(result).toStrictEqual([
      ...[false, true],
      ...['rejected with RangeError', 'pending', 'rejected with RangeError'],
    ]);
  });

  it('close the dialog when the signal aborts, and reject with its reason', async () => {
    const result = await tab.evaluate((form) => {
      page.render(form);
      const dialog = page.findDialog();
      const controller = new AbortController();
      page.show({ signal: controller.signal });
      const isOpen = dialog.open;
      controller.abort(new RangeError('too late'));
      return [isOpen, dialog.open, ...page.now()];
    }, form);
    expect(result).toStrictEqual([true, false, 'rejected with RangeError']);
  });

  it('close a dialog whose signal aborts while it opens', async () => {
    const result = await tab.evaluate((form) => {
      page.render(form);
      const controller = new AbortController();
      page.find('input').onfocus = () => {
        controller.abort();
      };
      page.show({ signal: controller.signal });
      return [page.findDialog().open, ...page.now()];
    }, form);
    expect(result).toStrictEqual([false, 'rejected with AbortError']);
  });

  it('open it without a backdrop, so that the page beside it can be used', async () => {
    await opened(form, { modal: false });
    expect(await tab.evaluate(() => page.find('dialog').matches(':modal'))).toBe(false);
    await tab.click('#ok');
    expect(await ends()).toStrictEqual(['resolved with save']);

    await opened(form);
    expect(await tab.evaluate(() => page.find('dialog').matches(':modal'))).toBe(true);
    await tab.click('#ok');
    await ends();
  });

  it('add the data of its form', async () => {
    await opened(form, { formData: true });
    await tab.fill('input', 'Minutes');
    await tab.click('#ok');
    expect(await ends()).toStrictEqual(['resolved with save, [["title","Minutes"]]']);
  });

  it('add the data of its form though none was submitted, and none if it has no form', async () => {
    await opened(form, { formData: true });
    await tab.evaluate(() => {
      page.findDialog().close('save');
    });
    expect(await ends()).toStrictEqual(['resolved with save, [["title","Notes"]]']);

    await opened(withOpener('<dialog></dialog>'), { formData: true });
    await tab.evaluate(() => {
      page.findDialog().close('save');
    });
    expect(await ends()).toStrictEqual(['resolved with save, []']);
  });
});

describe('the promise of showDialog()', () => {
  it('closes the dialog by abort()', async () => {
    const result = await tab.evaluate((form) => {
      page.render(form);
      const dialog = page.findDialog();
      const answer = page.show();
      const isOpen = dialog.open;
      answer.abort();
      return [isOpen, dialog.open, ...page.now()];
    }, form);
    expect(result).toStrictEqual([true, false, 'rejected with AbortError']);
  });

  it('closes the dialog by abort() for others that wait for it, too', async () => {
    const outcomes = await tab.evaluate((form) => {
      page.render(form);
      page.show().abort(new RangeError('too late'));
      const answer = page.show();
      page.show();
      answer.abort(new RangeError('too late'));
      return page.ends();
    }, form);
    expect(outcomes).toStrictEqual([
      'rejected with RangeError',
      'rejected with RangeError',
      'rejected with AbortError',
    ]);
  });

  it('closes the dialog when its last consumer leaves by until()', async () => {
    const result = await tab.evaluate((form) => {
      page.render(form);
      const dialog = page.findDialog();
      const [first, second] = [new AbortController(), new AbortController()];
      const answer = page.show();
      answer.until(first.signal).done(() => undefined);
      answer.until(second.signal).done(() => undefined);
      first.abort();
      const isOpen = dialog.open;
      second.abort();
      return [isOpen, dialog.open, ...page.now()];
    }, form);
    expect(result).toStrictEqual([true, false, 'rejected with AbortError']);
  });

  it('has no effect on the dialog once it has settled', async () => {
    const result = await tab.evaluate(async (form) => {
      page.render(form);
      const dialog = page.findDialog();
      const controller = new AbortController();
      const answer = page.show({ signal: controller.signal });
      dialog.close('save');
      await page.ends();
      dialog.showModal();
      answer.abort();
      controller.abort();
      const isOpen = dialog.open;
      dialog.close();
      return [isOpen, ...page.now()];
    }, form);
    expect(result).toStrictEqual([true, 'resolved with save']);
  });

  it('is not reported as unhandled when the dialog is dismissed', async () => {
    const reasons = await tab.evaluate(async (form) => {
      page.render(form);
      return page.unhandled(async () => {
        page.show();
        page.findDialog().close();
        await page.settled();
        page.Deferred<void, string>().reject('the only one');
      });
    }, form);
    expect(reasons).toStrictEqual(['the only one']);
  });

  it('leaves no observer, no listener and no dialog after 1,000 dialogs, whatever has ended them', async () => {
    const tab = await open("export * from '../dom/dialogs.js';");
    const memory = await memoryOf(tab);
    const before = await memory.listeners();
    const counts = await tab.evaluate(async () => {
      page.render('<main></main>');
      page.countObservers();
      const { signal } = new AbortController();
      const counts = [page.observers.size];
      const dialogs = Array.from({ length: 1000 }, (_, i) => {
        const dialog = page.find('main').appendChild(document.createElement('dialog'));
        dialog.innerHTML = '<form method="dialog"><button value="save">Save</button></form>';
        return { dialog, answer: page.showDialog(dialog, { signal, formData: i % 2 === 0, modal: i % 3 === 0 }) };
      });
      counts.push(page.observers.size);
      let settled = 0;
      dialogs.forEach(({ dialog, answer }, i) => {
        answer.always(() => settled++);
        [
          () => {
            dialog.querySelector('button')?.click();
          },
          () => {
            dialog.close();
          },
          () => {
            dialog.remove();
          },
          () => {
            answer.abort();
          },
        ][i % 4]?.();
      });
      await page.settled();
      counts.push(settled, page.observers.size, document.querySelectorAll('dialog').length);
      return counts;
    });
    expect(counts).toStrictEqual([0, 1, 1000, 0, 750]);
    expect(await memory.listeners()).toBe(before);
    await tab.evaluate(() => {
      page.render('');
    });
    expect(await memory.count('HTMLDialogElement')).toBe(0);
    await tab.close();
  });
});
