import { Deferred, when } from 'rx-deferred';

import { jQuerys } from '../jquery/jquerys.js';
import { held, survivors } from '../support/memory.js';
import { outcomeNow } from '../support/recorder.js';

describe.each(jQuerys)('a deferred of jQuery %s that another promise waits for', (_, createJQuery) => {
  const $ = createJQuery();

  it.each(['resolve', 'reject'] as const)('settles that synchronously, with all arguments: %s (S28)', (settle) => {
    const theirs = $.Deferred();
    const both = when(theirs, Deferred().resolve('b'));
    theirs[settle]('a', 1);
    expect(outcomeNow(both)).toMatchObject(
      settle === 'resolve' ? { state: 'resolved', args: [['a', 1], 'b'] } : { state: 'rejected', args: ['a', 1] },
    );
  });

  it('keeps none of those who have left it', async () => {
    const theirs = $.Deferred();
    const leave = (handler: () => void) => {
      const controller = new AbortController();
      when.all([theirs]).until(controller.signal).always(handler);
      controller.abort();
    };
    expect(await survivors({ handler: held(leave) })).toStrictEqual([]);
    expect(theirs.state()).toBe('pending');
  });
});
