import { traceDeferreds } from 'rx-deferred/trace';

const files = [
  '../deferred.test.js',
  '../when.test.js',
  '../combine.test.js',
  '../one-shot.test.js',
  '../to-deferred.test.js',
  '../promise/abort.test.js',
  '../promise/deferred-object.test.js',
  '../promise/pipe.test.js',
  '../promise/then.test.js',
  '../promise/until.test.js',
  '../state/handlers.test.js',
  '../state/progress.test.js',
  '../state/rejections.test.js',
  '../jquery/audit.test.js',
  '../jquery/install.test.js',
];

describe.each(files)('while deferreds are traced, %s', (file) => {
  let stop: () => void;
  let events = 0;

  beforeAll(() => {
    stop = traceDeferreds(() => {
      events++;
    });
  });

  afterAll(() => {
    stop();
    expect(events).toBeGreaterThan(100);
  });

  // Its tests become those of this file.
  jest.requireActual(file);
});
