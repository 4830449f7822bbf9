import { Deferred } from 'rx-deferred';

// What a bundler makes of this has nothing of other entries.
Object.assign(globalThis, {
  results: Deferred<string>()
    .resolve('Ada')
    .then((text) => text.length),
});
