import { Deferred, when } from 'rx-deferred';

import { jQuerys } from '../jquery/jquerys.js';
import { given, held, survivors } from '../support/memory.js';
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

  it('keeps nothing of a whole that waits for it no more', async () => {
    const theirs = $.Deferred();
    const refs = {
      value: given((value) => when.race([theirs, value])),
      handler: held((handler) => when.race([theirs, 1]).progress(handler)),
    };
    expect(await survivors(refs)).toStrictEqual([]);
    expect(theirs.state()).toBe('pending');
  });
});
